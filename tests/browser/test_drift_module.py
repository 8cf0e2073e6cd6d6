"""Module 7 as a learner meets it: predict, move, compare, answer."""

import re

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook
from browser.questions import answer, in_turn

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/07_drift.ipynb")
    notebook.run_all()


def guess(explorable):
    """Commit to the first guess that comes to hand, and wait for the answer."""
    explorable.get_by_role("slider").first.press("ArrowLeft")
    explorable.get_by_role("button", name="Commit to this").click()
    expect(explorable.locator(".course-summary")).to_have_text(re.compile(r"\d"), timeout=30_000)


def test_each_explorable_asks_first_and_then_answers_the_keyboard(notebook, picture):
    for explorable in notebook.explorables():
        guess(explorable)
        notebook.open_controls(explorable)
        slider = explorable.locator(".course-controls input[type=range]").first
        with notebook.expect_repaint(explorable):
            slider.press("End")
        with notebook.expect_repaint(explorable):
            slider.press("Home")
    picture("moved")


def test_the_checkpoint_explains_every_option_and_keeps_the_answers(notebook, picture):
    checkpoint = notebook.page.get_by_role("region", name=re.compile("^Checkpoint"))
    count = checkpoint.locator("details").count()
    for question in in_turn(checkpoint):
        options = question.get_by_role("radio")
        expect(question.get_by_role("button", name="Check")).to_be_disabled()
        answer(question)
        explanations = question.get_by_role("status").get_by_role("paragraph")
        expect(explanations).to_have_count(options.count())
        expect(question.locator(".course-right")).to_have_count(1)
        expect(options.first).to_be_disabled()
    notebook.expect_progress("drift.checkpoint", answered=count, asked=count)
    expect(checkpoint.locator("summary[data-answered]")).to_have_count(count)
    picture("answered")


def test_what_was_opened_is_open_again_when_the_page_is_reopened_and_run(notebook, picture):
    explorable = notebook.page.get_by_role("region", name="Make your own drift")
    notebook.open_controls(explorable)

    notebook.reopen()
    expect(explorable).to_have_count(0)
    notebook.run_all()

    expect(explorable.locator(".course-chart svg").first).to_be_visible()
    expect(explorable.get_by_label("What moves")).to_be_visible()
    expect(explorable.locator(".course-summary")).to_have_text(re.compile(r"\d.*\."))
    picture("reopened")
