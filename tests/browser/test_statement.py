"""A statement of completion in a real browser: one page of A4, which everybody can read."""

import re
from datetime import date

import pytest

from browser.accessible import violations
from browser.pages import PHONE
from course import completion
from course.syllabus import DECISION, MODULES

pytestmark = pytest.mark.browser


@pytest.fixture
def statement(tmp_path):
    """The longest statement: every lesson done, and every assignment not final."""
    done = {"answered": 4, "right": 4, "asked": 4}
    steps = {f"{module.slug}.{step}": done for module in MODULES for step in module.steps}
    steps |= {f"{module.slug}.{DECISION}": {} for module in MODULES}
    rows = tuple((f"Assignment number {n}", "not final: waits for a person") for n in range(12))
    parts = [
        completion.Part("Graded work", ("Assignment", "Points"), rows, "From the gradebook."),
        completion.lessons(steps),
    ]
    made = completion.Statement("A" * 80, "Scaling AI", date(2027, 5, 30), parts, "Signed. " * 40)
    place = tmp_path / "statement.html"
    place.write_text(made.page, encoding="utf-8")
    return place


def test_the_longest_statement_prints_on_one_page(statement, browser):
    page = browser.new_page()
    page.goto(statement.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    sizes = page.locator("p, th, td").evaluate_all(
        "(all) => all.map((each) => Number.parseFloat(getComputedStyle(each).fontSize))"
    )
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    assert min(sizes) >= 10 * 96 / 72 - 0.01, "10 pt"


@pytest.mark.wcag("axe", "1.4.10")
def test_it_reads_on_a_phone_and_axe_finds_nothing(statement, browser):
    page = browser.new_page(viewport=PHONE)
    page.goto(statement.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []
    page.close()
