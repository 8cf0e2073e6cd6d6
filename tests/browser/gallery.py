"""One static page for each explorable, opened from disk: the quick way to look at all of them.

``python -m tests.browser.shots`` takes pictures of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from playwright.sync_api import Locator, expect

from course.explore import Explorable
from course.syllabus.syllabus import READY
from scaling_ai_kit.pages import widgets
from scaling_ai_kit.pages.assets import assets
from scaling_ai_kit.pages.templating import in_script, render

from .pages import open_all

NAMES = [
    f"{module}.{name}"
    for module in READY
    for name in import_module(f"course.explore.{module}").__all__
]
_PAGE = """<!DOCTYPE html>
<html lang="en" class="js"><head><meta charset="utf-8"><title>{name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="assets/course.css"></head>
<body class="page"><main class="page-main">{figure}</main>
<script src="assets/course.js"></script><script src="assets/vega.js"></script></body></html>
"""


def make(name: str) -> Explorable:
    """Make an explorable by its name, ``"module.explorable"``."""
    module, function = name.split(".")
    explorable: Explorable = getattr(import_module(f"course.explore.{module}"), function)()
    return explorable


def write(folder: Path, **explorables: Explorable) -> None:
    """Write a page for each explorable, called after it, and what the pages share."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for name, content in assets().items():
        (folder / "assets" / name).write_text(content, encoding="utf-8")
    for name, explorable in explorables.items():
        figure = render(
            "figure.html",
            kind="explorable",
            call="",
            code="",
            name="explorable-1",
            title=explorable.title,
            state=in_script(widgets.explorable_state(explorable)),
            picture={"file": "data:,", "width": 600, "height": 300},
            description=explorable.spec["description"],
            pictured=explorable.before["description"],
            question="",
        )
        page = _PAGE.format(name=name, figure=figure)
        (folder / f"{name}.html").write_text(page, encoding="utf-8")


def commit(card: Locator) -> None:
    """Guess the first thing that comes to mind."""
    if card.get_by_role("radio").count():
        card.get_by_role("radio").first.check()
    else:
        card.get_by_role("slider").first.press("ArrowLeft")
    card.get_by_role("button", name="Commit to this").click()
    expect(card.locator(".course-summary")).not_to_be_empty()


def states_of(card: Locator) -> Iterator[str]:
    """Press each preset, and move each control to both of its ends; yield what was done."""
    for preset in card.get_by_role("group", name="Presets").get_by_role("button").all():
        if preset.is_visible():
            preset.click()
            yield _painted(card, preset.inner_text())
    open_all(card)
    for slider in card.get_by_role("slider", disabled=False).all():
        for key in ("Home", "End"):
            slider.press(key)
            yield _painted(card, f"{slider.get_attribute('aria-valuetext')} ({key})")
    for choice in card.locator(".course-controls > .course-control select").all():
        for option in choice.locator("option").all():
            choice.select_option(option.inner_text())
            yield _painted(card, option.inner_text())
    for toggle in card.get_by_role("checkbox").all():
        toggle.press("Space")
        yield _painted(card, "toggled")


def _painted(card: Locator, state: str) -> str:
    card.page.wait_for_timeout(50)  # Vega paints in the next frame
    return state
