"""The course that a tool works on: the one here, or the one of ``--course FOLDER``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from course.coursefile import VARIABLE, current, read


def add_option(parser: argparse.ArgumentParser) -> None:
    """Let a tool take ``--course``; call `choose` with its value."""
    parser.add_argument(
        "--course",
        type=Path,
        metavar="FOLDER",
        help="the folder with course.toml (default: the current one, or one above it)",
    )


def choose(folder: Path | None) -> None:
    """Go on in the course of a folder.

    A process knows only the course in which it began, so for another one this runs the same
    command again, and ends with it.

    Raises
    ------
    SystemExit
        The folder has no valid ``course.toml``, or the command ran again.
    """
    if folder is None or folder.resolve() == current().folder.resolve():
        return
    try:
        read(folder)
    except ValueError as problem:
        sys.exit(str(problem))
    environment = {**os.environ, VARIABLE: str(folder.resolve())}
    again = [sys.executable, *sys.orig_argv[1:]]
    sys.exit(subprocess.run(again, env=environment, check=False).returncode)  # noqa: S603 - ourselves
