"""Write all pages of the course into one folder."""

from __future__ import annotations

import hashlib
import posixpath
import shutil
from collections.abc import Collection, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import nbformat

from course import course_map
from course.overview.map import before, to_do
from course.syllabus.syllabus import COURSE, DECISION, PATHS
from scaling_ai_kit.newcomer import without_progress
from scaling_ai_kit.pages import aids, board, exercises, gates, prose, search, widgets, words
from scaling_ai_kit.pages.assets import assets, offline
from scaling_ai_kit.pages.beats import Beat, beat, folded, folds, mark_coding, mark_time
from scaling_ai_kit.pages.door import Way, taste
from scaling_ai_kit.pages.download import taken
from scaling_ai_kit.pages.figures import OF_THE_READER, Figures
from scaling_ai_kit.pages.needs import megabytes, needs
from scaling_ai_kit.pages.places import Place, Routes
from scaling_ai_kit.pages.sources import ROOT, Course, Source, in_lessons, read_course
from scaling_ai_kit.pages.templating import in_script, render

_OURS = ("assets", "modules", "exercises", "notebooks")
_FACES = "modules/faces"
# Python for the browser, if `make site` has built it next to the pages.
_PYTHON = "live/static/pyodide"
_PAPER_SO_FAR = "Your paper so far"
# The API pages, if `make api` has written them.
_API = "api/index.html"


def build(
    out: Path,
    *,
    live: bool | None = None,
    root: Path = ROOT,
    only: Collection[str] = (),
    solutions: bool = False,
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
        The pages to write and to search, as ``modules/07_drift.html``; by default all. The index
        is always written.
    solutions
        Whether pages of exercises have hints and solutions, for those who learn alone. A class's
        site must not contain them.

    Returns
    -------
    list
        The written pages.
    """
    with without_progress():
        return _built(out, live, root, only, solutions)


def _built(
    out: Path,
    live: bool | None,  # noqa: FBT001
    root: Path,
    only: Collection[str],
    solutions: bool,  # noqa: FBT001
) -> list[Path]:
    course = read_course(root)
    for folder in _OURS:
        shutil.rmtree(out / folder, ignore_errors=True)
    runs = (out / _PYTHON).exists() if live is None else live
    site = _Site(out, words.of_pages(course, live=runs), live=runs)
    site.solutions_of = root if solutions else None
    for name, content in assets().items():
        site.write(f"assets/{name}", content)
    for face in sorted((root / COURSE.folders["lessons"] / "faces").glob("*.svg")):
        site.write(f"{_FACES}/{face.name}", face.read_bytes())
    for source in site.course.sources:
        site.write(f"notebooks/{source.notebook}", taken(root / source.notebook))
    sources = [source for source in site.course.sources if not only or source.page in only]
    site.write("assets/search.js", search.script(sources))
    pages = [site.index(), *(site.page(source) for source in sources)]
    for name, content in offline(site.edition).items():
        site.write(name, content)
    return pages


class _Site:
    """Writes the pages, which link to one another."""

    def __init__(self, out: Path, course: Course, *, live: bool) -> None:
        self.out, self.course, self.live = out, course, live
        self.solutions_of: Path | None = (
            None  # the course's folder, if pages have hints and solutions
        )
        self._written = hashlib.sha256()
        self.pages = {source.notebook: source.page for source in course.sources}
        self.lessons = {module: (page, exercises) for module, page, exercises in course.lessons()}
        self.routes = Routes(self.lessons, {each.notebook: each for each in course.sources})
        self.workbenches = course.workbenches()
        self.lesson_of = {
            exercise.page: page
            for page, exercises in self.lessons.values()
            for exercise in [*exercises, *self._workbench_of(page)]
        }
        self.exercises = {page.page: exercises for page, exercises in self.lessons.values() if page}

    def _workbench_of(self, lesson: Source | None) -> list[Source]:
        return [self.workbenches[lesson.page]] if lesson and lesson.page in self.workbenches else []

    @property
    def edition(self) -> str:
        """A hash of all files written so far."""
        return self._written.hexdigest()[:16]

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        self._written.update(data)
        file.write_bytes(data)
        return file

    def index(self) -> Path:
        figures = Figures("taste", partial(self.course_map, "index.html"))
        html = self._fill(
            COURSE.front["template"] or "index.html",
            "index.html",
            source=None,
            first=self.course.modules[0],
            **self._taste(figures),
            paths={
                name: Way(path, self.lessons, self.routes.paper(path))
                for name, path in PATHS.items()
            },
            gates=gates,
            further=self.course.further(),
            api=_API if (self.out / _API).exists() else None,
        )
        self._write_files("index.html", figures)
        return self.write("index.html", html)

    def _taste(self, figures: Figures) -> dict[str, Any]:
        """Return what the front page says of the explorable that visitors can try there."""
        sample = taste(self.course.modules)
        if not sample:
            return {"taste": "", **self._python([])}
        lesson, cell = sample
        call = widgets.last_call(cell.source)
        return {
            "taste": figures.of_cell(cell),
            "tasted": call.name.removeprefix("explore.") if call else "",
            "taste_page": lesson.page,
            **self._python([cell.source]),
        }

    def page(self, source: Source) -> Path:
        figures = Figures(source.slug, partial(self.course_map, source.page))
        places = self.routes.of_page(source.page)
        beats = self._beats(source, figures, places)
        notebook = self.out / "notebooks" / source.notebook
        self._write_files(source.page, figures)
        html = self._fill(
            "page.html",
            source.page,
            title=source.title,
            description=prose.opening(source.prose),
            source=source,
            places=places,
            beats=beats,
            draws_decisions=figures.shows_decisions and self._draws_decisions(),
            folds=list(folds(beats)),
            opening=source.title,
            follows_path=any(place.number for place in places.values()),
            release=source in self.course.exercises and exercises.release(notebook),
            aids=self._aids(source),
            checked=bool(exercises.asked(list(source.cells))),
            **self._python([cell.source for cell in source.cells if cell.cell_type == "code"]),
            exercises=self.exercises.get(source.page, []),
            lesson=self.lesson_of.get(source.page),
        )
        if tex := prose.left_as_tex(html):
            raise ValueError(
                f"{source.notebook}: the page would show {tex} as TeX. Put formulas between "
                "dollar signs in a Markdown cell, and put a backslash before other dollar signs."
            )
        return self.write(source.page, html)

    @cache  # noqa: B019 - the site lives as long as the build
    def _draws_decisions(self) -> bool:
        """Write the script that draws decisions, if the course has them; return whether it has."""
        if COURSE.has_board_paper:
            lessons = {module.slug: page.page for module, (page, _) in self.lessons.items() if page}
            self.write("assets/board.js", board.script(lessons))
        return COURSE.has_board_paper

    def _aids(self, source: Source) -> str:
        """Return an exercise's hints and solutions as a script, if the site has any."""
        if not self.solutions_of or source not in self.course.exercises:
            return ""
        return in_script(aids.aids(source, self.solutions_of))

    def _beats(self, source: Source, figures: Figures, places: Mapping[str, Place]) -> list[Beat]:
        """Return all cells as HTML, with their roles, under their headings."""
        follow = prose.relink(source.notebook, source.page, self.pages)
        calls = exercises.asked(list(source.cells))
        beats = [beat("", "content", places)]
        for cell in source.cells:
            role = exercises.role(cell)
            about = {"cell": cell.id, "role": role, "ask": calls.get(cell.id, "")}
            if cell.cell_type == "code":
                html, step = _code(cell, figures, about)
                is_aside = source in self.course.modules and _shows_paper(cell.source)
                beats[-1].add(folded(html, _PAPER_SO_FAR) if is_aside else html, step)
            elif role == "answer":
                text = prose.markdown(cell.source, follow)
                beats[-1].add(render("written.html", text=text, **about))
            else:
                opening, *parts = prose.divided(cell.source)
                beats[-1].add(mark_time(mark_coding(prose.markdown(opening, follow)), places))
                for part in parts:
                    ((heading, anchor),) = prose.headings(part)
                    beats.append(beat(heading, anchor, places))
                    html = mark_coding(prose.markdown(part, follow))
                    beats[-1].add(_sources(html) if heading == "Sources" else html)
        for each in beats:
            _add_assumed(each, places)
        return beats

    def _python(self, sources: list[str]) -> dict[str, Any]:
        """Return what a page's Python needs, and its size."""
        archives = needs(sources)
        return {"needs": archives, "megabytes": megabytes(self.out / _PYTHON, archives)}

    def _write_files(self, page: str, figures: Figures) -> None:
        for name, content in figures.files.items():
            self.write(posixpath.join(posixpath.dirname(page), name), content)

    def course_map(self, page: str, path: str = "whole") -> str:
        widget = course_map(path)
        last = widget.path.last
        paper = last and self.pages.get(in_lessons(last.notebook))
        return render(
            "map.html",
            title=widget.path.title,
            code=widget.path.code,
            total=widget.total,
            stops=[
                (stop, to_do(stop), before(stop), *self.lessons[stop.module])
                for stop in widget.path.stops
            ],
            last=last,
            paper=paper,
            **self._links(page),
        )

    def _fill(self, template: str, page: str, **values: Any) -> str:
        return render(template, **{"draws_decisions": False, **self._links(page), **values})

    def _links(self, page: str) -> Mapping[str, Any]:
        """Return the links from a page to the rest of the site."""

        def to(place: str) -> str:
            return posixpath.relpath(place, posixpath.dirname(page) or ".")

        return {"to": to, "live": self.live, "workbenches": self.workbenches}


def _code(
    cell: nbformat.NotebookNode, figures: Figures, about: Mapping[str, str]
) -> tuple[str, str | None]:
    """Return a code cell as HTML, and the step that it keeps, if any."""
    code = prose.code(cell.source)
    if about["role"] == "hidden":
        return code, None
    call = widgets.last_call(cell.source)
    readers = call is not None and call.name in OF_THE_READER
    is_below = bool(cell.get("outputs")) and widgets.is_bare_call(cell.source)
    html = render(
        "cell.html",
        code="" if is_below else code,
        outputs=figures.of_cell(cell, code if is_below else ""),
        readers=readers,
        **about,
    )
    return html, widgets.step(call)


def _shows_paper(source: str) -> bool:
    """Tell whether a cell shows the board paper, which also has its own page."""
    call = widgets.last_call(source)
    return call is not None and call.name == "board_paper"


def _sources(html: str) -> str:
    """Return the part with the sources, of which only the heading shows."""
    heading, end, text = html.partition("</h2>")
    return heading + end + folded(text, "What this rests on")


def _add_assumed(part: Beat, places: Mapping[str, Place]) -> None:
    """Say before a decision what it takes for granted, on paths that skip the reasons."""
    if not any(step.endswith(f".{DECISION}") for step in part.steps):
        return
    by_words: dict[str, list[str]] = {}
    for name, place in places.items():
        if place.assumed:
            by_words.setdefault(place.assumed, []).append(name)
    part.html[1:1] = [
        render("before.html", words=words, only=names) for words, names in by_words.items()
    ]
