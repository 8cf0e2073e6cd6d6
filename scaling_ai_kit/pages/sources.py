"""List the notebooks of modules and exercises in reading order."""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat

from course.syllabus.syllabus import COURSE, MODULES, Module

ROOT = COURSE.folder
_HEADING = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """A notebook and its page, with paths from their roots."""

    notebook: str
    page: str
    title: str
    cells: tuple[nbformat.NotebookNode, ...]

    @property
    def slug(self) -> str:
        """The page's name without folder and suffix."""
        return Path(self.page).stem

    @property
    def edition(self) -> str:
        """A hash of the page's text and code."""
        text = "\0".join(cell.source for cell in self.cells)
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def prose(self) -> str:
        """The notebook's Markdown."""
        return "\n\n".join(cell.source for cell in self.cells if cell.cell_type == "markdown")


@dataclass(frozen=True)
class Course:
    """All notebooks that become pages."""

    modules: tuple[Source, ...]
    exercises: tuple[Source, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Modules first, then exercises."""
        return self.modules + self.exercises

    def lessons(self) -> list[tuple[Module, Source | None, list[Source]]]:
        """Return each module with its page, if any, and its exercises."""
        by_notebook = {source.notebook: source for source in self.modules}
        return [
            (
                module,
                by_notebook.get(in_lessons(module.notebook)),
                [
                    exercise
                    for exercise in self.exercises
                    if exercise.slug in (module.exercise, module.sitting)
                ],
            )
            for module in MODULES
        ]

    def workbenches(self) -> dict[str, Source]:
        """Return each workbench by its lesson's page."""
        by_notebook = {source.notebook: source for source in self.modules}
        return {
            by_notebook[in_lessons(module.notebook)].page: workbench
            for module in MODULES
            if module.workbench_notebook
            and (workbench := by_notebook.get(in_lessons(module.workbench_notebook)))
        }

    def further(self) -> list[Source]:
        """Return the exercises that belong to no lesson."""
        pages = {exercise.page for _, _, exercises in self.lessons() for exercise in exercises}
        return [exercise for exercise in self.exercises if exercise.page not in pages]


def in_lessons(name: str) -> str:
    """Return the path of a notebook from the course's folder, given its path from the lessons."""
    return posixpath.normpath(posixpath.join(COURSE.folders["lessons"], name))


def read_course(root: Path = ROOT) -> Course:
    """Read all notebooks in a course's folder.

    Raises
    ------
    ValueError
        If it has none, or one without a title.
    """
    modules = [
        _source(path, root, f"modules/{path.stem}.html")
        for path in sorted((root / COURSE.folders["lessons"]).glob("*.ipynb"))
    ]
    if not modules:
        raise ValueError(
            f"{root / COURSE.folders['lessons']} has no notebook. Build the lessons first: "
            "coursekit notebooks."
        )
    exercises = [
        _source(path, root, f"exercises/{path.stem}.html")
        for path in sorted((root / COURSE.folders["exercises"]).glob("*/*.ipynb"))
    ]
    return Course(tuple(modules), tuple(exercises))


def _source(path: Path, root: Path, page: str) -> Source:
    cells = nbformat.read(path, as_version=4).cells
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    heading = _HEADING.search(prose)
    if not heading:
        raise ValueError(f"{path.name}: a page needs a title. Begin the notebook with '# Title'.")
    return Source(path.relative_to(root).as_posix(), page, heading[1], tuple(cells))
