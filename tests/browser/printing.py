"""How a page prints: on how many sheets, and with letters of which size."""

import re
from pathlib import Path

from playwright.sync_api import Browser

from .accessible import violations
from .pages import PHONE


def printed(browser: Browser, place: Path, scope: str) -> tuple[int, float]:
    """Return the number of sheets, and the size (pt) of the smallest letters in a scope."""
    page = browser.new_page()
    page.goto(place.as_uri())
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    page.emulate_media(media="print")
    sizes = page.locator(scope).evaluate_all(
        "(all) => all.map((each) => Number.parseFloat(getComputedStyle(each).fontSize))"
    )
    page.close()
    return len(sheets), min(sizes) * 72 / 96


def read_on_a_phone(browser: Browser, place: Path) -> list[str]:
    """Return what a reader on a phone stumbles over: violations, and a page that is too wide."""
    page = browser.new_page(viewport=PHONE)
    page.goto(place.as_uri())
    is_wide = page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]
    problems = [*violations(page), *(["the page is wider than a phone"] if is_wide else [])]
    page.close()
    return problems
