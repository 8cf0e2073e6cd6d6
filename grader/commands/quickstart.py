"""``grader quickstart``."""

from pathlib import Path
from typing import Annotated

import typer

from grader.commands.screen import screen
from grader.quickstart import ASSIGNMENT, start_course


def quickstart(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder to create.")],
) -> None:
    """Begin your own course, with an assignment ready to release.

    The assignment has tests that students see, hidden tests and a written answer.

    Example: `grader quickstart mycourse`
    """
    start_course(folder)
    screen.say(f"Created a course with the assignment {ASSIGNMENT} in {folder}")
    screen.say(f"  source/{ASSIGNMENT}: its questions, answers and tests")
    screen.say(f"  banks/{ASSIGNMENT}: right and wrong answers, to try the tests with")
    screen.say("  nbgrader_config.py: the settings")
    screen.say("  README.md: each step from here to the grades")
    screen.next(f"`cd {folder}`, then `grader release {ASSIGNMENT}`")
