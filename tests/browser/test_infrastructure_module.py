"""Module 3 as a learner meets it: a queue, a chain and a canary to move."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/03_infrastructure.ipynb")
    notebook.run_all()


def test_every_explorable_of_the_library_stands_in_the_module(notebook):
    from course.explore import infrastructure  # noqa: PLC0415

    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(
        len(infrastructure.__all__)
    )


def test_a_quarter_more_requests_make_slow_answers_nearly_four_times_as_slow(notebook, picture):
    name = "At the evening peak, what makes the slowest answers quicker?"
    load = notebook.page.get_by_role("region", name=name)
    notebook.open_controls(load)
    summary = load.locator(".course-summary")
    expect(summary).to_contain_text("76% busy; one answer in 100 takes longer than 0.48 s")
    requests = load.get_by_label("Requests", exact=True)
    for _ in range(4):
        requests.press("ArrowRight")
    expect(summary).to_contain_text("95% busy; one answer in 100 takes longer than 1.84 s")
    picture("edge")


def test_a_fallback_removes_harm_and_no_minute(notebook):
    chain = notebook.page.get_by_role("region", name="Where does the next euro buy the most?")
    notebook.open_controls(chain)
    summary = chain.locator(".course-summary")
    expect(summary).to_contain_text("Down 293 minutes")
    chain.get_by_label("A simple rule decides while the check is down").check()
    expect(summary).to_contain_text("€16,000 spent and €73,")
    expect(summary).to_contain_text("Down 293 minutes")
