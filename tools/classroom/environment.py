"""Create the hub's environment: JupyterHub on top of the course's packages."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from tools.classroom.problem import ClassroomError

ROOT = Path(__file__).resolve().parents[2]
_LOCK = ROOT / "requirements-classroom.lock"
_ENV = ROOT / "var" / "hub-env"
_COURSE = Path(sys.prefix)
BIN = _ENV / "bin"
"""The folder of the hub's programs."""


def make() -> None:
    """Create the environment, unless it is there and up to date.

    Raises
    ------
    ClassroomError
        Its packages cannot be installed.
    """
    made_from = "\n".join([sys.prefix, sys.version, _LOCK.read_text(encoding="utf-8")])
    mark = _ENV / "made-from"
    if not mark.is_file() or mark.read_text(encoding="utf-8") != made_from:
        _install()
        mark.write_text(made_from, encoding="utf-8")


def _install() -> None:
    venv.EnvBuilder(clear=True, symlinks=True).create(_ENV)
    own = sysconfig.get_path("purelib", vars={"base": str(_ENV), "platbase": str(_ENV)})
    packages = sysconfig.get_path("purelib")
    # Python finds the course's packages there, so pip doesn't install them again.
    Path(own, "course.pth").write_text(f"import site; site.addsitedir({packages!r})\n")
    pip = (sys.executable, "-m", "pip", "--python", BIN / "python", "--quiet")
    what = ("install", "--require-hashes", "--no-deps", "-r", _LOCK)
    done = subprocess.run(  # noqa: S603 - our own command
        [*pip, "--disable-pip-version-check", *what], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ClassroomError(f"JupyterHub could not be installed into {_ENV}: {done.stderr}")


def variables(*configs: Path) -> dict[str, str]:
    """Return the variables that set up a Jupyter server for the course.

    Parameters
    ----------
    *configs
        Folders of Jupyter configuration that take precedence over the course's.
    """
    share = _COURSE / "share" / "jupyter"
    configs = (*configs, _COURSE / "etc" / "jupyter")
    return {
        "PATH": os.pathsep.join([str(BIN), str(_COURSE / "bin"), os.environ["PATH"]]),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, configs)),
        "JUPYTER_PATH": str(share),
        "JUPYTERLAB_DIR": str(share / "lab"),
    }
