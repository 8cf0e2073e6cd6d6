"""Module 2 as a learner meets it: broken rows and euros, repairs, and a contract to edit."""

import re

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook
from browser.questions import answer, in_turn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/02_data_at_scale.ipynb")
    notebook.run_all()


def test_every_cell_runs_and_all_scenes_show_their_marks(notebook):
    assert notebook.failures() == []
    expect(notebook.page.locator(".course-explorable")).to_have_count(3)


def test_broken_names_cost_nothing_and_a_few_empty_shelves_a_million(notebook, picture):
    title = "What breaks between 5 stores and 500?"
    explorable = notebook.page.get_by_role("region", name=title).first
    notebook.open_controls(explorable)
    summary = explorable.locator(".course-summary")
    for defect, cost in (
        ("broken accents in names", "Bad data cost nothing; no stores pay"),
        ("phantom stock", "Bad data cost €0.98 million a year"),
    ):
        with notebook.expect_repaint(explorable):
            explorable.get_by_label("What is wrong").select_option(defect)
        expect(summary).to_contain_text(cost)
    picture("phantom stock")


def test_rules_take_most_of_the_cost_away_and_a_count_the_rest(notebook, picture):
    title = "What breaks between 5 stores and 500?"
    explorable = notebook.page.get_by_role("region", name=title).last
    notebook.open_controls(explorable)
    expect(explorable.get_by_label("Stores in the roll-out")).to_have_count(0)
    summary = explorable.locator(".course-summary")
    for preset, cost in (("Repaired by rules", r"€1\.\d\d"), ("Repaired and counted", r"€0\.6")):
        with notebook.expect_repaint(explorable):
            explorable.get_by_role("button", name=preset).click()
        expect(summary).to_have_text(re.compile(cost))
    picture("counted")


def test_three_repairs_in_an_order_say_what_each_saves(notebook, picture):
    explorable = notebook.page.get_by_role("region", name="One team, three repairs")
    notebook.open_controls(explorable)
    for label, repair in (("first", "dates"), ("second", "amounts"), ("third", "columns")):
        with notebook.expect_repaint(explorable):
            explorable.get_by_label(f"Repair {label}").select_option(repair)
    expect(explorable.locator(".course-summary")).to_have_text(
        re.compile(r"dates saves €3\.\d\d million, then amounts saves.*€6\.4\d million a year")
    )
    solved = explorable.locator(".course-goals .course-done")
    expect(solved).to_contain_text("bring the year below")
    picture("three repairs")


def test_the_checkpoint_counts_answers(notebook):
    checkpoint = notebook.page.get_by_role("region", name=re.compile("^Checkpoint"))
    count = checkpoint.locator("details").count()
    for question in in_turn(checkpoint):
        answer(question)
        expect(question.locator(".course-right")).to_have_count(1)
    notebook.expect_progress("data_at_scale.checkpoint", answered=count, asked=count)


def test_the_contract_of_the_workbench_answers_the_keyboard(notebook, picture):
    notebook.open("modules/02_data_at_scale_workbench.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    explorable = notebook.page.get_by_role("region", name="Edit a data contract")
    notebook.open_controls(explorable)
    slider = explorable.get_by_role("slider", name="How strict")
    for key in ("Home", "End"):
        with notebook.expect_repaint(explorable):
            slider.press(key)
    expect(explorable.locator(".course-summary")).to_contain_text("more than 1.5 times the usual")
    picture("strict")
