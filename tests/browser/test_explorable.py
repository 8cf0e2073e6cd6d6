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


@pytest.fixture
def sky(notebook: Notebook) -> Locator:
    notebook.run_all()
    explorable = notebook.page.get_by_role("region", name="Move a star")
    expect(explorable.locator(".course-chart svg .mark-symbol path")).to_have_count(2)
    return explorable


def drag(page, mark, right, up):
    """Take a mark by its middle and move it by so many pixels."""
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.25, 0.5, 0.75, 1):
        page.mouse.move(x + part * right, y - part * up)
    page.mouse.up()


def test_a_point_moves_by_keyboard_and_says_where_it_is(sky, notebook, picture):
    sky.get_by_role("button", name="Just explore").click()
    sky.get_by_label("Star").get_by_role("combobox").select_option("Deneb")
    east = sky.get_by_role("slider", name="East")
    expect(east).to_have_value("7")
    with notebook.expect_repaint(sky):
        east.press("ArrowRight")
    with notebook.expect_repaint(sky):
        sky.get_by_role("slider", name="North").press("Home")
    expect(east).to_have_attribute("aria-valuetext", "7.5 km")
    expect(sky.get_by_role("status").last).to_have_text("Vega at 2 and 3; Deneb at 7.5 and 0.")
    picture("moved")


def test_a_point_dragged_in_the_chart_ends_where_its_sliders_say(sky, notebook, picture):
    sky.get_by_role("button", name="Just explore").click()
    vega = sky.locator(".course-chart svg .mark-symbol path").first
    with notebook.expect_repaint(sky):
        drag(notebook.page, vega, right=61, up=39)  # 30 px are 1 km east, 20 px 1 km north
    expect(sky.get_by_role("status").last).to_have_text("Vega at 4 and 5; Deneb at 7 and 8.")
    expect(sky.get_by_role("combobox", name="Star")).to_have_value("Vega")
    expect(sky.get_by_role("slider", name="East")).to_have_value("4")
    with notebook.expect_repaint(sky):
        drag(notebook.page, vega, right=-900, up=-900)  # beyond the edge: it stays inside
    expect(sky.get_by_role("status").last).to_have_text("Vega at 0 and 0; Deneb at 7 and 8.")
    with notebook.expect_repaint(sky):
        sky.get_by_role("button", name="Swapped").click()
    expect(sky.get_by_role("slider", name="North")).to_have_value("8")
    picture("dragged")


def test_points_stay_where_they_are_until_the_controls_are_open(sky, notebook):
    drag(notebook.page, sky.locator(".course-chart svg .mark-symbol path").first, right=60, up=40)
    sky.get_by_role("button", name="Just explore").click()
    expect(sky.get_by_role("slider", name="East")).to_have_value("2")
    expect(sky.get_by_role("status").last).to_have_text("Vega at 2 and 3; Deneb at 7 and 8.")


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
