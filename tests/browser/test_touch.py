"""Explorables under a finger: the page scrolls over them; a guess is drawn, a card is dragged."""

import re

import pytest
from playwright.sync_api import expect

from browser.pages import PHONE, leaf
from browser.site import served

SMALL = {"width": 390, "height": 664}  # a phone whose browser keeps its bars
TIP = "#vg-tooltip-element.visible"
CARD = '.course-chart path[aria-label*="card: P15"]'
IS_AT = """([card, x, y]) => {
  const { left, top, width, height } = document.querySelector(card).getBoundingClientRect();
  return Math.hypot(left + width / 2 - x, top + height / 2 - y) < 12;
}"""  # a card stops at each half step of ease, which is 15 pixels

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(site, browser):
    with leaf(site, browser, viewport=PHONE, has_touch=True, is_mobile=True) as fresh:
        fresh.open("modules/07_drift.html")
        yield fresh.page
        assert fresh.problems == []


def show(part):
    """Scroll the page to a part of it; return how far it has scrolled."""
    part.evaluate("part => part.scrollIntoView({ block: 'center' })")
    return part.page.evaluate("scrollY")


def place_in(part, across=0.5, below=0.5):
    box = part.bounding_box()
    return box["x"] + box["width"] * across, box["y"] + box["height"] * below


def swipe(page, part, *, across=0.7, below=0.5, right=0, down=0, steps=10, meanwhile=lambda: None):
    """Put a finger on a chart or a part of it, move it so many pixels, and lift it."""
    x, y = place_in(part, across, below)
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    for step in range(1, steps + 1) if right or down else ():
        send("touchMove", {"x": x + right * step / steps, "y": y + down * step / steps})
        page.wait_for_timeout(16)
        meanwhile()
    send("touchEnd")


@pytest.fixture
def guess(phone):
    """The slider of the first guess, and its empty chart."""
    card = phone.locator(".course-explorable").first
    slider = card.get_by_role("slider", name="Right from month 9 on")
    return slider, card.locator(".course-drawable")


def test_a_swipe_up_over_a_chart_scrolls_the_page_and_guesses_nothing(phone, guess):
    slider, chart = guess
    before = slider.input_value()
    place = show(chart)
    swipe(phone, chart, down=-200)
    phone.wait_for_function("before => scrollY > before + 100", arg=place)
    assert slider.input_value() == before
    expect(phone.get_by_role("button", name="Commit to this").first).to_be_disabled()


@pytest.mark.wcag("2.5.1", "2.5.7")
def test_a_tap_and_a_move_sideways_guess(phone, guess):
    slider, chart = guess
    before = slider.input_value()
    show(chart)
    swipe(phone, chart, below=0.3)
    expect(slider).not_to_have_value(before)
    expect(phone.get_by_role("button", name="Commit to this").first).to_be_enabled()
    value = slider.input_value()
    place = phone.evaluate("scrollY")
    swipe(phone, chart, right=-150, down=-30)
    expect(slider).not_to_have_value(value)
    assert phone.evaluate("scrollY") == place


def test_a_swipe_up_scrolls_over_a_chart_that_is_open(phone):
    card = phone.locator(".course-explorable").first
    card.get_by_role("button", name="Just explore").tap()
    chart = card.locator(".course-chart")
    place = show(chart)
    swipe(phone, chart, down=-200)
    phone.wait_for_function("before => scrollY > before + 100", arg=place)


@pytest.fixture
def plane(browser, address):
    """The plane of cards, once Python has started."""
    with served(address, browser, viewport=SMALL, has_touch=True, is_mobile=True) as page:
        page.goto("modules/06_prioritization.html")
        card = page.get_by_role("region", name="Value against ease")
        card.get_by_role("button", name="Just explore").tap()
        card.get_by_role("combobox").select_option("P15 Chat assistant")
        card.get_by_label("Its value").press("ArrowRight")
        expect(card.locator(CARD)).to_have_attribute(
            "aria-label", re.compile("value: 1.5"), timeout=120_000
        )
        yield card


@pytest.mark.site
def test_a_card_goes_where_a_finger_drags_it_and_the_page_stays(plane):
    page, chat = plane.page, plane.locator(CARD)
    place = show(chat)
    x, y = place_in(chat)
    tips = []
    swipe(
        page,
        chat,
        across=0.5,
        right=80,
        down=-80,
        meanwhile=lambda: tips.append(page.locator(TIP).count()),
    )
    page.wait_for_function(IS_AT, arg=[CARD, x + 80, y - 80])
    assert page.evaluate("scrollY") == place
    expect(plane.get_by_role("combobox")).to_have_value("P15 Chat assistant")
    expect(plane.get_by_label("Its ease")).to_have_value("8.5")
    assert tips == [0] * 10
    expect(page.locator(TIP)).to_have_count(0)


@pytest.mark.site
def test_a_swipe_up_next_to_the_cards_scrolls_and_moves_none(plane):
    page, plot = plane.page, plane.locator(".course-chart svg")
    place, summary = show(plot), plane.locator(".course-summary").inner_text()
    swipe(page, plot, across=0.8, down=-200)
    page.wait_for_function("before => scrollY > before + 100", arg=place)
    expect(plane.locator(".course-summary")).to_have_text(summary)


def test_a_preset_is_marked_while_its_values_hold(phone):
    card = phone.locator(".course-explorable").first
    card.get_by_role("button", name="Just explore").tap()
    preset = card.get_by_role("button", name="Hard times")
    plain = preset.evaluate("button => getComputedStyle(button).backgroundColor")
    preset.tap()
    expect(preset).to_have_attribute("aria-pressed", "true")
    expect(preset).not_to_have_css("background-color", plain)
    card.get_by_role("slider", name="How far it moves").press("ArrowRight")
    expect(preset).to_have_attribute("aria-pressed", "false")
    expect(preset).to_have_css("background-color", plain)
