"""Module 2 as a learner meets it: guess, grow from 5 stores to 500, edit a contract, repair."""

import re

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/02_data_at_scale.ipynb")
    notebook.run_all()


def test_every_explorable_of_the_library_stands_in_the_module(notebook):
    from course.explore import data_at_scale  # noqa: PLC0415

    expect(notebook.page.locator(".course-explorable")).to_have_count(len(data_at_scale.__all__))


def test_five_hundred_stores_cost_money_and_a_repair_brings_most_of_it_back(notebook, picture):
    explorable = notebook.page.get_by_role("region", name="What breaks between 5 stores and 500?")
    notebook.open_controls(explorable)
    summary = explorable.locator(".course-summary")
    expect(summary).to_contain_text("every dimension at 100%")
    with notebook.expect_repaint(explorable):
        explorable.get_by_role("button", name="All 500 stores").click()
    expect(explorable.get_by_label("Stores in the roll-out")).to_have_value("500")
    expect(summary).to_have_text(re.compile(r"worst dimension consistency.*€1\d\.\d\d million"))
    with notebook.expect_repaint(explorable):
        explorable.get_by_role("button", name="500, repaired by rules").click()
    expect(summary).to_have_text(re.compile(r"€[4-6]\.\d\d million a year"))
    picture("repaired")


def test_the_contract_answers_the_keyboard(notebook, picture):
    explorable = notebook.page.get_by_role("region", name="Edit a data contract")
    notebook.open_controls(explorable)
    slider = explorable.get_by_role("slider", name="How strict")
    for key in ("Home", "End"):
        with notebook.expect_repaint(explorable):
            slider.press(key)
    expect(explorable.locator(".course-summary")).to_contain_text("more than 1.5 times the usual")
    picture("strict")


def test_three_repairs_in_an_order_say_what_each_wins(notebook, picture):
    explorable = notebook.page.get_by_role("region", name="One team, three repairs")
    notebook.open_controls(explorable)
    for label, repair in (("first", "dates"), ("second", "amounts"), ("third", "columns")):
        with notebook.expect_repaint(explorable):
            explorable.get_by_label(f"Repair {label}").select_option(repair)
    expect(explorable.locator(".course-summary")).to_have_text(
        re.compile(r"dates wins €3\.\d\d million, then amounts wins.*€6\.4\d million a year")
    )
    solved = explorable.locator(".course-goals .course-done")
    expect(solved).to_contain_text("bring the year below")
    picture("three repairs")


def test_the_checkpoint_counts_answers(notebook):
    checkpoint = notebook.page.get_by_role("region", name=re.compile("^Checkpoint"))
    questions = checkpoint.get_by_role("group").all()
    for question in questions:
        question.get_by_role("radio").first.check()
        question.get_by_role("button", name="Check").click()
        expect(question.locator(".course-right")).to_have_count(1)
    notebook.expect_progress(
        "data_at_scale.checkpoint", answered=len(questions), asked=len(questions)
    )
