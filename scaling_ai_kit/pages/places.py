"""Find where a page stands on each path: its stop, its neighbours, and what the path skips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from course.board import decisions
from course.overview.map import before
from course.syllabus.syllabus import PATHS, LearningPath, Module, Stop
from scaling_ai_kit.pages.sources import Source, in_lessons

Lessons = Mapping[Module, tuple[Source | None, list[Source]]]
# Sections that every path reads: the opening, which has no heading, and what to remember.
_ALWAYS = ("", "Summary")
# Sections of the first page for people who code, or who take more than their path.
_CODING = ("Where you are", "When you are graded")


@dataclass(frozen=True)
class Place:
    """Where a page stands on a path; `number` is None if the page is no stop of it."""

    path: LearningPath
    number: int | None = None
    before: Source | None = None
    after: Source | None = None
    stop: Stop | None = None

    @property
    def stops(self) -> int:
        """How many stops the path has, with the assignment at its end."""
        return len(self.path.stops) + (self.path.last is not None)

    @property
    def steps(self) -> list[str]:
        """The names under which the path's steps are kept."""
        return [f"{stop.module.slug}.{step}" for stop in self.path.stops for step in stop.steps]

    @property
    def minutes(self) -> int | None:
        """How long the stop takes."""
        return self.stop.minutes if self.stop else None

    @property
    def assumed(self) -> str:
        """What the decision takes for granted, if the path takes part of the lesson."""
        return before(self.stop) if self.stop else ""

    @property
    def takes_part(self) -> bool:
        """Whether the path takes only part of the lesson."""
        return self.stop is not None and self.stop.is_part

    def skips(self, heading: str) -> bool:
        """Tell whether the path leaves out a section of the page."""
        if self.stop is None or not self.stop.is_part or heading in _ALWAYS:
            return self.stop is not None and not self.path.code and heading in _CODING
        return heading not in decisions.sections(self.stop.module.slug, self.stop.steps)


class Routes:
    """All paths through the pages."""

    def __init__(self, lessons: Lessons, pages: Mapping[str, Source]) -> None:
        self._lessons = {module.number: page for module, (page, _) in lessons.items() if page}
        self._pages = pages
        self._places = {name: dict(self._along(path)) for name, path in PATHS.items()}

    def of_page(self, page: str) -> dict[str, Place]:
        """Return a page's place on each path, by the path's name."""
        return {name: self._places[name].get(page, Place(path)) for name, path in PATHS.items()}

    def paper(self, path: LearningPath) -> Source | None:
        """Return the page of the assignment at a path's end."""
        return self._pages.get(in_lessons(path.last.notebook)) if path.last else None

    def _along(self, path: LearningPath) -> Iterator[tuple[str, Place]]:
        paper, lessons = self.paper(path), self._lessons
        stops = {stop.module.number: stop for stop in path.stops if stop.module.number in lessons}
        for number, page in lessons.items():
            earlier = max((other for other in stops if other < number), default=-1)
            later = min((other for other in stops if other > number), default=-1)
            yield (
                page.page,
                Place(
                    path,
                    number=list(stops).index(number) + 1 if number in stops else None,
                    before=lessons.get(earlier),
                    after=lessons.get(later, paper),
                    stop=stops.get(number),
                ),
            )
        if paper and stops:
            yield paper.page, Place(path, len(stops) + 1, before=lessons[max(stops)])
