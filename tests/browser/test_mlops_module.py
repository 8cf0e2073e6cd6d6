"""Module 8 as a learner meets it: gates to choose, a year to travel, owners to hire."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/08_mlops.ipynb")
    notebook.run_all()


def test_every_explorable_of_the_library_stands_in_the_module(notebook):
    from course.explore import mlops  # noqa: PLC0415

    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(len(mlops.__all__))


def test_three_gates_that_look_at_different_things_reach_the_goal(notebook, picture):
    gates = notebook.page.get_by_role("region", name="What is a gate worth?")
    notebook.open_controls(gates)
    for label, gate in [
        ("First gate", "backtest"),
        ("Second gate", "canary"),
        ("Third gate", "freshness"),
    ]:
        gates.get_by_role("combobox", name=label).select_option(gate)
    expect(gates.locator(".course-summary")).to_contain_text("1 of 7 faults is likely")
    picture("gates")


def test_the_shelf_in_june_ran_on_inputs_that_it_could_not_read(notebook):
    machine = notebook.page.get_by_role("region", name="What decided on that day")
    notebook.open_controls(machine)
    with notebook.expect_repaint(machine):
        machine.get_by_role("button", name="Shelf, June").click()
    expect(machine.locator(".course-summary")).to_contain_text("shelf 3, which cannot read")


def test_two_owners_cut_silence_and_leave_the_hours(notebook):
    hand = notebook.page.get_by_role("region", name="Does automation save hours")
    notebook.open_controls(hand)
    with notebook.expect_repaint(hand):
        hand.get_by_role("button", name="Two owners").click()
    expect(hand.locator(".course-summary")).to_contain_text("17 and 17 days")
