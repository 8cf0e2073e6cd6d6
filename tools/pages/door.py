"""Describe the course on the front page: paths, lessons, and a taste."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nbformat import NotebookNode

from course.board import decisions
from course.coursemap import CourseMap
from course.syllabus import DECISION, LearningPath, Module, Stop
from tools.pages import prose, widgets
from tools.pages.sources import Source

TITLE = "Why AI pilots fail to scale"
DESCRIPTION = (
    "An interactive course in fourteen lessons: guess, move simulations, decide for a company, "
    "and write its board paper. It runs in the browser; nothing has to be installed."
)

Lessons = Mapping[Module, tuple[Source | None, list[Source]]]


class Way:
    """A path on the front page."""

    def __init__(self, path: LearningPath, lessons: Lessons) -> None:
        self.path = path
        self.total = CourseMap(path).total
        self.stops = [
            (stop, contents(stop), named(stop, lessons[stop.module][0]), *lessons[stop.module])
            for stop in path.stops
        ]


def contents(stop: Stop) -> str:
    """Return a stop's minutes and activities."""
    return " · ".join(_contents(stop))


def _contents(stop: Stop) -> Iterator[str]:
    yield f"{stop.minutes} min"
    if DECISION in stop.steps or (_is_whole(stop) and stop.module.slug in decisions.modules()):
        yield "a decision"
    if "checkpoint" in stop.steps:
        yield "a checkpoint"
    number = len(_explorables(stop))
    yield f"{number} explorable{'s' if number > 1 else ''}"


def named(stop: Stop, lesson: Source | None) -> list[tuple[str, str]]:
    """Return a path's explorables in part of a lesson, with their sections."""
    if lesson is None or _is_whole(stop):
        return []
    places = _places(lesson)
    return [
        (step.replace("_", " "), places[f"explore.{stop.module.slug}.{step}"])
        for step in _explorables(stop)
    ]


def _places(lesson: Source) -> dict[str, str]:
    """Return the section's anchor for each call that ends a cell."""
    anchors, here = {}, ""
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            here = [here, *(anchor for _, anchor, _ in prose.sections(cell.source) if anchor)][-1]
        elif call := widgets.last_call(cell.source):
            anchors[call.name] = here
    return anchors


def _explorables(stop: Stop) -> list[str]:
    return [step for step in stop.steps if step not in ("checkpoint", DECISION)]


def _is_whole(stop: Stop) -> bool:
    return stop.steps == stop.module.steps


def taste(lesson: Source) -> NotebookNode:
    """Return the cell of a lesson's first explorable, for the front page."""
    return next(
        cell
        for cell in lesson.cells
        if cell.cell_type == "code" and widgets.explorable(widgets.last_call(cell.source))
    )
