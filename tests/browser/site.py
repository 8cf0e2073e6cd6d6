"""The built browser edition in Chromium, on a static server, without a network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

_PATIENCE = 120.0  # seconds
_WIDE = {"width": 1300, "height": 1000}


@contextmanager
def served(address: str, browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a fresh window on the served pages; ``options`` are those of a browser context.

    At the end nothing went wrong in it, and no request has left the host. ``page.asked`` lists them.
    """
    context = browser.new_context(**{"viewport": _WIDE, "base_url": address, **options})
    context.set_default_timeout(1000 * _PATIENCE)
    urls: list[str] = []
    problems: list[str] = []
    context.on("request", lambda request: urls.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    page.asked = urls  # type: ignore[attr-defined]
    yield page
    assert problems == []
    hosts = {urlsplit(url).netloc for url in urls if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(address).netloc}
    context.close()
