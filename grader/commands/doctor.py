"""``grader doctor``."""

import typer

from grader.commands.options import CourseFolder
from grader.commands.screen import screen
from grader.course.course import find_course, is_in_course
from grader.course.permissions import permissions_of
from grader.running.doctor import MEANS, Diagnosis, diagnose


def doctor(course: CourseFolder = None) -> None:
    """Say how well this machine keeps a hostile submission in, and what is missing.

    Isolates one process as a submission would be, and looks at what held. Nothing is graded. In a
    course's folder it also looks at what of the course a submission would see.

    Example: `grader doctor`
    """
    screen.say("Isolating a process as a submission would be, to see which protections hold.")
    permissions = None
    if course is not None or is_in_course():
        place = find_course(course)
        screen.say(f"The course in {place.root} is looked at, too.")
        permissions = permissions_of(place.config)
    found = diagnose(permissions)
    for layer in found.layers:
        state = "holds  " if layer.holds else "MISSING"
        screen.say(f"  {state}  {layer.name}: {MEANS[layer.name]}")
        if layer.remedy:
            screen.say(f"           {layer.remedy}", style="yellow")
    tell_protection(found)
    if not found.sandboxed:
        screen.next("put right what is missing, or grade only work of people you trust.")
        raise typer.Exit(1)
    screen.next("`grader grade ASSIGNMENT`")


def tell_protection(found: Diagnosis) -> None:
    """Say whether submissions run sandboxed, and why not."""
    if found.sandboxed:
        screen.say("Submissions run sandboxed, answers apart from tests.")
        return
    missing = ", ".join(layer.name for layer in found.missing if layer.required)
    why = found.problem or f"missing: {missing}."
    screen.say(f"Submissions do NOT run sandboxed here. {why}", style="bold red")
