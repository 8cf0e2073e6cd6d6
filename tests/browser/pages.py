"""The static pages in Chromium, opened from disk: for tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Route

_WIDE = {"width": 1300, "height": 1000}
PHONE = {"width": 390, "height": 844}
QUESTION_ALONE = ".course-plain:not(.course-open)"
"""A card that asks a question with options, and shows no chart until the guess."""


@dataclass
class Leaflet:
    """A window on the folder of pages that reaches nothing but this folder."""

    site: Path
    page: Page
    reached_for: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def open(self, name: str) -> None:
        """Show a page from disk and wait until every figure is drawn, or has failed."""
        self.page.goto((self.site / name).as_uri())
        self.page.wait_for_function(
            """() => [...document.querySelectorAll(".page-figure")].every(({ classList }) =>
                 classList.contains("page-drawn") || classList.contains("page-undrawn"))"""
        )

    def open_menu(self) -> Locator:
        """Open the menu of the bar, and return it."""
        return open_menu(self.page)

    def keep(self, **steps: Any) -> None:
        """Put these steps in place of all that the browser keeps."""
        self.page.evaluate("(steps) => courseKept.replace(steps)", steps)

    def explorable(self, title: str) -> Locator:
        """Return an explorable by its title."""
        return self.page.get_by_role("region", name=title)


def decided(option: str, reason: str, **numbers: float) -> dict[str, Any]:
    """Return a decision as the browser keeps it."""
    choice = {"option": option, "numbers": numbers, "reason": reason}
    return {**choice, "date": "2026-11-01", "seen": {}, "history": []}


def open_menu(page: Page) -> Locator:
    """Open the menu of a page's bar, and return it."""
    menu = page.locator(".page-menu")
    menu.locator("summary").click()
    return menu


def open_all(card: Locator) -> None:
    """Show all controls of an explorable."""
    more = card.locator(".course-more:not([open]) > summary")
    if more.is_visible():
        more.click()


@contextmanager
def leaf(site: Path, browser: Browser, **options: Any) -> Iterator[Leaflet]:
    """Open a fresh window, without a network; ``options`` are those of a browser context."""
    context = browser.new_context(**{"viewport": _WIDE, **options})
    leaflet = Leaflet(site, context.new_page())

    def refuse(route: Route) -> None:
        leaflet.reached_for.append(route.request.url)
        route.abort()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            leaflet.problems.append(f"console: {message.text}")

    context.route(lambda url: not url.startswith((site.as_uri(), "data:", "blob:")), refuse)
    leaflet.page.on("console", note)
    leaflet.page.on("pageerror", lambda error: leaflet.problems.append(f"page error: {error}"))
    yield leaflet
    context.close()
