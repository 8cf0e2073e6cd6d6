"""A page whose Python is busy, is stopped, or does not come.

``make test-site`` builds the site and runs these tests.
"""

import re

import pytest
from playwright.sync_api import expect

from browser.site import served
from browser.test_waking import PATIENCE, write
from course import explore

pytestmark = [pytest.mark.browser, pytest.mark.site]


LOAD = "modules/03_infrastructure.html"  # its first card has too many settings to store them
OWN = 3  # a cell of this page that draws no card


@pytest.fixture
def page(browser, address):
    with served(address, browser) as page:
        yield page


def cell(page):
    return page.locator(".page-cell").nth(OWN - 1)


def state(page):
    return cell(page).locator(".page-state")


def opened(page):
    """Open the page's first card without a guess."""
    region = page.get_by_role("region", name=explore.infrastructure.load().title).first
    region.get_by_role("button", name="Just explore").click()
    return region


def move(region):
    """Move two controls; return the sentence that Python has of it."""
    region.get_by_role("slider", name="Servers").press("ArrowRight")
    region.get_by_role("slider", name="Mean time").press("ArrowRight")
    return explore.infrastructure.load().scene_at({"servers": 5, "mean": 100})["summary"]


def test_a_cell_that_runs_is_stopped_beside_it_and_what_waited_is_drawn(page):
    page.goto(LOAD)
    region = opened(page)
    write(page, OWN, "print(undefined)").press("Shift+Enter")
    expect(cell(page).get_by_role("alert")).to_be_visible(timeout=PATIENCE)

    write(page, OWN, "while True: pass").press("Shift+Enter")

    expect(state(page)).to_have_text("Running …")
    expect(cell(page).get_by_role("alert")).to_have_count(0)
    summary = move(region)
    note = page.locator(".page-note").first
    expect(note).to_contain_text("Python is busy with a cell")
    page.get_by_role("button", name=f"Stop cell {OWN}").click()
    expect(state(page)).to_have_text("Python was started again.")
    expect(page.get_by_role("button", name=f"Stop cell {OWN}")).to_have_count(0)
    expect(region.locator(".course-summary")).to_have_text(summary, timeout=PATIENCE)
    expect(note).to_be_hidden()


def test_a_load_that_fails_is_tried_again_from_the_line_or_by_running(browser, address):
    context = browser.new_context(base_url=address, viewport={"width": 1300, "height": 1000})
    page = context.new_page()
    page.goto(LOAD)
    context.route("**/first.tar.gz", lambda route: route.abort())
    region = opened(page)
    summary = move(region)
    note, line = page.locator(".page-note").first, page.locator(".page-status")
    output = cell(page).locator(".page-outputs").inner_text()

    page.get_by_role("button", name=f"Run cell {OWN}", exact=True).click()

    expect(state(page)).to_have_text("Not run: Python could not be loaded.", timeout=PATIENCE)
    expect(line).to_have_text("Python could not be loaded. Check that you are online.Try again")
    expect(note).to_contain_text("Python could not be loaded")
    assert cell(page).locator(".page-outputs").inner_text() == output
    page.get_by_role("button", name=f"Run cell {OWN}", exact=True).click()
    expect(state(page)).to_have_text("Waiting for Python …")
    expect(state(page)).to_have_text("Not run: Python could not be loaded.", timeout=PATIENCE)
    context.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(region.locator(".course-summary")).to_have_text(summary, timeout=PATIENCE)
    page.get_by_role("button", name=f"Run cell {OWN}", exact=True).click()
    expect(state(page)).to_have_text("Done", timeout=PATIENCE)
    context.close()


def test_where_the_browser_saves_data_python_waits_for_a_button(page):
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    page.goto(LOAD)
    expect(page.locator(".page-doing")).to_contain_text(re.compile(r"Python .*: \d\d MB, once"))
    region = opened(page)
    summary = move(region)
    expect(page.locator(".page-note").first).to_contain_text("waits at the foot of the window")
    assert not any("pyodide" in url for url in page.asked)
    page.get_by_role("button", name=re.compile(r"Load Python \(\d\d MB\)")).click()
    expect(region.locator(".course-summary")).to_have_text(summary, timeout=PATIENCE)
