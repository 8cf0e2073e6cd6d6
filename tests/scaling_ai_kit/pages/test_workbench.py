"""A lesson's workbench has a page, and the lesson, the map and the index lead to it."""

import re
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from course.overview import map as coursemap
from course.syllabus.syllabus import MODULES, PATHS
from scaling_ai_kit.pages import build as pages
from scaling_ai_kit.pages import sources
from scaling_ai_kit.pages.sources import ROOT


def with_workbench(module):
    return replace(module, workbench=()) if module.slug == "drift" else module


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The first lesson, and lesson 7 with a workbench."""
    root, out = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("site")
    (root / "exercises").mkdir()
    (root / "modules").mkdir()
    first = nbformat.read(ROOT / "modules" / "00_start_here.ipynb", as_version=4).cells
    lessons = {
        "00_start_here": [cell for cell in first if cell.cell_type == "code"],
        "07_drift": [],
        "07_drift_workbench": [new_markdown_cell("Back to [the lesson](07_drift.ipynb).")],
    }
    for name, cells in lessons.items():
        heading = new_markdown_cell(f"# {name}\n\nThis lesson says what happens when inputs drift.")
        path = root / "modules" / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=[heading, *cells]), path)
    paths = {
        name: replace(
            path,
            stops=tuple(replace(stop, module=with_workbench(stop.module)) for stop in path.stops),
        )
        for name, path in PATHS.items()
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "MODULES", tuple(map(with_workbench, MODULES)))
        patch.setattr(pages, "PATHS", dict.fromkeys(PATHS, paths["whole"]))
        patch.setattr(coursemap, "PATHS", paths)
        pages.build(out, root=root)
    return out


def links(page):
    return re.findall(r'<a [^>]*href="([^"]+)"', page.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("modules/07_drift.html", "07_drift_workbench.html"),
        ("modules/07_drift_workbench.html", "07_drift.html"),
        ("index.html", "modules/07_drift_workbench.html"),
        ("modules/00_start_here.html", "07_drift_workbench.html"),
    ],
)
def test_the_workbench_is_linked(site, page, link):
    assert link in links(site / page)
    assert (site / "modules" / "07_drift_workbench.html").exists()


def test_a_lesson_without_a_workbench_links_none(site):
    page = (site / "modules" / "00_start_here.html").read_text(encoding="utf-8")
    assert "Its workbench" not in page


def test_the_notebook_can_be_taken(site):
    assert "../notebooks/modules/07_drift_workbench.ipynb" in links(
        site / "modules" / "07_drift_workbench.html"
    )
