"""Run JupyterHub for one class."""

import json
import secrets
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from tools.classroom import environment, folders
from tools.classroom.folders import COURSE_ID, STUDENTS, TEACHER
from tools.classroom.programs import Program, free_port, running

_CONFIG = Path(__file__).with_name("jupyterhub_config.py")
_STUDENT = Path(__file__).with_name("student")
COURSE_PAGE = "/services/course/lab"
"""The page where the teacher opens the course."""


@dataclass(frozen=True)
class Hub:
    """A running hub: its address, everybody's password, and its program."""

    address: str
    passwords: dict[str, str]
    program: Program


@contextmanager
def hub(root: Path, course: Path, port: int) -> Iterator[Hub]:
    """Run a class's hub on a port of this machine.

    Parameters
    ----------
    root
        The folder of the class.
    course
        The course that the teacher opens.

    Raises
    ------
    ClassroomError
        The hub does not start.
    """
    address = f"http://127.0.0.1:{port}"
    passwords = {name: secrets.token_urlsafe(6) for name in (TEACHER, *STUDENTS)}
    homes = folders.homes(root)
    settings = {
        "passwords": passwords,
        "teacher": TEACHER,
        "address": address,
        "own_addresses": [f"http://127.0.0.1:{free_port()}" for _ in range(3)],
        "course": str(course),
        "homes": str(homes),
        "of_students": {
            **environment.variables(_STUDENT),
            "COURSE_ID": COURSE_ID,
            "EXCHANGE": str(folders.exchange(root)),
        },
        "of_course": {**environment.variables(), "HOME": str(homes / TEACHER)},
    }
    command = (environment.BIN / "jupyterhub", "-f", _CONFIG)
    variables = {"CLASSROOM": json.dumps(settings)}
    with running("JupyterHub", command, root / "hub", variables) as program:
        program.wait_until(lambda: _opens(f"{address}{COURSE_PAGE}"), seconds=300)
        yield Hub(address, passwords, program)


def _opens(page: str) -> bool:
    """Tell whether a page, or its login, can be opened."""
    try:
        with urllib.request.urlopen(page, timeout=10) as answer:  # noqa: S310 - our own server
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False
