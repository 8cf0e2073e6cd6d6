"""Run a class on this machine until Ctrl+C: ``make classroom``."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from grader.errors import GraderError
from tools.classroom import cluster, database, environment, folders, hub
from tools.classroom.folders import STUDENTS, TEACHER
from tools.classroom.problem import ClassroomError
from tools.classroom.programs import Program, answers

_WORKERS = 2
_STEPS = 5
_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> None:
    """Run the class until the user stops it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=environment.ROOT / "var" / "classroom")
    parser.add_argument("--assignment", default="drift", help="one from solutions/")
    parser.add_argument("--port", type=int, default=8000, help="of the hub, on this machine only")
    options = parser.parse_args()
    # Closing the terminal and a plain kill stop it like Ctrl+C.
    for ending in _ENDINGS:
        signal.signal(ending, _stop_once)
    try:
        with _alone(options.folder.resolve()) as folder:
            _run(folder, options.assignment, options.port)
    except KeyboardInterrupt:
        print("Stopped. The class is as you left it; the same command starts it again.")
    except (ClassroomError, GraderError) as problem:
        sys.exit(f"Error: {problem}")


def _stop_once(*_: object) -> None:
    for ending in _ENDINGS:
        signal.signal(ending, signal.SIG_IGN)
    print("\nStopping; this takes some seconds.", flush=True)
    raise KeyboardInterrupt


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=0):
            yield folder
    except Timeout:
        raise ClassroomError(f"The class in {folder} is running already.") from None


def _run(root: Path, assignment: str, port: int) -> None:
    print(
        f"A class of {len(STUDENTS)} invented students, in {_short(root)}: JupyterHub, the course "
        "with\nFormgrader, a gradebook in PostgreSQL, a Dask cluster. It listens on this machine "
        "only.\nEverything runs as you, so it is for trying out, not for a real class. "
        "Ctrl+C stops it."
    )
    if answers(port):
        raise ClassroomError(f"Port {port} is in use. Try: make classroom PORT={port + 1}")
    _step(1, "JupyterHub's environment (the first time, this takes a minute)")
    environment.make()
    _step(2, "PostgreSQL")
    with database.server(root / "postgres") as (postgres, gradebook):
        _step(3, f"Dask, {_WORKERS} workers")
        with cluster.cluster(root / "dask", _WORKERS) as (scheduler, dask):
            _step(4, f"The course (the first time, {assignment} is released)")
            course = folders.course(root, assignment, gradebook)
            _step(5, "JupyterHub")
            with hub.hub(root, course, port) as class_hub:
                _tell(class_hub, scheduler, assignment)
                _stay([postgres, *dask, class_hub.program])


def _step(number: int, what: str) -> None:
    print(f"[{number}/{_STEPS}] {what}", flush=True)


def _tell(started: hub.Hub, scheduler: str, assignment: str) -> None:
    print("\nReady. For each person, log in from another browser or a private window:\n")
    for name, password in started.passwords.items():
        page = hub.COURSE_PAGE if name == TEACHER else ""
        print(f"  {name:8} {password:10} {started.address}{page}")
    print(
        "\nStudents: menu Nbgrader, Assignment List; fetch, work, submit. Teacher: menu Nbgrader,\n"
        "Formgrader; or in a terminal there:\n\n"
        f"  nbgrader collect {assignment} --update\n"
        f"  grader grade {assignment} --scheduler {scheduler}\n"
        f"  grader feedback {assignment}\n"
        f"  nbgrader release_feedback {assignment}\n",
        flush=True,
    )


def _stay(programs: list[Program]) -> None:
    while True:
        for program in programs:
            program.require_running()
        time.sleep(1)


def _short(path: Path) -> str:
    here = Path.cwd()
    return os.path.relpath(path, here) if path.is_relative_to(here) else str(path)


if __name__ == "__main__":
    main()
