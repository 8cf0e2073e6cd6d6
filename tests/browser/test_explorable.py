"""The class behind every explorable, on a small notebook of its own."""

import re

import pytest
from playwright.sync_api import Locator, expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _open(notebook: Notebook) -> None:
    notebook.open("toy.ipynb")


@pytest.fixture
def toy(notebook: Notebook) -> Locator:
    notebook.run_all()  # makes a new explorable, as on the first day
    explorable = notebook.page.get_by_role("region", name="Make a wave")
    expect(explorable.locator(".course-chart svg")).to_be_visible()
    return explorable


@pytest.fixture
def opened(toy: Locator) -> Locator:
    toy.get_by_role("button", name="Just explore").click()
    return toy


def test_an_explorable_teaches_before_anything_is_touched(toy, picture):
    expect(toy.get_by_role("status").last).to_have_text("The sine is 1 m high.")
    picture("default")


def test_controls_stay_closed_until_a_prediction_is_committed(toy, notebook):
    slider = toy.get_by_label("Height of the wave")
    commit = toy.get_by_role("button", name="Commit to this")
    expect(slider).to_be_disabled()
    expect(toy.get_by_role("button", name="High tide")).to_be_disabled()
    expect(commit).to_be_disabled()

    toy.get_by_role("radio", name="It shrinks").check()
    commit.click()

    expect(slider).to_be_enabled()
    expect(toy.get_by_text("You predicted: It shrinks.")).to_be_visible()
    expect(toy.get_by_role("radio", name="It grows")).to_be_disabled()
    toy.get_by_text("Check my prediction").click()
    expect(toy.get_by_text("It is: It grows. Height is a factor.")).to_be_visible()
    notebook.expect_progress("toy.wave", predicted="It shrinks")


def test_a_learner_may_skip_the_prediction(toy):
    toy.get_by_role("button", name="Just explore").click()
    expect(toy.get_by_label("Height of the wave")).to_be_enabled()


def test_a_slider_moved_by_keyboard_changes_chart_and_summary(opened, notebook, picture):
    slider = opened.get_by_label("Height of the wave")
    with notebook.expect_repaint(opened):
        slider.press("ArrowRight")
    expect(slider).to_have_value("1.1")
    expect(slider).to_have_attribute("aria-valuetext", "1.1 m")
    expect(opened.get_by_role("status").last).to_have_text("The sine is 1.1 m high.")
    picture("moved")


def test_keys_held_down_end_where_the_slider_ends(opened):
    slider = opened.get_by_label("Height of the wave")
    slider.focus()
    for _ in range(15):
        slider.page.keyboard.down("ArrowRight")
    slider.page.keyboard.up("ArrowRight")
    expect(slider).to_have_value("2.5")
    expect(opened.get_by_role("status").last).to_have_text("The sine is 2.5 m high.")


def test_a_choice_and_a_toggle_change_chart_and_summary(opened, notebook):
    with notebook.expect_repaint(opened):
        opened.get_by_label("Shape").select_option("cosine")
    with notebook.expect_repaint(opened):
        opened.get_by_label("Upside down").press("Space")
    expect(opened.get_by_role("status").last).to_have_text("The cosine is 1 m high, upside down.")


def test_a_preset_moves_every_control_and_another_one_moves_them_back(opened, notebook):
    with notebook.expect_repaint(opened):
        opened.get_by_role("button", name="High tide").click()
    expect(opened.get_by_label("Height of the wave")).to_have_value("3")
    expect(opened.get_by_label("Shape")).to_have_value("cosine")
    with notebook.expect_repaint(opened):
        opened.get_by_role("button", name="Start").click()
    expect(opened.get_by_label("Height of the wave")).to_have_value("1")
    expect(opened.get_by_label("Shape")).to_have_value("sine")


def test_the_baseline_stays_while_the_wave_moves(opened, notebook):
    lines = opened.locator(".course-chart .mark-line path")
    expect(lines).to_have_count(2)
    baseline, wave = (line.get_attribute("d") for line in lines.all())
    with notebook.expect_repaint(opened):
        opened.get_by_role("button", name="High tide").click()
    assert lines.nth(0).get_attribute("d") == baseline
    assert lines.nth(1).get_attribute("d") != wave


def test_everything_has_a_name_for_those_who_do_not_see_it(opened):
    expect(opened.get_by_role("group", name="Presets")).to_be_visible()
    expect(opened.get_by_role("group", name="Controls")).to_be_visible()
    expect(opened.get_by_role("slider", name="Height of the wave")).to_be_visible()
    expect(opened.get_by_role("combobox", name="Shape")).to_be_visible()
    expect(opened.get_by_role("checkbox", name="Upside down")).to_be_visible()
    chart = opened.locator(".course-chart")
    expect(chart).to_have_attribute("role", "graphics-document")
    expect(chart).to_have_attribute("aria-label", re.compile("^A wave, and the wave before"))


def test_two_explorables_on_a_page_do_not_share_their_controls(toy, notebook):
    identifiers = notebook.page.locator("[class*=course-] [id]").evaluate_all(
        "(elements) => elements.map((element) => element.id)"
    )
    assert len(identifiers) == len(set(identifiers))
    twin = notebook.page.get_by_role("region", name="Make another wave")
    twin.get_by_text("It grows").click()
    toy.get_by_text("It shrinks").click()
    expect(twin.get_by_role("radio", name="It grows")).to_be_checked()
    expect(toy.get_by_role("radio", name="It shrinks")).to_be_checked()


def test_the_explorable_comes_back_with_its_values_when_the_page_is_reopened(opened, notebook):
    with notebook.expect_repaint(opened):
        opened.get_by_role("button", name="High tide").click()
    notebook.reopen()
    expect(opened.locator(".course-chart svg")).to_be_visible()
    expect(opened.get_by_label("Height of the wave")).to_have_value("3")
    expect(opened.get_by_role("status").last).to_have_text("The cosine is 3 m high.")


@pytest.mark.usefixtures("toy")
def test_a_plain_altair_chart_draws(notebook):
    chart = notebook.page.locator(".jp-RenderedVegaCommon5 svg")
    expect(chart.get_by_text("b is larger")).to_be_visible()
    expect(chart.locator(".mark-rect path")).to_have_count(2)


def test_the_window_reaches_nothing_but_the_server(notebook):
    reached = notebook.page.evaluate(
        "fetch('https://example.org/').then(() => true).catch(() => false)"
    )
    assert not reached
    assert notebook.reached_for == ["https://example.org/"]
    notebook.reached_for.clear()
    notebook.problems.clear()
