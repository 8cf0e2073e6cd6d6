"""Module 6 as a learner meets it: cards to move and a set to choose; in the workbench, ranks."""

import pytest
from playwright.sync_api import Locator, expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/06_prioritization.ipynb")
    notebook.run_all()


def press(notebook: Notebook, explorable: Locator, control: Locator, *keys: str) -> None:
    """Press keys on a control, one after the other; wait for the chart after each."""
    for key in keys:
        with notebook.expect_repaint(explorable):
            control.press(key)


def test_every_cell_runs_and_the_core_has_two_explorables(notebook):
    assert notebook.failures() == []
    assert len(notebook.explorables()) == 2


def test_each_explorable_asks_first_and_then_answers_the_keyboard(notebook, picture):
    for explorable in notebook.explorables():
        expect(explorable.locator(".course-summary")).to_be_hidden()
        answer = explorable.get_by_role("radio").or_(explorable.get_by_role("slider")).first
        answer.press("Space" if answer.get_attribute("type") == "radio" else "ArrowRight")
        explorable.get_by_role("button", name="Commit to this").click()
        expect(explorable.locator(".course-summary")).to_be_visible()
        slider = explorable.locator(".course-controls input[type=range]").first
        press(notebook, explorable, slider, "End", "Home")
    picture("moved")


def test_a_card_moved_by_keyboard_or_mouse_changes_its_quadrant(notebook, picture):
    matrix = notebook.page.get_by_role("region", name="Value against ease")
    notebook.open_controls(matrix)
    for preset in ("The sponsor is generous", "The steering group"):
        with notebook.expect_repaint(matrix):
            matrix.get_by_role("button", name=preset).click()
    summary = matrix.locator(".course-summary")
    expect(summary).to_contain_text("5 quick wins worth €8.2 million")

    matrix.get_by_role("combobox").select_option("P05 Staff rota")
    press(notebook, matrix, matrix.get_by_label("Its value"), "PageUp")
    expect(summary).to_contain_text("6 quick wins")

    chat = matrix.locator('.course-chart path[aria-label*="Chat assistant"]').first
    chat.scroll_into_view_if_needed()
    box = chat.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    with notebook.expect_repaint(matrix):
        notebook.page.mouse.move(x, y)
        notebook.page.mouse.down()
        notebook.page.mouse.move(x - 100, y)
        notebook.page.mouse.move(x - 200, y)
        notebook.page.mouse.up()
    expect(matrix.get_by_role("combobox")).to_have_value("P15 Chat assistant")
    expect(summary).to_contain_text("5 quick wins")
    picture("matrix")


def test_a_stranger_on_the_list_changes_the_first_five_and_fixed_ends_do_not(notebook):
    notebook.open("modules/06_prioritization_workbench.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    ranking = notebook.page.get_by_role("region", name="Which ranks survive your doubts?")
    notebook.open_controls(ranking)
    summary = ranking.locator(".course-summary")
    press(notebook, ranking, ranking.get_by_label("Doubt"), "Home")
    expect(summary).to_contain_text("first five are P01, P17, P27, P03, P31")
    with notebook.expect_repaint(ranking):
        ranking.get_by_role("checkbox").check()
    expect(summary).to_contain_text("first five are P31, P37")
    with notebook.expect_repaint(ranking):
        ranking.get_by_label("0 and 1 of each criterion").select_option("fixed ends")
    expect(summary).to_contain_text("first five are P01, P27, P17")
