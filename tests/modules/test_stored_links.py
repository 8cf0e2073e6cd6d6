"""A stored explorable leads to its live page, from everywhere a notebook is read."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

from scaling_ai_kit import notebooks
from scaling_ai_kit.pages import stored_links
from scaling_ai_kit.pages.figures import Figures

ROOT = Path(__file__).parents[2]
ADDRESS = "https://course.example.org/ai"
LINK = f"{ADDRESS}/modules/07_drift.html#explorable=drift.shift"
TEXT = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
---

# Toy

```{code-cell} ipython3
from course import explore

explore.drift.shift()
```
"""


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """A lesson with one explorable, run for a site with an address."""
    folder = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notebooks, "TEXT", folder / "text")
        text = folder / "text" / "07_drift.md"
        text.parent.mkdir()
        text.write_text(TEXT, encoding="utf-8")
        path = notebooks.notebook_of(text)
        nbformat.write(notebooks.executed(text, ADDRESS), path)
    return path


def test_nbviewers_page_shows_the_picture_and_below_it_the_link(toy):
    page, _ = HTMLExporter().from_filename(str(toy))
    assert 0 < page.index('src="data:image/png') < page.index(f'href="{LINK}"')


def test_nbval_compares_all_but_the_link(toy):
    nbval = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-c", "/dev/null"]
    ignoring = ["-p", "scaling_ai_kit.pages.stored_links"]
    exit_codes = [
        subprocess.run([*nbval, *options, str(toy)], check=False, cwd=ROOT).returncode  # noqa: S603 - our command
        for options in (ignoring, [])
    ]
    assert exit_codes == [0, 1]


def test_the_live_page_has_no_link_to_itself(toy):
    cell = next(cell for cell in nbformat.read(toy, 4).cells if cell.cell_type == "code")
    assert [stored_links.is_link(output) for output in cell.outputs] == [False, True]
    assert ADDRESS not in Figures("drift", str).of_cell(cell)


def test_the_address_is_where_the_project_says_it_is(tmp_path):
    project = tmp_path / "pyproject.toml"
    project.write_text('[project]\nname = "toy"\n', encoding="utf-8")
    assert stored_links.site_address(project) is None
    urls = f'\n[project.urls]\nHomepage = "{ADDRESS}/"\n'
    project.write_text(f'[project]\nname = "toy"{urls}', encoding="utf-8")
    assert stored_links.site_address(project) == ADDRESS
