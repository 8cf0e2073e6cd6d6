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


def test_every_explorable_of_the_lesson_is_drawn(notebook):
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(2)


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


def test_a_preset_moves_the_controls(notebook, picture):
    explorable = notebook.page.get_by_role("region", name="Make your own drift")
    notebook.open_controls(explorable)
    kind = explorable.get_by_label("What moves")
    with notebook.expect_repaint(explorable):
        explorable.get_by_role("button", name="Hard times").click()
    expect(kind).to_have_value("how many default (prior shift)")
    expect(explorable.get_by_label("How far it moves")).to_have_value("0.5")
    with notebook.expect_repaint(explorable):
        explorable.get_by_role("button", name="Safer customers").click()
    expect(kind).to_have_value("who applies: safer people (covariate shift)")
    picture("safer customers")


def test_a_challenge_is_reached_by_moving(notebook):
    explorable = notebook.page.get_by_role("region", name="Make your own drift")
    kind = "what leads to default (concept drift)"
    explorable.get_by_label("What moves").select_option(kind)
    for _ in range(6):
        explorable.get_by_label("How far it moves").press("ArrowRight")
    notebook.expect_progress(
        "drift.shift",
        solved=["Accuracy falls by 12 points or more, and the PSI stays below 0.1 in every month."],
    )


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


def test_every_control_has_a_name(notebook):
    controls = notebook.page.locator(
        ":is(.course-explorable, .course-checkpoint) :is(input, select, button)"
    ).filter(visible=True)
    for control in controls.all():
        expect(control).to_have_accessible_name(re.compile(r"\S"))


def test_every_explorable_has_a_name_a_described_chart_and_a_spoken_summary(notebook):
    for explorable in notebook.explorables():
        expect(explorable).to_have_role("region")
        expect(explorable).to_have_accessible_name(re.compile(r"\S"))
        expect(explorable.locator(".course-chart")).to_have_attribute(
            "aria-label", re.compile(r"\w{3,}")
        )
        expect(explorable.locator(".course-summary")).to_have_role("status")
        expect(explorable.locator(".course-summary")).to_have_text(re.compile(r"\d.*\."))


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
