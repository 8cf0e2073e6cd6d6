"""Run a command, end everything it started, and tell what was left: ``warden.py SECONDS LOG ...``.

The warden adopts orphans (Linux), so that a process which detached itself is found. It is a separate
process, outside the reach of the ordinary user who grades.
"""

import ctypes
import json
import os
import resource
import runpy
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

_PR_SET_CHILD_SUBREAPER = 36
_ORDINARY_USER = 65534
_PROJECT = Path(__file__).parents[4]
# A belt for this machine, far above what honest grading needs.
_BELT = {resource.RLIMIT_NPROC: 2_000, resource.RLIMIT_FSIZE: 2 * 1024**3, resource.RLIMIT_CORE: 0}


def main(seconds: str, log: str, *command: str) -> None:
    """Run `command` for at most `seconds`, its output to `log`; print a JSON record."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    if _is_root():
        _open_up()
    start = time.monotonic()
    with Path(log).open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_belt,  # noqa: PLW1509 - the warden has no threads
            **_as_ordinary_user(),
        )
        try:
            code = process.wait(float(seconds))
        except subprocess.TimeoutExpired:
            code = None
    duration = time.monotonic() - start
    leftovers = _leftovers() if code is not None else []
    _end_all()
    print(json.dumps({"code": code, "seconds": round(duration, 2), "leftovers": leftovers}))  # noqa: T201


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _open_up() -> None:
    # The ordinary user must reach Python and this project where only root may enter. The grader has
    # the same need and the means; they are loaded by path, because its package takes a second.
    folders = {_PROJECT, Path(sys.prefix), Path(sys.base_prefix)}
    outer = [one for one in folders if not any(other in one.parents for other in folders)]
    runpy.run_path(str(_PROJECT / "grader" / "split_grader" / "sandbox" / "launch.py"))["open_up"](
        outer
    )


def _belt() -> None:
    for what, most in _BELT.items():
        soft, hard = resource.getrlimit(what)
        top = most if hard == resource.RLIM_INFINITY else min(most, hard)
        if soft == resource.RLIM_INFINITY or soft > top:
            resource.setrlimit(what, (top, hard))


def _as_ordinary_user() -> dict[str, object]:
    if not _is_root():
        return {}
    return {"user": _ORDINARY_USER, "group": _ORDINARY_USER, "extra_groups": []}


def _alive() -> list[psutil.Process]:
    processes = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE:
                processes.append(process)
    return processes


def _leftovers() -> list[str]:
    # What only needs a moment to end is no leftover.
    deadline = time.monotonic() + 5
    while _alive() and time.monotonic() < deadline:
        time.sleep(0.2)
    names = []
    for process in _alive():
        with suppress(psutil.Error):
            names.append(" ".join(process.cmdline())[:120] or process.name())
    return names


def _end_all() -> None:
    for _ in range(50):
        left = _alive()
        if not left:
            return
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        time.sleep(0.1)


if __name__ == "__main__":
    main(*sys.argv[1:])
