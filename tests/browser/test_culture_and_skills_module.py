"""Module 10 as a learner meets it: freed time and a promise; in the workbench a pair that wins."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook
from course.board.boards import MINUS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/10_culture_and_skills.ipynb")
    notebook.run_all()


def test_every_cell_runs_and_every_explorable_shows_its_marks(notebook):
    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(3)


def test_another_task_and_a_use_for_its_hours_turn_a_loss_into_a_better_job(notebook, picture):
    tasks = notebook.page.get_by_role(
        "region", name="A fifth of the hours is saved. What does that bring, and what job is left?"
    ).last
    notebook.open_controls(tasks)
    summary = tasks.locator(".course-summary")
    expect(summary).to_contain_text(f"That brings {MINUS}€0.88 million a year")
    tasks.get_by_label("Documents", exact=True).select_option("automate")
    tasks.get_by_label("Decisions (critical)").select_option("leave")
    expect(tasks.get_by_text("✓")).to_have_count(0)
    tasks.get_by_label("The freed time").select_option("posts, pooled")
    expect(summary).to_contain_text("That brings €2.28 million a year")
    expect(tasks.get_by_text("✓")).to_have_count(1)
    picture("better")


def test_training_and_notice_together_keep_a_promise(notebook):
    staff = notebook.page.get_by_role(
        "region", name="400 of 1,000 posts will go. How many are still here after five years?"
    )
    notebook.open_controls(staff)
    staff.get_by_label("Trained, of those without a post").press("End")
    expect(staff.locator(".course-summary")).to_contain_text("152 were cut")
    for _ in range(2):
        staff.get_by_label("Notice before the posts go").press("ArrowRight")
        staff.get_by_label("Leave by choice, each year").press("ArrowLeft")
    expect(staff.locator(".course-summary")).to_contain_text("at most 103 in 95 of 100 worlds")
    expect(staff.get_by_text("✓")).to_have_count(1)


def test_a_pair_with_close_skills_beats_both(notebook):
    notebook.open("modules/10_culture_and_skills_workbench.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    together = notebook.page.get_by_role(
        "region", name="When do the two together beat the better one?"
    )
    notebook.open_controls(together)
    summary = together.locator(".course-summary")
    expect(summary).to_contain_text("The pair is right in 82.7% of cases")
    together.get_by_label("The officer alone is right in").press("ArrowRight")
    together.get_by_label("Errors they share").press("Home")
    for _ in range(2):
        together.get_by_label("Sense of when the AI is right").press("ArrowRight")
    together.get_by_label("Inclination to follow the AI").press("ArrowRight")
    expect(summary).to_contain_text("The pair is right in 87.7% of cases")
    expect(together.get_by_text("✓")).to_have_count(1)
