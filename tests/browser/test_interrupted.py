"""A page whose Python is busy, is stopped, or does not come.

``make test-site`` builds the site and runs these tests.
"""

import re

import pytest
from playwright.sync_api import expect

from browser.site import served
from browser.test_waking import DRIFT, MORE_DEFAULT, PATIENCE, write
from course import explore

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture
def page(browser, address):
    with served(address, browser) as page:
        yield page


def cell(page):
    return page.locator(".page-cell").first


def state(page):
    return page.locator(".page-state").first


def test_a_cell_that_runs_is_stopped_beside_it_and_what_waited_is_drawn(page):
    shift = explore.drift.shift()
    page.goto(DRIFT)
    region = page.get_by_role("region", name=shift.title).first
    region.get_by_role("button", name="Just explore").click()
    write(page, 1, "print(undefined)").press("Shift+Enter")
    expect(cell(page).get_by_role("alert")).to_be_visible(timeout=PATIENCE)

    write(page, 1, "while True: pass").press("Shift+Enter")

    expect(state(page)).to_have_text("Running …")
    expect(cell(page).get_by_role("alert")).to_have_count(0)
    region.get_by_label("What moves").select_option(MORE_DEFAULT)
    region.get_by_role("slider", name="How far it moves").press("ArrowRight")
    note = page.locator(".page-note").first
    expect(note).to_contain_text("Python is busy with a cell")
    page.get_by_role("button", name="Stop cell 1").click()
    expect(state(page)).to_have_text("Python was started anew.")
    expect(page.get_by_role("button", name="Stop cell 1")).to_have_count(0)
    moved = shift.scene_at({"size": 0.55, "kind": MORE_DEFAULT})
    expect(region.locator(".course-summary")).to_have_text(moved["summary"], timeout=PATIENCE)
    expect(note).to_be_hidden()


def test_a_load_that_fails_is_tried_again_from_the_line_or_by_running(browser, address):
    context = browser.new_context(base_url=address, viewport={"width": 1300, "height": 1000})
    page = context.new_page()
    page.goto(DRIFT)
    context.route("**/first.tar.gz", lambda route: route.abort())
    shift = explore.drift.shift()
    region = page.get_by_role("region", name=shift.title).first
    region.get_by_role("button", name="Just explore").click()
    region.get_by_label("What moves").select_option(MORE_DEFAULT)
    region.get_by_role("slider", name="How far it moves").press("ArrowRight")
    note, line = page.locator(".page-note").first, page.locator(".page-status")
    stored = cell(page).locator(".page-outputs").inner_text()

    page.get_by_role("button", name="Run cell 1", exact=True).click()

    expect(state(page)).to_have_text("Not run: Python could not be loaded.", timeout=PATIENCE)
    expect(line).to_have_text("Python could not be loaded. Check that you are online.Try again")
    expect(note).to_contain_text("Python could not be loaded")
    assert cell(page).locator(".page-outputs").inner_text() == stored
    page.get_by_role("button", name="Run cell 1", exact=True).click()
    expect(state(page)).to_have_text("Waiting for Python …")
    expect(state(page)).to_have_text("Not run: Python could not be loaded.", timeout=PATIENCE)
    context.unroute_all()
    page.get_by_role("button", name="Try again").click()
    moved = shift.scene_at({"size": 0.55, "kind": MORE_DEFAULT})
    expect(region.locator(".course-summary")).to_have_text(moved["summary"], timeout=PATIENCE)
    page.get_by_role("button", name="Run cell 1", exact=True).click()
    expect(state(page)).to_have_text("Done", timeout=PATIENCE)
    context.close()


def test_where_the_browser_saves_data_python_waits_for_a_button(page):
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page.goto(DRIFT)
    expect(page.locator(".page-doing")).to_contain_text(re.compile(r"Python .*: \d\d MB, once"))
    shift = explore.drift.shift()
    region = page.get_by_role("region", name=shift.title).first
    region.get_by_role("button", name="Just explore").click()
    region.get_by_label("What moves").select_option(MORE_DEFAULT)
    region.get_by_role("slider", name="How far it moves").press("ArrowRight")
    expect(page.locator(".page-note").first).to_contain_text("waits at the foot of the window")
    assert not any("pyodide" in url for url in page.asked)
    page.get_by_role("button", name=re.compile(r"Load Python \(\d\d MB\)")).click()
    moved = shift.scene_at({"size": 0.55, "kind": MORE_DEFAULT})
    expect(region.locator(".course-summary")).to_have_text(moved["summary"], timeout=PATIENCE)
