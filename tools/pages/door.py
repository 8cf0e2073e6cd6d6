"""What the landing page says of the course: its paths, what each lesson holds, and a taste."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nbformat import NotebookNode

from course import decisions
from course.coursemap import CourseMap
from course.syllabus import DECISION, LearningPath, Module, Stop
from tools.pages import widgets
from tools.pages.sources import Source

TITLE = "Why AI pilots fail to scale"
DESCRIPTION = (
    "An interactive course in fourteen lessons: guess, move simulations, decide for a company, "
    "and write its board paper. It runs in the browser; nothing has to be installed."
)

Lessons = Mapping[Module, tuple[Source | None, list[Source]]]


class Way:
    """A path as the landing page lists it."""

    def __init__(self, path: LearningPath, lessons: Lessons) -> None:
        self.path = path
        self.total = CourseMap(path).total
        self.stops = [(stop, contents(stop), *lessons[stop.module]) for stop in path.stops]


def contents(stop: Stop) -> str:
    """Return the minutes of a stop, and what there is to do."""
    return " · ".join(_contents(stop))


def _contents(stop: Stop) -> Iterator[str]:
    yield f"{stop.minutes} min"
    whole = stop.steps == stop.module.steps
    explorables = len(set(stop.steps) - {"checkpoint", DECISION})
    yield f"{explorables} explorable{'s' if explorables > 1 else ''}"
    if DECISION in stop.steps or (whole and stop.module.slug in decisions.modules()):
        yield "a decision"
    if "checkpoint" in stop.steps:
        yield "a checkpoint"


def taste(lesson: Source) -> NotebookNode:
    """Return the cell with the first explorable of a lesson, to be tried at the door."""
    return next(
        cell
        for cell in lesson.cells
        if cell.cell_type == "code" and widgets.explorable(widgets.last_call(cell.source))
    )
