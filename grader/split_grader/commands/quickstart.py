"""``grader quickstart``."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from split_grader.commands.screen import screen
from split_grader.tasks.quickstart import ASSIGNMENT, NEXT, start_course


def quickstart(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder to create.")],
    lesson: Annotated[  # noqa: FBT002
        bool, typer.Option("--lesson", help="With a lesson; needs the course's library.")
    ] = False,
) -> None:
    """Begin your own course, with an assignment ready to release.

    The assignment has tests that students see, hidden tests and a written answer. With `--lesson`,
    a lesson leads to it: a model, an explorable, a checkpoint and a decision.

    Example: `grader quickstart mycourse --lesson`
    """
    start_course(folder, lesson=lesson)
    what = "a lesson and its assignment" if lesson else "the assignment"
    screen.say(f"Created a course with {what} {ASSIGNMENT} in {folder}")
    if lesson:
        screen.say("  course.toml: what the course consists of")
        screen.say("  modules, simulate, explore, questions, decisions: the lesson")
    screen.say(f"  source/{ASSIGNMENT}: the assignment's questions, answers and tests")
    screen.say(f"  banks/{ASSIGNMENT}: right and wrong answers, to try the tests with")
    screen.say("  nbgrader_config.py: the settings")
    screen.say("  README.md: each step from here to the grades")
    enter, release = f"cd {shlex.quote(str(folder))}", f"grader release {ASSIGNMENT}"
    if not lesson:
        screen.next(f"`{enter}`, then `{release}`")
        return
    screen.next("these commands, about five minutes in all")
    for command in (enter, *NEXT):
        screen.say(f"  $ {command}")
