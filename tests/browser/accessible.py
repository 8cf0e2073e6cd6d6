"""What axe-core finds in a page of the real browser, in words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Style sheets are read as they are applied; axe need not fetch them again, which a file:// page may not.
_OPTIONS = {"resultTypes": ["violations"], "preload": False}


def violations(page: Page, *scope: str, rules: Collection[str] = ()) -> list[str]:
    """Return each violation with the element that has it; none is what we want.

    Parameters
    ----------
    page
        The page as it stands now: what is folded or hidden is not looked at.
    *scope
        Selectors of what to look at; by default the whole page, with the rules for whole pages.
    rules
        Rules that axe leaves out by default, in addition to the others.

    Raises
    ------
    ValueError
        Nothing matches the scope, so that nothing would be found in it.
    """
    for selector in scope:
        if not page.locator(selector).count():
            raise ValueError(f"Nothing on the page matches {selector}: axe would look at nothing.")
    context: dict[str, Any] = {"include": [[selector] for selector in scope]} if scope else {}
    options = {**_OPTIONS, "rules": {rule: {"enabled": True} for rule in rules}}
    problems = Axe().run(page, context=context or None, options=options).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:120]}; {_why(node)}"
        for violation in problems
        for node in violation["nodes"]
    ]


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])
