"""Lesson 12 as a learner meets it: claims that count different things, a queue, two coders."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/12_case_and_pitfalls.ipynb")
    notebook.run_all()


def test_every_explorable_of_the_library_stands_in_the_module(notebook):
    from course.explore import case_and_pitfalls  # noqa: PLC0415

    assert notebook.failures() == []
    charts = notebook.page.locator(".course-chart:has(svg.marks)")
    assert charts.count() >= len(case_and_pitfalls.__all__)


def test_use_cases_rise_or_fall_by_what_one_admits_and_joins(notebook):
    evidence = notebook.page.get_by_role(
        "region", name="What may you still say when you ask for better evidence?"
    )
    notebook.open_controls(evidence)
    summary = evidence.locator(".course-summary")
    expect(summary).to_contain_text("a change of +50%. The two ends count different things.")
    evidence.get_by_label("Sources that you admit").select_option("any page on the web")
    expect(summary).to_contain_text("a change of +567%")
    expect(evidence.get_by_text("✓")).to_have_count(0)
    evidence.get_by_label("Join only figures that count the same").check()
    expect(summary).to_contain_text("a change of -33%. Both ends have the same label.")
    expect(evidence.get_by_text("✓")).to_have_count(1)


def test_more_launches_bring_fewer_live_and_a_review_with_a_limit_six(notebook, picture):
    purgatory = notebook.page.get_by_role(
        "region", name="What brings more live pilots: launches, people, a review or a limit?"
    )
    notebook.open_controls(purgatory)
    summary = purgatory.locator(".course-summary")
    launches = purgatory.get_by_role("slider", name="Launches a year")
    launches.press("End")
    expect(summary).to_contain_text("0.6 of 80 are live after 2 years")
    for _ in range(10):
        launches.press("ArrowLeft")
    purgatory.get_by_label("Review that may stop a pilot").select_option("after 4 person-months")
    limit = purgatory.get_by_role("slider", name="Pilots open at a time")
    limit.press("Home")
    limit.press("ArrowRight")
    expect(summary).to_contain_text("7.0 of 40 are live after 2 years")
    expect(purgatory.get_by_text("✓")).to_have_count(1)
    picture("both")


def test_with_a_card_each_coders_know_more_and_agree_less_until_they_read_together(notebook):
    diagnosis = notebook.page.get_by_role(
        "region", name="When two people agree on the causes, are they right?"
    )
    notebook.open_controls(diagnosis)
    summary = diagnosis.locator(".course-summary")
    expect(summary).to_contain_text("they agree on 25 of 40, and the first is right on 24")
    diagnosis.get_by_label("They read the cards together").check()
    expect(summary).to_contain_text("they agree on 33 of 40, and the first is right on 24")
    diagnosis.get_by_label("Evidence cards read about each pilot").press("Home")
    expect(summary).to_contain_text("they agree on 33 of 40, and the first is right on 18")
