"""Without a network: pages that were opened work, and a new edition takes nothing away."""

import functools
import http.server
import json
import shutil
import threading

import pytest
from playwright.sync_api import expect

from course.explore import drift
from scaling_ai_kit.pages.build import build
from scaling_ai_kit.serving import Handler

pytestmark = pytest.mark.browser

DRIFT, MLOPS = "modules/07_drift.html", "modules/08_mlops.html"
TOLD = "This page now works without a network"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("offline")
    build(out, only=[DRIFT, MLOPS])
    return out


@pytest.fixture
def hosted(built, tmp_path):
    """A copy of two lessons on a host; its folder and its address."""
    folder = shutil.copytree(built, tmp_path / "site")
    handler = functools.partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{host.server_port}/"
        host.shutdown()


@pytest.fixture
def page(browser, hosted):
    context = browser.new_context(base_url=hosted[1], viewport={"width": 1300, "height": 900})
    page = context.new_page()
    page.goto(DRIFT)
    expect(page.get_by_text(TOLD)).to_be_visible()
    yield page
    context.close()


def card(page):
    return page.get_by_role("region", name=drift.shift().title)


def test_an_opened_lesson_moves_without_a_network_and_others_say_why_not(page):
    card(page).get_by_role("button", name="Just explore").click()
    page.context.set_offline(True)
    page.reload()
    summary = card(page).locator(".course-summary")
    expect(summary).not_to_be_empty()
    before = summary.inner_text()
    card(page).get_by_role("slider", name="How far it moves").press("ArrowLeft")
    expect(summary).not_to_have_text(before)
    page.goto(MLOPS)
    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    page.get_by_role("link", name="All lessons").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Forty AI pilots")


def test_an_unknown_lesson_leads_to_all_lessons(page):
    page.goto("modules/99_nothing.html")
    expect(page.get_by_role("heading", name="No such page")).to_be_visible()
    page.get_by_role("link", name="All lessons").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Forty AI pilots")


def test_a_new_edition_replaces_the_old_one_and_keeps_pages_and_work(page, hosted):
    folder, _ = hosted
    card(page).get_by_role("button", name="Just explore").click()
    lesson = folder / DRIFT
    lesson.write_text(lesson.read_text().replace("7. Drift", "7. A newer drift"))
    worker = folder / "offline.js"
    edition = json.loads(worker.read_text().split("\n")[0].split(" = ")[1].rstrip(";"))
    worker.write_text(worker.read_text().replace(edition, "newer"))
    page.goto("index.html")
    for _ in range(200):
        if all(name.endswith(" newer") for name in page.evaluate("caches.keys()")):
            break
        page.wait_for_timeout(100)
    page.context.set_offline(True)
    page.goto(DRIFT)
    expect(page.get_by_role("heading", level=1)).to_contain_text("A newer drift")
    expect(card(page).locator(".course-summary")).not_to_be_empty()
    assert page.evaluate("courseKept.get('drift.shift')") == {"skipped": True}


def test_the_site_can_be_installed(page):
    session = page.context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["short_name"] == "Scaling AI"
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}, "a test's window is private"
