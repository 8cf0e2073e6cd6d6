"""Write all pages of the course into one folder."""

from __future__ import annotations

import posixpath
import shutil
from collections.abc import Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import nbformat

from course import course_map
from course.coursemap import before, to_do
from course.syllabus import PATHS, LearningPath
from tools.newcomer import without_progress
from tools.pages import exercises, gates, prose, search, widgets, words
from tools.pages.assets import assets
from tools.pages.door import Lessons, Way, taste
from tools.pages.download import taken
from tools.pages.figures import Figures
from tools.pages.needs import megabytes, needs
from tools.pages.sources import ROOT, Course, Source, read_course
from tools.pages.templating import render

_OURS = ("assets", "modules", "exercises", "notebooks")
# Python for the browser, if `make site` has built it next to the pages.
_PYTHON = "live/static/pyodide"
# The API pages, if `make api` has written them.
_API = "api/index.html"


def build(
    out: Path,
    *,
    live: bool | None = None,
    root: Path = ROOT,
    only: Collection[str] = (),
) -> list[Path]:
    """Write the index, a page for each notebook, and shared files.

    Parameters
    ----------
    out
        The folder of the site. The output of an earlier build is replaced; other folders, such as
        ``live`` with Python for the browser, stay.
    live
        Whether pages run Python; by default, whether it has been built.
    root
        The course's folder.
    only
        The pages to write, as ``modules/07_drift.html``; by default all. The index is always
        written.

    Returns
    -------
    list
        The written pages.
    """
    with without_progress():
        return _built(out, live, root, only)


def _built(
    out: Path,
    live: bool | None,  # noqa: FBT001
    root: Path,
    only: Collection[str],
) -> list[Path]:
    for folder in _OURS:
        shutil.rmtree(out / folder, ignore_errors=True)
    runs = (out / _PYTHON).exists() if live is None else live
    course = read_course(root)
    site = _Site(out, words.of_pages(course) if runs else course, live=runs)
    for name, content in assets().items():
        site.write(f"assets/{name}", content)
    site.write("assets/search.js", search.script(site.course.sources))
    for source in site.course.sources:
        site.write(f"notebooks/{source.notebook}", taken(root / source.notebook))
    asked = [source for source in site.course.sources if not only or source.page in only]
    return [site.index(), *(site.page(source) for source in asked)]


class _Site:
    """Writes the pages, which link to one another."""

    def __init__(self, out: Path, read: Course, *, live: bool) -> None:
        self.out, self.course, self.live = out, read, live
        self.pages = {source.notebook: source.page for source in read.sources}
        self.lessons = {module: (page, exercises) for module, page, exercises in read.lessons()}
        self.ways = {name: _around(path, self.lessons) for name, path in PATHS.items()}
        self.workbenches = read.workbenches()
        self.lesson_of = {
            exercise.page: page
            for page, exercises in self.lessons.values()
            for exercise in [*exercises, *self._workbench_of(page)]
        }
        self.exercises = {page.page: exercises for page, exercises in self.lessons.values() if page}

    def _workbench_of(self, lesson: Source | None) -> list[Source]:
        return [self.workbenches[lesson.page]] if lesson and lesson.page in self.workbenches else []

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def index(self) -> Path:
        first = self.course.modules[0]
        cell = taste(first)
        figures = Figures("taste", partial(self.course_map, "index.html"))
        html = self._fill(
            "index.html",
            "index.html",
            source=None,
            first=first,
            taste=figures.of_cell(cell),
            tasted=".".join(widgets.last_call(cell.source).name.split(".")[1:]),
            **self._python([cell.source]),
            paths={name: Way(path, self.lessons) for name, path in PATHS.items()},
            gates=gates.gates(),
            dots=gates.dots(),
            live_counts=gates.live(),
            further=self.course.further(),
            api=_API if (self.out / _API).exists() else None,
        )
        self._write_files("index.html", figures)
        return self.write("index.html", html)

    def page(self, source: Source) -> Path:
        figures = Figures(source.slug, partial(self.course_map, source.page))
        cells = self._cells(source, figures)
        notebook = self.out / "notebooks" / source.notebook
        self._write_files(source.page, figures)
        ways = {name: way[source.page] for name, way in self.ways.items() if source.page in way}
        html = self._fill(
            "page.html",
            source.page,
            title=source.title,
            description=prose.opening(source.prose),
            source=source,
            contents=prose.headings(source.prose),
            cells=cells,
            release=source in self.course.exercises and exercises.release(notebook),
            **self._python([cell.source for cell in source.cells if cell.cell_type == "code"]),
            ways=ways,
            exercises=self.exercises.get(source.page, []),
            lesson=self.lesson_of.get(source.page),
        )
        if left := prose.left_as_tex(html):
            raise ValueError(
                f"{source.notebook}: the page would show {left} as TeX. Put formulas between "
                "dollar signs in a Markdown cell, and put a backslash before other dollar signs."
            )
        return self.write(source.page, html)

    def _cells(self, source: Source, figures: Figures) -> list[str]:
        """Return all cells as HTML, with their roles."""
        follow = prose.relink(source.notebook, source.page, self.pages)
        calls = exercises.asked(list(source.cells))

        def html(cell: nbformat.NotebookNode) -> str:
            role = exercises.role(cell)
            about = {"cell": cell.id, "role": role, "ask": calls.get(cell.id, "")}
            if cell.cell_type == "markdown":
                text = prose.markdown(cell.source, follow)
                return render("written.html", text=text, **about) if role == "answer" else text
            code = prose.code(cell.source)
            if role == "hidden":
                return code
            return render("cell.html", code=code, outputs=figures.of_cell(cell), **about)

        return [html(cell) for cell in source.cells]

    def _python(self, sources: list[str]) -> dict[str, Any]:
        """Return what a page's Python needs, and its size."""
        needed = needs(sources)
        return {"needs": needed, "megabytes": megabytes(self.out / _PYTHON, needed)}

    def _write_files(self, page: str, figures: Figures) -> None:
        for name, content in figures.files.items():
            self.write(posixpath.join(posixpath.dirname(page), name), content)

    def course_map(self, page: str, path: str = "whole") -> str:
        chosen = course_map(path)
        last = chosen.path.last
        paper = last and self.pages.get(posixpath.normpath(f"modules/{last.notebook}"))
        return render(
            "map.html",
            title=chosen.path.title,
            total=chosen.total,
            stops=[
                (stop, to_do(stop), before(stop), *self.lessons[stop.module])
                for stop in chosen.path.stops
            ],
            last=last,
            paper=paper,
            **self._links(page),
        )

    def _fill(self, template: str, page: str, **values: Any) -> str:
        return render(template, **self._links(page), **values)

    def _links(self, page: str) -> Mapping[str, Any]:
        """Return the links from a page to the rest of the site."""

        def to(place: str) -> str:
            return posixpath.relpath(place, posixpath.dirname(page) or ".")

        return {"to": to, "live": self.live, "workbenches": self.workbenches}


def _around(path: LearningPath, lessons: Lessons) -> dict[str, tuple[Source | None, Source | None]]:
    """Return each lesson's neighbours on a path, by the lesson's page."""
    numbered = {module.number: page for module, (page, _) in lessons.items() if page}
    on = [stop.module.number for stop in path.stops if stop.module.number in numbered]

    def around(number: int) -> tuple[Source | None, Source | None]:
        before = max((other for other in on if other < number), default=-1)
        after = min((other for other in on if other > number), default=-1)
        return numbered.get(before), numbered.get(after)

    return {page.page: around(number) for number, page in numbered.items()}
