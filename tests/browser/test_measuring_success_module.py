"""Module 11 as a learner meets it: metrics that choose, a reward that is gamed, looks at a test."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/11_measuring_success.ipynb")
    notebook.run_all()


def test_every_explorable_of_the_library_stands_in_the_module(notebook):
    from course.explore import measuring_success  # noqa: PLC0415

    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(
        len(measuring_success.__all__)
    )


def test_accounts_choose_harm_where_most_harm_and_beat_minutes_where_most_help(notebook, picture):
    vanity = notebook.page.get_by_role(
        "region", name="Which number of month 6 picks the right use cases?"
    )
    notebook.open_controls(vanity)
    summary = vanity.locator(".course-summary")
    expect(summary).to_contain_text("Ten by accounts bring €0.70 million in 18 months")
    vanity.get_by_label("Month of the decision").press("Home")
    vanity.get_by_label("Saved a task by the average use case").press("Home")
    expect(summary).to_contain_text("Ten by accounts bring -€0.64 million in 21 months")
    picture("harm")
    vanity.get_by_label("Saved a task by the average use case").press("End")
    vanity.get_by_label("Spread of sizes").press("End")
    expect(vanity.get_by_text("✓")).to_have_count(0)
    vanity.get_by_label("Tasks compared a month").press("Home")
    expect(vanity.get_by_text("✓")).to_have_count(1)


def test_a_strong_reward_lowers_value_and_an_audit_restores_it(notebook):
    goodhart = notebook.page.get_by_role("region", name="What does a reward on a proxy do?")
    notebook.open_controls(goodhart)
    summary = goodhart.locator(".course-summary")
    reward = goodhart.get_by_label("Reward on the proxy")
    for _ in range(6):
        reward.press("ArrowRight")
    expect(summary).to_contain_text("A team brings €5,500 a month")
    audit = goodhart.get_by_label("Share of cases that are audited")
    for _ in range(6):
        audit.press("ArrowRight")
    expect(summary).to_contain_text("A team brings €23,")


def test_daily_looks_find_what_is_not_there(notebook):
    tests = notebook.page.get_by_role("region", name="What does it take to see 1%?")
    notebook.open_controls(tests)
    tests.get_by_role("slider", name="Lasting effect").press("Home")
    weeks = tests.get_by_role("slider", name="Longest duration")
    for _ in range(2):
        weeks.press("ArrowRight")
    tests.get_by_role("combobox").select_option("daily")
    expect(tests.locator(".course-summary")).to_contain_text(
        "Of 1,000 tests 14.1% find a gain and 14.0% a loss"
    )
