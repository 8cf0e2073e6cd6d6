"""The class behind every explorable, on its own small notebook."""

import re

import pytest
from playwright.sync_api import Locator, expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


# Marks of a chart are on their way.
TRAVELS = """() => document.getAnimations().some(({ effect }) => effect.target.closest(".course-chart"))"""


@pytest.fixture(scope="module", autouse=True)
def _open(notebook: Notebook) -> None:
    notebook.open("toy.ipynb")


@pytest.fixture
def fresh(notebook: Notebook) -> Notebook:
    """The notebook run by somebody who has done nothing yet."""
    notebook.lab.progress.unlink(missing_ok=True)
    notebook.run_all()
    return notebook


def find(notebook: Notebook, title: str) -> Locator:
    explorable = notebook.page.get_by_role("region", name=title, exact=True)
    expect(explorable.locator(".course-commit, .course-chart svg").first).to_be_visible()
    return explorable


def drawn_wave(explorable: Locator) -> Locator:
    expect(explorable.locator(".course-chart .mark-line path")).to_have_count(2)
    return explorable


@pytest.fixture
def toy(fresh: Notebook) -> Locator:
    return find(fresh, "Make a wave")


@pytest.fixture
def opened(toy: Locator) -> Locator:
    toy.get_by_role("button", name="Just explore").click()
    return drawn_wave(toy)


def test_nothing_is_answered_before_the_guess(toy, picture):
    picture("veiled")
    assert "The sine is" not in toy.text_content()
    assert "A wave grows" not in toy.text_content()
    expect(toy.locator(".course-summary")).to_be_hidden()
    expect(toy.locator(".course-chart .mark-line path")).to_have_count(0)
    expect(toy.locator(".course-chart")).to_be_hidden()


def test_a_guess_opens_everything_and_is_compared(toy, notebook, picture):
    slider = toy.get_by_label("Height of the wave")
    commit = toy.get_by_role("button", name="Commit to this")
    expect(slider).to_be_hidden()
    expect(toy.get_by_role("button", name="High tide")).to_be_hidden()
    expect(commit).to_be_disabled()

    toy.get_by_role("radio", name="It shrinks").check()
    commit.click()

    expect(slider).to_be_visible()
    drawn_wave(toy)
    verdict = "You said “It shrinks”. It is “It grows”. Height is a factor."
    expect(toy.locator(".course-verdict")).to_have_text(verdict)
    expect(toy.locator(".course-verdict")).to_be_focused()
    expect(toy.locator(".course-summary")).to_have_text("The sine is 1 m high.")
    expect(toy.locator(".course-point")).to_have_text("A wave grows with its height")
    notebook.expect_progress("toy.wave", guess="It shrinks")
    picture("guessed")


@pytest.mark.wcag("2.4.3")
def test_a_learner_may_skip_the_guess_and_keeps_the_focus(toy, notebook):
    skip = toy.get_by_role("button", name="Just explore")
    skip.focus()
    skip.press("Enter")
    expect(toy.get_by_label("Height of the wave")).to_be_visible()
    assert toy.evaluate("(element) => element.contains(document.activeElement)")
    notebook.expect_progress("toy.wave", skipped=True)


def test_a_number_is_guessed_on_the_chart_and_stays_beside_the_truth(fresh, picture):
    last = find(fresh, "How high is the last tide?")
    expect(last.get_by_role("button", name="Commit to this")).to_be_disabled()
    last.get_by_role("slider", name="Last tide").press("ArrowRight")
    expect(last.locator(".course-chart").get_by_label("label: you: 6")).to_be_visible()
    plot = last.locator(".course-chart .root > g > .background").first
    plot.click(position={"x": 30, "y": 20})  # a tenth of the height, from the top
    expect(last.get_by_role("slider", name="Last tide")).to_have_value("9")
    last.get_by_role("button", name="Commit to this").click()
    last.page.wait_for_function(TRAVELS)
    expect(last.locator(".course-verdict")).to_have_text("You said 9 m; it is 7 m. Count.")
    expect(last.locator(".course-chart").get_by_label("label: you: 9")).to_be_visible()
    answer = last.locator(".course-chart").get_by_label("label: answer: 7")
    expect(answer).to_be_visible()
    expect(last.locator(".course-point")).to_have_text("Each month adds a metre")
    fresh.expect_progress("toy.last", guess=9)
    picture("guessed")

    # Elsewhere it would read as the answer there.
    last.get_by_label("Lowest tide").press("ArrowRight")
    expect(last.locator(".course-summary")).to_have_text("The last tide is 8 m.")
    expect(answer).to_have_count(0)
    last.get_by_label("Lowest tide").press("ArrowLeft")
    expect(answer).to_be_visible()


def at_rest(element):
    """Where an element is, as soon as charts that are drawn above it have stopped moving it."""
    box = None
    while (now := element.bounding_box()) != box:
        box = now
        element.page.wait_for_timeout(300)
    return box


@pytest.mark.wcag("2.1.1")
def test_a_line_is_drawn_with_the_pointer_or_by_keys(fresh, picture):
    tides = find(fresh, "Draw the tides")
    plot = tides.locator(".course-chart .root > g > .background").first
    plot.scroll_into_view_if_needed()
    box = at_rest(plot)
    mouse = fresh.page.mouse
    mouse.move(box["x"] + 2, box["y"] + box["height"] * 0.8)
    mouse.down()
    mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] * 0.3, steps=30)
    mouse.up()
    slider = tides.get_by_role("slider", name="Tide")
    expect(slider).to_have_value("7")
    tides.get_by_label("Place").select_option("1")
    expect(slider).to_have_value("2")
    slider.press("ArrowRight")
    tides.get_by_role("button", name="Commit to this").click()
    fresh.page.wait_for_function(TRAVELS)
    expect(tides.locator(".course-verdict")).to_contain_text("off on average, most at ")
    expect(tides.locator(".course-chart .mark-line path")).to_have_count(3)
    picture("drawn")


def test_a_challenge_is_checked_while_the_controls_move(opened, notebook, picture):
    goal = opened.get_by_role("group", name="Challenges").get_by_role("listitem")
    expect(goal).to_contain_text("Open: Make a low wave upside down.")
    expect(opened.get_by_role("button", name="Ebb")).to_be_hidden()
    opened.get_by_label("Upside down").press("Space")
    slider = opened.get_by_label("Height of the wave")
    for _ in range(4):
        slider.press("ArrowLeft")
    expect(goal).to_contain_text("Open: ")
    slider.press("ArrowLeft")
    expect(goal).to_contain_text("Solved: ")
    expect(opened.get_by_role("button", name="Ebb")).to_be_visible()
    slider.press("End")
    expect(goal).to_contain_text("Solved: ")
    notebook.expect_progress("toy.wave", solved=["Make a low wave upside down."])
    picture("solved")


def test_a_meter_shows_how_near_a_goal_is(fresh, picture):
    last = find(fresh, "How high is the last tide?")
    last.get_by_role("button", name="Just explore").click()
    meter = last.get_by_role("meter", name="How near")
    expect(meter).to_have_attribute("aria-valuetext", "0% of the way")
    low = last.get_by_label("Lowest tide")
    low.press("ArrowRight")
    expect(meter).to_have_attribute("aria-valuenow", "50")
    picture("half")
    low.press("ArrowRight")
    expect(meter).to_be_hidden()
    expect(last.get_by_role("listitem")).to_contain_text("Solved: ")


def test_more_controls_open_by_themselves_when_one_of_them_moves(fresh):
    four = find(fresh, "Four controls")
    more = four.get_by_text("2 more controls")
    expect(four.get_by_role("slider")).to_have_count(2)
    expect(four.get_by_label("Third")).to_be_hidden()
    four.get_by_role("button", name="First moved").click()
    expect(four.get_by_label("Third")).to_be_hidden()
    four.get_by_role("button", name="Last moved").click()
    expect(four.get_by_label("Third")).to_be_visible()
    more.press("Enter")
    expect(four.get_by_label("Third")).to_be_hidden()


def test_a_hint_comes_after_some_moves(opened):
    hint = opened.get_by_text("Hint: Two controls.")
    slider = opened.get_by_label("Height of the wave")
    slider.press("ArrowRight")
    expect(hint).to_be_hidden()
    for _ in range(12):
        slider.press("ArrowRight")
    expect(hint).to_be_visible()


def test_a_figure_that_changes_is_marked(opened, notebook):
    with notebook.expect_repaint(opened):
        opened.get_by_label("Height of the wave").press("ArrowRight")
    expect(opened.locator(".course-changed")).to_have_text(["1.1"])


@pytest.mark.wcag("2.1.1")
def test_a_slider_moved_by_keyboard_changes_chart_and_summary(opened, notebook, picture):
    slider = opened.get_by_label("Height of the wave")
    with notebook.expect_repaint(opened):
        slider.press("ArrowRight")
    expect(slider).to_have_value("1.1")
    expect(slider).to_have_attribute("aria-valuetext", "1.1 m")
    expect(opened.locator(".course-summary")).to_have_text("The sine is 1.1 m high.")
    picture("moved")


def test_keys_held_down_end_where_the_slider_ends(opened):
    slider = opened.get_by_label("Height of the wave")
    slider.focus()
    for _ in range(15):
        slider.page.keyboard.down("ArrowRight")
    slider.page.keyboard.up("ArrowRight")
    expect(slider).to_have_value("2.5")
    expect(opened.locator(".course-summary")).to_have_text("The sine is 2.5 m high.")


def test_a_choice_and_a_toggle_change_chart_and_summary(opened, notebook):
    with notebook.expect_repaint(opened):
        opened.get_by_label("Shape").select_option("cosine")
    with notebook.expect_repaint(opened):
        opened.get_by_label("Upside down").press("Space")
    expect(opened.locator(".course-summary")).to_have_text("The cosine is 1 m high, upside down.")


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
def sky(fresh: Notebook) -> Locator:
    explorable = find(fresh, "Move a star")
    explorable.get_by_role("button", name="Just explore").click()
    expect(explorable.locator(".course-chart svg .mark-symbol path")).to_have_count(2)
    return explorable


def drag(page, mark, right, up):
    """Take a mark by its middle and move it by so many pixels."""
    mark.scroll_into_view_if_needed()
    box = at_rest(mark)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.25, 0.5, 0.75, 1):
        page.mouse.move(x + part * right, y - part * up)
    page.mouse.up()


@pytest.mark.wcag("2.1.1", "4.1.2")
def test_a_point_moves_by_keyboard_and_says_where_it_is(sky, notebook, picture):
    sky.get_by_label("Star").get_by_role("combobox").select_option("Deneb")
    east = sky.get_by_role("slider", name="East")
    expect(east).to_have_value("7")
    with notebook.expect_repaint(sky):
        east.press("ArrowRight")
    with notebook.expect_repaint(sky):
        sky.get_by_role("slider", name="North").press("Home")
    expect(east).to_have_attribute("aria-valuetext", "7.5 km")
    expect(sky.locator(".course-summary")).to_have_text("Vega at 2 and 3; Deneb at 7.5 and 0.")
    picture("moved")


def test_a_point_dragged_in_the_chart_ends_where_its_sliders_say(sky, notebook, picture):
    vega = sky.locator(".course-chart svg .mark-symbol path").first
    with notebook.expect_repaint(sky):
        plot = sky.locator(".course-chart .root > g > .background").first.bounding_box()
        drag(notebook.page, vega, right=plot["width"] / 5 + 1, up=39)  # 20 px are 1 km north
    expect(sky.locator(".course-summary")).to_have_text("Vega at 4 and 5; Deneb at 7 and 8.")
    expect(sky.get_by_role("combobox", name="Star")).to_have_value("Vega")
    expect(sky.get_by_role("slider", name="East")).to_have_value("4")
    with notebook.expect_repaint(sky):
        drag(notebook.page, vega, right=-900, up=-900)  # beyond the edge: it stays inside
    expect(sky.locator(".course-summary")).to_have_text("Vega at 0 and 0; Deneb at 7 and 8.")
    with notebook.expect_repaint(sky):
        sky.get_by_role("button", name="Swapped").click()
    expect(sky.get_by_role("slider", name="North")).to_have_value("8")
    picture("dragged")


@pytest.mark.wcag("1.1.1", "4.1.2")
def test_everything_has_a_name_for_those_who_do_not_see_it(opened):
    expect(opened.get_by_role("group", name="Presets")).to_be_visible()
    expect(opened.get_by_role("group", name="Controls")).to_be_visible()
    expect(opened.get_by_role("slider", name="Height of the wave")).to_be_visible()
    expect(opened.get_by_role("combobox", name="Shape")).to_be_visible()
    expect(opened.get_by_role("checkbox", name="Upside down")).to_be_visible()
    expect(opened.get_by_role("group", name="Challenges")).to_be_visible()
    chart = opened.locator("[role=graphics-document]")  # a role that Playwright does not know
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


@pytest.mark.parametrize(
    "interruption",
    [lambda _: None, lambda notebook: notebook.lab.stop_kernels(), Notebook.restart_kernel],
    ids=["the kernel runs", "the kernel is gone", "the kernel is another one"],
)
def test_a_reopened_notebook_shows_stills_that_say_how_to_wake_them(
    interruption, fresh, opened, picture
):
    opened.get_by_label("Upside down").press("Space")
    expect(opened.locator(".course-summary")).to_have_text("The sine is 1 m high, upside down.")
    interruption(fresh)
    fresh.reopen()
    stills = fresh.page.locator(".jp-RenderedVegaCommon5:has(svg)")
    expect(stills.filter(has_text="Run this cell to move it.")).to_have_count(6)
    outputs = fresh.page.locator(".jp-OutputArea")
    expect(outputs.locator("input, select, button").filter(visible=True)).to_have_count(0)
    expect(outputs.filter(has_text=re.compile("widget"))).to_have_count(0)  # of JupyterLab's errors
    picture("still")
    fresh.run_all()
    drawn_wave(opened)
    expect(opened.get_by_label("Upside down")).to_be_visible()  # it had been opened


def test_where_its_kernel_ends_an_explorable_keeps_its_picture_and_says_how_to_wake_it(
    opened, notebook, picture
):
    opened.get_by_label("Upside down").press("Space")
    expect(opened.locator(".course-summary")).to_have_text("The sine is 1 m high, upside down.")
    notebook.restart_kernel()
    expect(opened.get_by_text("Run this cell to move it.")).to_be_visible()
    expect(opened.locator(".course-summary")).to_have_text("The sine is 1 m high, upside down.")
    expect(opened.locator(".course-chart .mark-line path")).to_have_count(2)
    expect(opened.locator("input, select, button").filter(visible=True)).to_have_count(0)
    picture("kept")


def test_where_its_kernel_ends_before_the_guess_nothing_looks_as_if_it_came(toy, notebook):
    notebook.restart_kernel()
    expect(toy.get_by_text("Run this cell to move it.")).to_be_visible()
    expect(toy.locator(".course-chart")).to_be_hidden()
    expect(toy.locator("input, select, button").filter(visible=True)).to_have_count(0)


@pytest.mark.usefixtures("toy")
def test_a_plain_altair_chart_draws(notebook):
    chart = notebook.page.locator(".jp-RenderedVegaCommon5 svg")
    expect(chart.get_by_text("b is larger")).to_be_visible()
    expect(chart.locator(".mark-rect path")).to_have_count(2)


def test_the_window_reaches_nothing_but_the_server(notebook):
    is_reached = notebook.page.evaluate(
        "fetch('https://example.org/').then(() => true).catch(() => false)"
    )
    assert not is_reached
    assert notebook.reached_for == ["https://example.org/"]
    notebook.reached_for.clear()
    notebook.problems.clear()
