"""Module 4 as a learner meets it: alarms and levers in the core, a team in the workbench."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/04_people_and_change.ipynb")
    notebook.run_all()


def test_every_cell_runs_and_both_explorables_show_their_marks(notebook):
    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(2)


def test_other_evidence_makes_half_of_the_alarms_real(notebook, picture):
    alarms = notebook.page.get_by_role("region", name="Can the same model become believable?")
    notebook.open_controls(alarms)
    summary = alarms.locator(".course-summary")
    expect(summary).to_contain_text("157 alarms, 8.5 of them real")
    alarms.get_by_role("combobox").select_option("other evidence")
    threshold = alarms.get_by_label("Failures found by the first alarm (sets the threshold)")
    for _ in range(7):
        threshold.press("ArrowLeft")
    expect(summary).to_contain_text("7.1 alarms, 4.3 of them real")
    picture("believed")


def test_three_data_scientists_more_finish_nothing_more(notebook):
    notebook.open("modules/04_people_and_change_workbench.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    team = notebook.page.get_by_role("region", name="Whom to hire?")
    notebook.open_controls(team)
    with notebook.expect_repaint(team):
        team.get_by_role("button", name="+3 data scientists").click()
    expect(team.locator(".course-summary")).to_contain_text("11 requests a year")
