"""Lessons, and the paths through them."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    """One module: its question, and the steps whose progress is recorded.

    ``steps`` are names under which explorables and the checkpoint record progress; a module
    without steps is in preparation. ``exercise`` is the name of its graded exercise, and
    ``chapter_question`` the number of the chapter question that it prepares for. ``minutes`` is
    the time to read and explore all of it, 1.4 times the time that its text states. ``workbench``
    names the explorables that only its workbench has; a lesson without a workbench has None.
    """

    number: int
    slug: str
    question: str
    steps: tuple[str, ...] = ()
    exercise: str | None = None
    chapter_question: int | None = None
    minutes: int = 0
    workbench: tuple[str, ...] | None = None

    @property
    def notebook(self) -> str:
        """The notebook's file name."""
        return f"{self.number:02d}_{self.slug}.ipynb"

    @property
    def workbench_notebook(self) -> str | None:
        """The file name of the workbench's notebook, if there is a workbench."""
        return None if self.workbench is None else f"{self.number:02d}_{self.slug}_workbench.ipynb"

    @property
    def sitting(self) -> str:
        """The name, without ending, of the notebook with the chapter's question."""
        return f"q{self.chapter_question}_{self.slug}"


@dataclass(frozen=True)
class Stop:
    """One stop of a path: some or all steps of a module, and the minutes."""

    module: Module
    steps: tuple[str, ...]
    minutes: int

    @property
    def is_part(self) -> bool:
        """Whether the path takes only part of the module."""
        return self.steps != self.module.steps


@dataclass(frozen=True)
class Assignment:
    """The end of a path: title, notebook (in the lessons' folder) and minutes."""

    title: str
    notebook: str
    minutes: int


@dataclass(frozen=True)
class LearningPath:
    """A path through the course for one kind of reader.

    ``reader`` describes that reader, and ``says`` is what they say of themselves, which names the
    path on a page. ``challenge_hours`` is the time of a reader who tried every
    challenge, if reported. ``last`` is the assignment at the end; ``hours`` leaves it out. A page
    hides its code from readers of a path without ``code``, until they ask for it.
    """

    title: str
    stops: tuple[Stop, ...]
    challenge_hours: int | None = None
    last: Assignment | None = None
    reader: str = ""
    says: str = ""
    code: bool = True

    @property
    def hours(self) -> int:
        """Time to read and explore all stops, rounded up to hours."""
        return math.ceil(sum(stop.minutes for stop in self.stops) / 60)
