"""A statement of completion in a real browser: one page of A4, which everybody can read."""

from datetime import date

import pytest

from browser.printing import printed, read_on_a_phone
from course.overview import completion
from course.syllabus.syllabus import DECISION, MODULES

pytestmark = pytest.mark.browser


@pytest.fixture
def statement(tmp_path):
    """The longest statement: every lesson done, and every assignment not final."""
    facts = {"answered": 4, "right": 4, "asked": 4}
    steps = {f"{module.slug}.{step}": facts for module in MODULES for step in module.steps}
    steps |= {f"{module.slug}.{DECISION}": {} for module in MODULES}
    rows = tuple((f"Assignment number {n}", "not final: waits for a person") for n in range(12))
    parts = [
        completion.Part("Graded work", ("Assignment", "Points"), rows, "From the gradebook."),
        completion.lessons(steps),
    ]
    document = completion.Statement(
        "A" * 80, "Scaling AI", date(2027, 5, 30), parts, "Signed. " * 40
    )
    place = tmp_path / "statement.html"
    place.write_text(document.page, encoding="utf-8")
    return place


def test_the_longest_statement_prints_on_one_page(statement, browser):
    sheets, points = printed(browser, statement, "p, th, td")
    assert sheets == 1
    assert points >= 9.99


@pytest.mark.wcag("axe", "1.4.10")
def test_it_reads_on_a_phone_and_axe_finds_nothing(statement, browser):
    assert read_on_a_phone(browser, statement) == []
