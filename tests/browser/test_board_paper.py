"""The board paper in a real browser: it prints on two pages, and everybody can read it."""

import pytest

from browser.printing import printed, read_on_a_phone
from course import decide
from course.board import boards, decisions
from course.board.paper import BoardPaper

pytestmark = pytest.mark.browser


REASON = (
    "Outcomes show harm that no input can show, and crews told us that they would rather hear of a "
    "failure late than drive out for nothing again; what we give up is speed in the first months."
)
MISFITS = {
    "prioritization": ("businesses", {"foundations": 0}),
    "case_and_pitfalls": ("review", {"open": 4}),
    "future": ("uses", {}),
}
"""Decisions that, with the longest options of the others, make eight misfits, most of them long."""


@pytest.fixture(params=[{}, MISFITS], ids=["longest options", "many misfits"])
def paper(request, tmp_path, monkeypatch):
    """The longest papers: every decision with its longest option, and all text at full length."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    for module in boards.deciding():
        question = decisions.decision(module)
        longest = max(question["option"], key=lambda option: len(option["text"]))["key"]
        option, lows = request.param.get(module, (longest, {}))
        numbers = {number["key"]: number["high"] for number in question["number"]}
        decide(module).decide(option, f"{REASON} It is so."[:200], **{**numbers, **lows})
    document = BoardPaper(dict.fromkeys(("risk", "sign"), f"{REASON} {REASON}"[:300]))
    place = tmp_path / "board.html"
    place.write_text(document.page, encoding="utf-8")
    return place


def test_the_longest_paper_prints_on_two_pages(paper, browser):
    sheets, points = printed(browser, paper, "p, li, figcaption")
    assert sheets <= 2
    assert points >= 9.99


@pytest.mark.wcag("axe", "1.4.10")
def test_it_reads_on_a_phone_and_axe_finds_nothing(paper, browser):
    assert read_on_a_phone(browser, paper) == []
