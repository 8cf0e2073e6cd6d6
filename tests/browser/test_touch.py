"""Explorables under a finger: the page scrolls over them, and a guess is drawn all the same."""

import pytest
from playwright.sync_api import expect

from browser.pages import PHONE, leaf

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(site, browser):
    with leaf(site, browser, viewport=PHONE, has_touch=True, is_mobile=True) as fresh:
        fresh.open("modules/07_drift.html")
        yield fresh.page
        assert fresh.problems == []


def swipe(page, chart, *, right=0, down=0, steps=10):
    """Put a finger on a chart, move it so many pixels, and lift it."""
    chart.evaluate("chart => chart.scrollIntoView({ block: 'center' })")
    box = chart.bounding_box()
    x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    for step in range(1, steps + 1) if right or down else ():
        send("touchMove", {"x": x + right * step / steps, "y": y + down * step / steps})
        page.wait_for_timeout(16)
    send("touchEnd")


@pytest.fixture
def guess(phone):
    """The slider of the first guess, and its empty chart."""
    shown = phone.locator(".course-explorable").first
    slider = shown.get_by_role("slider", name="Right from month 9 on")
    return slider, shown.locator(".course-drawable")


def test_a_swipe_up_over_a_chart_scrolls_the_page_and_guesses_nothing(phone, guess):
    slider, chart = guess
    before = slider.input_value()
    chart.evaluate("chart => chart.scrollIntoView({ block: 'center' })")
    place = phone.evaluate("scrollY")
    swipe(phone, chart, down=-200)
    phone.wait_for_function("before => scrollY > before + 100", arg=place)
    assert slider.input_value() == before
    expect(phone.get_by_role("button", name="Commit to this").first).to_be_disabled()


@pytest.mark.wcag("2.5.1", "2.5.7")
def test_a_tap_and_a_move_sideways_guess(phone, guess):
    slider, chart = guess
    before = slider.input_value()
    swipe(phone, chart)
    expect(slider).not_to_have_value(before)
    expect(phone.get_by_role("button", name="Commit to this").first).to_be_enabled()
    tapped = slider.input_value()
    place = phone.evaluate("scrollY")
    swipe(phone, chart, right=-150, down=-30)
    expect(slider).not_to_have_value(tapped)
    assert phone.evaluate("scrollY") == place


def test_a_swipe_up_scrolls_over_a_chart_that_is_open(phone):
    shown = phone.locator(".course-explorable").first
    shown.get_by_role("button", name="Just explore").tap()
    chart = shown.locator(".course-chart")
    chart.evaluate("chart => chart.scrollIntoView({ block: 'center' })")
    place = phone.evaluate("scrollY")
    swipe(phone, chart, down=-200)
    phone.wait_for_function("before => scrollY > before + 100", arg=place)
