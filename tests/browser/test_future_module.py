"""Module 13 as a learner meets it: a search to doubt, a fleet to update, a service to leave."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/13_future.ipynb")
    notebook.run_all()


def test_every_cell_runs_and_every_explorable_shows_its_marks(notebook):
    assert notebook.failures() == []
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(3)


def test_a_gate_of_later_months_stops_what_a_hold_out_lets_through(notebook, picture):
    search = notebook.page.get_by_role("region", name="A few of 1,000 models know the answer")
    notebook.open_controls(search)
    summary = search.locator(".course-summary")
    expect(summary).to_contain_text("Promised 8.3 points on average, delivered \u22122.1")
    gate = search.get_by_label("Gate before a model goes live")
    gate.select_option("hold-out")
    expect(summary).to_contain_text("A model goes live in 94 of 100 worlds")
    gate.select_option("later months")
    expect(search.locator(".course-chart")).to_contain_text("1 stopped at the gate; none goes live")
    expect(summary).to_contain_text("A model goes live in 7 of 100 worlds")
    picture("later-months")


def test_mixed_rings_and_a_count_by_kind_save_the_fleet_together(notebook):
    fleet = notebook.page.get_by_role("region", name="5,000 devices, one update")
    notebook.open_controls(fleet)
    summary = fleet.locator(".course-summary")
    fleet.get_by_label("Count each kind separately").check()
    expect(summary).to_contain_text("476 cameras")
    fleet.get_by_label("Every ring holds every kind").check()
    expect(summary).to_contain_text("23 gateways, 8 cameras or 5 handhelds")


def test_a_service_that_is_cheaper_for_most_is_dearer_on_average(notebook):
    notebook.open("modules/13_future_workbench.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    service = notebook.page.get_by_role("region", name="Buying is cheaper every year")
    notebook.open_controls(service)
    cost = service.get_by_role("slider", name="Cost if the service ends")
    for _ in range(9):
        cost.press("ArrowRight")
    summary = service.locator(".course-summary")
    expect(summary).to_contain_text("dearer by €0.47 million on average")
    expect(summary).to_contain_text("cheaper in 66 of 100 companies")
