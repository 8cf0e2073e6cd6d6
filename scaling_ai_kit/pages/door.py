"""Describe the course on the front page: paths, lessons, and a taste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from course.board import decisions
from course.overview.map import CourseMap, before
from course.syllabus.syllabus import DECISION, LearningPath, Stop
from scaling_ai_kit.pages import prose, widgets
from scaling_ai_kit.pages.places import Lessons
from scaling_ai_kit.pages.sources import Source


class Way:
    """A path on the front page."""

    def __init__(self, path: LearningPath, lessons: Lessons, paper: Source | None = None) -> None:
        self.path, self.paper = path, paper
        self.total = CourseMap(path).total
        self.stops = [
            (stop, contents(stop), named(stop, lesson), before(stop), lesson, exercises)
            for stop in path.stops
            for lesson, exercises in [lessons[stop.module]]
        ]


def contents(stop: Stop) -> str:
    """Return a stop's minutes and activities."""
    return " · ".join(_contents(stop))


def _contents(stop: Stop) -> Iterator[str]:
    yield f"{stop.minutes} min"
    if DECISION in stop.steps or (not stop.is_part and stop.module.slug in decisions.modules()):
        yield "a decision"
    if "checkpoint" in stop.steps:
        yield "a checkpoint"
    number = len(_explorables(stop))
    yield f"{number} explorable{'s' if number > 1 else ''}"


def named(stop: Stop, lesson: Source | None) -> list[tuple[str, str]]:
    """Return a path's explorables in part of a lesson, with their sections."""
    if lesson is None or not stop.is_part:
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
            here = [here, *(anchor for _, anchor, *_ in prose.sections(cell.source) if anchor)][-1]
        elif call := widgets.last_call(cell.source):
            anchors[call.name] = here
    return anchors


def _explorables(stop: Stop) -> list[str]:
    return [step for step in stop.steps if step not in ("checkpoint", DECISION)]


def taste(lessons: Iterable[Source]) -> tuple[Source, NotebookNode] | None:
    """Return the first explorable's cell with its lesson, for the front page, if there is one."""
    cells = ((lesson, cell) for lesson in lessons for cell in lesson.cells)
    return next(
        (
            (lesson, cell)
            for lesson, cell in cells
            if cell.cell_type == "code" and widgets.explorable(widgets.last_call(cell.source))
        ),
        None,
    )
