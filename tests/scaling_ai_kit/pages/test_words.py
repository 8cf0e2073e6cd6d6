"""What pages say in other words than notebooks."""

import pytest

from scaling_ai_kit.pages import words
from scaling_ai_kit.pages.sources import read_course


@pytest.fixture(scope="module")
def texts():
    """The text of every Markdown cell of the course."""
    course = read_course()
    sources = (*course.modules, *course.exercises)
    return [cell.source for one in sources for cell in one.cells if cell.cell_type == "markdown"]


@pytest.mark.parametrize(("pattern", "phrase"), words._PATTERNS)
def test_each_phrase_that_a_page_replaces_stands_in_a_notebook(pattern, phrase, texts):
    assert any(pattern.search(text) for text in texts), (
        f"nobody says it, so nobody needs {phrase!r}"
    )
