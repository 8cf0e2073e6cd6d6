"""The board paper in a real browser: it prints on two pages, and everybody can read it."""

import re

import pytest

from browser.accessible import violations
from browser.pages import PHONE
from course import decide, progress
from course.board import boards, decisions
from course.board.paper import BoardPaper
from course.board.paper_rows import TITLES

pytestmark = pytest.mark.browser


@pytest.fixture
def paper(tmp_path, monkeypatch):
    """The longest paper: every decision with its longest option, and all text at full length."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    for module in boards.deciding():
        asked = decisions.decision(module)
        longest = max(asked["option"], key=lambda option: len(option["text"]))["key"]
        numbers = {number["key"]: number["high"] for number in asked["number"]}
        for step in sorted(TITLES[module], key=lambda step: -len(TITLES[module][step]))[:3]:
            progress.record(f"{module}.{step}", predicted=3, solved=["a", "b"])
        decide(module).decide(longest, ("Because we saw it. " * 11)[:200], **numbers)
    progress.record("case_and_pitfalls.two_years", skipped=True)
    names = ("risk", "sign", "limits", "conflicts")
    written = BoardPaper(dict.fromkeys(names, ("It may break. " * 40)[:400]))
    return written.save(tmp_path / "board.html")


def test_the_longest_paper_prints_on_two_pages(paper, browser):
    page = browser.new_page()
    page.goto(paper.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


def test_it_reads_on_a_phone_and_axe_finds_nothing(paper, browser):
    page = browser.new_page(viewport=PHONE)
    page.goto(paper.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []
    page.close()
