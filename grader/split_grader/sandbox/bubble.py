"""The bubblewrap command: which parts of the machine the sandbox shows, all of them read-only."""

from __future__ import annotations

import os
import shutil
import site
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from split_grader.sandbox import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ETC = (
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "alternatives",
    "fonts",
    "mime.types",
)
_IN_A_VENV = ("bin", "lib", "lib64", "include", "share", "etc", "src", "pyvenv.cfg")
_GRADER = Path(__file__).resolve().parent.parent
COURSE_FILE, COURSE_VARIABLE = "course.toml", "COURSE_FOLDER"  # which names that file's folder


def find() -> str | None:
    """Return the path of bubblewrap, or None."""
    return shutil.which("bwrap")


def visible(extra: Iterable[Path] = ()) -> list[Path]:
    """Return the folders and files a Python process needs to see, outermost only.

    Parameters
    ----------
    extra : iterable of Path
        What an assignment needs besides: data sets, a course's library.
    """
    candidates = [Path("/usr"), Path("/lib"), Path("/lib64"), Path("/bin"), Path("/sbin")]
    candidates += [Path("/etc", name) for name in _ETC]
    for prefix in (sys.prefix, sys.base_prefix, sys.exec_prefix):
        candidates += _of_python(Path(prefix))
    candidates += [Path(sysconfig.get_paths()[key]) for key in ("stdlib", "platstdlib", "purelib")]
    candidates += [Path(sysconfig.get_paths()["platlib"]), Path(os.path.realpath(sys.executable))]
    candidates += [Path(p) for p in site.getsitepackages()]
    candidates += [_GRADER / "sandbox", _GRADER / "split", *(path.resolve() for path in extra)]
    paths: list[Path] = []
    for path in sorted({p for p in candidates if p.exists()}, key=lambda p: len(p.parts)):
        if not any(path.is_relative_to(outer) for outer in paths):
            paths.append(path)
    return paths


def _of_python(prefix: Path) -> list[Path]:
    """Return Python's own files below its prefix, because a venv may also contain other work."""
    if not (prefix / "pyvenv.cfg").is_file():
        return [prefix]
    return [prefix / name for name in _IN_A_VENV]


def command(
    bwrap: str, sources: Mapping[Path, Path], descriptor: int, environment: Mapping[str, str]
) -> list[str]:
    """Return the command that starts a zygote in bubblewrap.

    Parameters
    ----------
    bwrap : str
        Path of bubblewrap.
    sources : mapping of Path to Path
        For each path the sandbox shows, where its content is found.
    descriptor : int
        The zygote's end of the control socket.
    environment : mapping
        All the zygote's environment.
    """
    line = [bwrap, "--unshare-all", "--cap-add", "ALL", "--uid", "0", "--gid", "0", "--clearenv"]
    line += ["--new-session", "--as-pid-1", "--hostname", "sandbox"]
    for name, value in environment.items():
        line += ["--setenv", name, value]
    # First, because Python itself may lie below it.
    line += ["--tmpfs", "/tmp"]  # noqa: S108 - in the sandbox
    for target, source in sources.items():
        if target.is_symlink() and len(target.parts) == 2:
            line += ["--symlink", str(target.readlink()), str(target)]
        else:
            line += ["--ro-bind", str(source), str(target)]
    line += ["--dev", "/dev", "--proc", "/proc"]
    line += ["--dir", HOME, "--remount-ro", "/"]
    return [*line, "--", *zygote_command(descriptor)]


def zygote_command(descriptor: int) -> list[str]:
    """Return the command of a zygote, without bubblewrap."""
    root = str(_GRADER.parent)
    code = (
        f"import sys; sys.path.insert(0, {root!r}); "
        f"from split_grader.split.zygote import main; main({descriptor})"
    )
    return [sys.executable, "-s", "-P", "-c", code]
