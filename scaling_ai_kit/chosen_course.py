"""The course that a command works on: the one here, or the one of ``--course FOLDER``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn

from course.syllabus.coursefile import FILE, VARIABLE, current

KINDS = ("explore", "simulate", "data")


def add_option(parser: argparse.ArgumentParser) -> None:
    """Let a command take ``--course``; call `choose` with its value."""
    parser.add_argument(
        "--course",
        type=Path,
        metavar="FOLDER",
        help="the folder with course.toml (default: the current one, or one above it)",
    )


def choose(folder: Path | None) -> None:
    """Work on the course of a folder.

    A process knows one course. So call this before importing anything that asks for it.

    Raises
    ------
    SystemExit
        There is no course, or its file is invalid; the status is 2.
    """
    if folder is not None:
        os.environ[VARIABLE] = str(folder)
    try:
        course = current()
        for kind in KINDS:
            course.code(kind)
    except ValueError as problem:
        refuse(str(problem))
    here = Path.cwd()
    if VARIABLE in os.environ:
        os.environ[VARIABLE] = str(course.folder)  # kernels run elsewhere
    elif course.folder not in (here, *here.parents):
        refuse(
            f"There is no {FILE} in {here} or above it. Go to the folder of your course, or "
            "name it with --course."
        )


def refuse(message: str) -> NoReturn:
    """End with a message and the status of a wrong command."""
    print(message, file=sys.stderr)
    sys.exit(2)
