"""Module 8 as a learner meets it: gates to choose, an early sign, and a year to travel."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/08_mlops.ipynb")
    notebook.run_all()


def test_every_cell_runs_and_the_explorables_show_their_marks(notebook):
    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(3)


def test_three_gates_that_look_at_different_things_reach_the_goal(notebook, picture):
    gates = notebook.page.get_by_role("region", name="What is a gate worth?").first
    notebook.open_controls(gates)
    for label, gate in [
        ("First gate", "backtest"),
        ("Second gate", "canary"),
        ("Third gate", "freshness"),
    ]:
        gates.get_by_role("combobox", name=label).select_option(gate)
    expect(gates.locator(".course-summary")).to_contain_text("1 of 7 faults is likely")
    picture("gates")


def test_an_early_sign_makes_the_outcome_gate_worth_its_price(notebook):
    sign = notebook.page.get_by_role("region", name="What is a gate worth?").last
    notebook.open_controls(sign)
    sign.get_by_role("combobox", name="Third gate").select_option("outcome")
    expect(sign.locator(".course-summary")).to_contain_text("€1,001,000 a year")
    sign.get_by_role("combobox", name="Outcomes are known after").select_option("30 days")
    expect(sign.locator(".course-summary")).to_contain_text("€349,000 a year")


def test_the_shelf_in_june_ran_on_inputs_that_it_could_not_read(notebook):
    machine = notebook.page.get_by_role("region", name="What decided on that day")
    notebook.open_controls(machine)
    with notebook.expect_repaint(machine):
        machine.get_by_role("button", name="Shelf, June").click()
    expect(machine.locator(".course-summary")).to_contain_text("shelf 3, which cannot read")


def test_the_workbench_runs_with_both_explorables_whole(notebook):
    notebook.open("modules/08_mlops_workbench.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(2)
