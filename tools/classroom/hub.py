"""JupyterHub for one class."""

import json
import secrets
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from tools.classroom import environment
from tools.classroom.folders import STUDENTS, TEACHER, Folders
from tools.classroom.problem import ClassroomError
from tools.classroom.programs import Program, answers, free_port, running

_CONFIG = Path(__file__).with_name("jupyterhub_config.py")
COURSE_PAGE = "/services/course/lab"
"""Where the teacher opens the course."""


@dataclass(frozen=True)
class Hub:
    """A running hub: its address, everybody's password, and its program."""

    address: str
    passwords: dict[str, str]
    program: Program


@contextmanager
def hub(folders: Folders, port: int) -> Iterator[Hub]:
    """Run the hub of a class at a port of this machine, until the end of the context.

    Raises
    ------
    ClassroomError
        If the port is taken, or the hub does not start.
    """
    if answers(port):
        raise ClassroomError(f"Port {port} is in use. Try: make classroom PORT={port + 1}")
    passwords = {name: secrets.token_urlsafe(6) for name in (TEACHER, *STUDENTS)}
    settings = {
        "passwords": passwords,
        "teacher": TEACHER,
        "port": port,
        "hub_port": free_port(),
        "proxy_port": free_port(),
        "course_port": free_port(),
        "course": str(folders.course),
        "homes": str(folders.homes),
        "of_students": environment.variables(folders.student_config),
        "of_course": {**environment.variables(), "HOME": str(folders.homes / TEACHER)},
    }
    command = (environment.BIN / "jupyterhub", "-f", _CONFIG)
    with running(
        "JupyterHub", command, folders.hub, {"CLASSROOM": json.dumps(settings)}
    ) as program:
        address = f"http://127.0.0.1:{port}"
        program.wait_until(lambda: _opens(f"{address}{COURSE_PAGE}"), seconds=300)
        yield Hub(address, passwords, program)


def _opens(page: str) -> bool:
    """Tell whether a page, or the login before it, can be seen."""
    try:
        with urllib.request.urlopen(page, timeout=10) as answer:  # noqa: S310 - our own server
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False
