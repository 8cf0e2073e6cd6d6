"""Answers that are put back and brought back where they stand.

``make test-site`` builds the site and runs these tests.
"""

import pytest
from playwright.sync_api import expect

from browser.pages import open_menu
from browser.site import served
from browser.test_waking import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.site]

WRITTEN = "q4_written"


def test_an_answer_is_brought_back_beside_it_and_its_old_verdict_goes(browser, address):
    with served(address, browser) as page:
        page.goto("exercises/q4_drift.html")
        page.on("dialog", lambda dialog: dialog.accept())
        cell = page.locator(f"[data-cell={WRITTEN}]")
        box = cell.get_by_role("textbox")
        text = box.input_value()
        answer = f"{text}\nApplicants of today differ."
        box.fill(answer)
        cell.get_by_role("button", name="Feedback").click()
        expect(cell).to_contain_text("points seem covered", timeout=PATIENCE)

        cell.get_by_role("button", name="Reset").click()

        expect(box).to_have_value(text)
        expect(cell).not_to_contain_text("points seem covered")
        back = cell.get_by_role("button", name=f"Bring back what you wrote in {WRITTEN}")
        expect(back).to_be_focused()
        page.keyboard.press("Enter")
        expect(box).to_have_value(answer)
        expect(back).to_have_count(0)
        cell.get_by_role("button", name="Reset").click()
        open_menu(page).get_by_role("button", name="Bring back").click()
        expect(box).to_have_value(answer)
        expect(back).to_have_count(0)
