"""``grader why``."""

from typing import Annotated

import typer

from split_grader.commands.options import AssignmentName, CourseFolder, Database
from split_grader.commands.screen import screen
from split_grader.course.course import find_course


def why(
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="As in the gradebook.")],
    assignment: AssignmentName,
    question: Annotated[
        str,
        typer.Argument(metavar="QUESTION", help="The label of an answer, or of one of its tests."),
    ],
    course: CourseFolder = None,
    db: Database = None,
) -> None:
    """Say why a student lost points on a question.

    For each test: its points, where it ran, the line that failed, and the words on the student's
    page. Also cells that were stopped, a late penalty, and marks and comments by hand. All of this
    is stored: the submission doesn't run again.

    Example: `grader why alice drift q3`
    """
    from split_grader.pages.why import explain  # noqa: PLC0415 - only this command needs it

    explanation = explain(find_course(course, db), assignment, student, question)
    points, most = explanation.points, explanation.most
    screen.say(f"{student} has {points:g} of {most:g} points on {question} of {assignment}.")
    for heading, sentences in explanation.parts:
        screen.say(heading, style="bold")
        for sentence in sentences:
            screen.say(f"  {sentence}")
    screen.next("if that is unfair, enter the points in Formgrader: they stay.")
