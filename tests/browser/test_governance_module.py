"""Module 9 as a learner meets it: cut-offs and an explanation in the core, a table to ask."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/09_governance.ipynb")
    notebook.run_all()


def test_every_cell_runs_and_each_scene_shows_its_marks(notebook):
    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(3)


def test_equal_evidence_makes_two_shares_equal_and_no_more(notebook, picture):
    hiring = notebook.page.get_by_role("region", name="Two groups, two cut-offs").first
    notebook.open_controls(hiring)
    summary = hiring.locator(".course-summary")
    expect(summary).to_contain_text("Equal, within a point: nothing.")
    for label, key in [("Hire in A above", "ArrowRight"), ("Hire in B above", "ArrowLeft")]:
        for _ in range(5):
            hiring.get_by_label(label).press(key)
    expect(summary).to_contain_text(
        "the share of the good who are hired, the share of the others who are hired. "
        "Hires bring €4.48 million"
    )
    picture("equal evidence")


def test_the_disguise_of_the_postcode_lifts_agreement(notebook):
    letters = notebook.page.get_by_role("region", name="A simple explanation repeats")
    notebook.open_controls(letters)
    with notebook.expect_repaint(letters):
        letters.get_by_label("Correlation of postcode and income").press("End")
    expect(letters).to_contain_text("It repeats 97% of decisions; postcode alone turns 21%")


def test_asking_a_hundred_times_tells_annas_pay(notebook):
    notebook.open("modules/09_governance_workbench.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    pay = notebook.page.get_by_role("region", name="A pay table")
    notebook.open_controls(pay)
    summary = pay.locator(".course-summary")
    for label, option in [
        ("Cells: sex, and", "20 years, no postcode"),
        ("Epsilon of an answer", "5"),
        ("Times the pair of totals is asked", "100"),
    ]:
        pay.get_by_label(label).select_option(option)
    expect(summary).to_contain_text("the pair tells Anna's pay to about €4,800 either way")
    pay.get_by_label("Answers with Anna share one epsilon").check()
    expect(summary).to_contain_text("wrong by at most 36%")
    expect(summary).to_contain_text("no better than the range of pay, €100,000")
