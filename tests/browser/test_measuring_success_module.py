"""Module 11 as a learner meets it: metrics that choose, a reward that is gamed, looks at a test."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook
from course.board.boards import MINUS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/11_measuring_success.ipynb")
    notebook.run_all()


def test_every_cell_runs_and_every_explorable_shows_its_marks(notebook):
    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(3)


def test_accounts_choose_harm_where_most_harm_and_gain_where_most_help(notebook, picture):
    vanity = notebook.page.get_by_role(
        "region", name="Which number of month 6 picks the right use cases?"
    )
    notebook.open_controls(vanity)
    summary = vanity.locator(".course-summary")
    expect(summary).to_contain_text(f"Ten by accounts bring {MINUS}€0.40 million in 18 months")
    picture("harm")
    minutes = vanity.get_by_label("Saved per task by the average use case")
    for _ in range(3):
        minutes.press("ArrowRight")
    expect(summary).to_contain_text("Ten by accounts bring €0.70 million in 18 months")


def test_a_strong_reward_lowers_value_and_an_audit_restores_it(notebook):
    goodhart = notebook.page.get_by_role("region", name="What does a reward on a proxy do?")
    notebook.open_controls(goodhart)
    summary = goodhart.locator(".course-summary")
    reward = goodhart.get_by_label("Reward on the proxy")
    for _ in range(6):
        reward.press("ArrowRight")
    expect(summary).to_contain_text("A team brings €5,500 a month")
    expect(goodhart.get_by_text("✓")).to_have_count(0)
    audit = goodhart.get_by_label("Share of cases that are audited")
    for _ in range(4):
        audit.press("ArrowRight")
    expect(goodhart.get_by_text("✓")).to_have_count(1)
    for _ in range(2):
        audit.press("ArrowRight")
    expect(summary).to_contain_text("A team brings €23,")


def test_daily_looks_find_what_is_not_there(notebook):
    tests = notebook.page.get_by_role("region", name="What is luck, and what is the change?")
    notebook.open_controls(tests)
    summary = tests.locator(".course-summary")
    expect(summary).to_contain_text("Of 1,000 tests 14.1% find a gain and 14.0% a loss")
    tests.get_by_role("combobox").select_option("once")
    expect(summary).to_contain_text("Of 1,000 tests 2.5% find a gain")


def test_counts_beat_an_effect_that_is_hard_to_see(notebook):
    notebook.open("modules/11_measuring_success_workbench.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    vanity = notebook.page.get_by_role(
        "region", name="Which number of month 6 picks the right use cases?"
    )
    notebook.open_controls(vanity)
    vanity.get_by_label("Saved per task by the average use case").press("End")
    vanity.get_by_label("Spread of sizes").press("End")
    expect(vanity.get_by_text("✓")).to_have_count(0)
    vanity.get_by_label("Tasks compared per month").press("Home")
    expect(vanity.get_by_text("✓")).to_have_count(1)
