"""``grader doctor``."""

import typer

from split_grader.commands.options import CourseFolder
from split_grader.commands.screen import screen
from split_grader.course.course import find_course, is_in_course
from split_grader.course.permissions import permissions_of
from split_grader.running.doctor import MEANS, Diagnosis, diagnose


def doctor(course: CourseFolder = None) -> None:
    """Check how well this machine isolates hostile submissions.

    Isolates one process like a submission, and checks which protections hold. Nothing is graded. In
    a course's folder, it also checks which of the course's files a submission could see.

    Example: `grader doctor`
    """
    screen.say("Isolating a process like a submission, to see which protections hold.")
    permissions = None
    if course is not None or is_in_course():
        place = find_course(course)
        screen.say(f"The course in {place.root} is checked, too.")
        permissions = permissions_of(place.config)
    diagnosis = diagnose(permissions)
    for layer in diagnosis.layers:
        state = "holds  " if layer.holds else "MISSING"
        screen.say(f"  {state}  {layer.name}: {MEANS[layer.name]}")
        if layer.remedy:
            screen.say(f"           {layer.remedy}", style="yellow")
    tell_protection(diagnosis)
    if not diagnosis.sandboxed:
        screen.next("fix what is missing, or grade only work of people you trust.")
        raise typer.Exit(1)
    screen.next("`grader grade ASSIGNMENT`")


def tell_protection(diagnosis: Diagnosis) -> None:
    """Say whether submissions run sandboxed, and why not."""
    if diagnosis.sandboxed:
        screen.say("Submissions run sandboxed, answers apart from tests.")
        return
    missing = ", ".join(layer.name for layer in diagnosis.missing if layer.required)
    why = diagnosis.problem or f"missing: {missing}."
    screen.say(f"Submissions do NOT run sandboxed here. {why}", style="bold red")
