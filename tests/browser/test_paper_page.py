"""The board paper on its page, on a path without code: from two boxes to a document that is saved."""

from base64 import b64decode

import pytest
from playwright.sync_api import expect

from browser.accessible import violations
from browser.pages import PHONE, decided
from browser.site import served

pytestmark = [pytest.mark.browser, pytest.mark.site]

DECIDED = decided("outcomes", "Only outcomes show harm.", limit=75)
RISK = 'Two crews say "wait": we count their calls.'
SIGN = "Use below 40% on 1 June 2027."


@pytest.fixture
def page(browser, address):
    with served(address, browser, viewport=PHONE) as page:
        page.goto("index.html")
        page.get_by_role("radio", name="I decide").check()
        page.evaluate("made => courseKept.put('drift.decision', made)", DECIDED)
        page.goto("exercises/board_paper.html")
        yield page


def own(page, name):
    """Return a paragraph of the drawn paper."""
    return page.locator(f".page-outputs [data-own={name}]")


def test_a_reader_without_code_writes_saves_and_hands_in_the_whole_paper(page):
    risk = page.get_by_label("The risk that remains")
    risk.fill(RISK)
    expect(own(page, "risk")).to_have_text(RISK)
    page.get_by_label("What would change your mind").fill(SIGN)
    expect(own(page, "sign")).to_have_text(SIGN)
    page.reload()
    expect(own(page, "sign")).to_have_text(SIGN)
    expect(risk).to_have_value(RISK)

    link = page.get_by_role("link", name="Save this paper")
    text = b64decode(link.get_attribute("href").partition(",")[2]).decode()
    assert SIGN in text
    risk.fill("")
    expect(own(page, "risk")).to_contain_text("Still to be written")
    risk.fill("Nobody is told.")
    page.get_by_role("button", name="Put my paper here").click()
    answer = page.locator(".page-written").get_by_role("textbox")
    for words in ("1 of 13 questions is decided.", "\n\nNobody is told.\n", f"\n\n{SIGN}\n"):
        assert words in answer.input_value()
    text = b64decode(link.get_attribute("href").partition(",")[2]).decode()
    assert "Nobody is told." in text
    assert RISK not in text
    assert violations(page) == []
    assert not page.evaluate("coursePage.python.started")


def test_texts_of_a_page_without_checks_speak_of_none(page):
    expect(page.get_by_text("You are done when your paper says")).to_be_visible()
    expect(page.get_by_text("check passes")).to_have_count(0)
    expect(page.get_by_text("Copy your paper")).to_have_count(0)


def test_after_a_reload_at_its_end_the_page_draws_each_part_once(page):
    page.get_by_label("The risk that remains").scroll_into_view_if_needed()
    expect(own(page, "risk")).to_be_attached()
    page.locator("#handing-in").scroll_into_view_if_needed()
    page.reload()
    expect(own(page, "risk")).to_be_attached()
    expect(page.locator("caption")).to_have_count(1)
    row = page.get_by_role("row").filter(has_text="How do many models stay under control?")
    expect(row).to_contain_text("open")
    expect(row.get_by_role("cell")).to_have_count(2)
