"""The built browser edition in Chromium, on a static server, without a network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from browser.lab import Notebook, until

_PROGRESS = "my-progress.json"
_PATIENCE = 120.0  # seconds
_WIDE = {"width": 1300, "height": 1000}


@dataclass
class SiteNotebook(Notebook):
    """A notebook open in the browser edition; Python runs in the page."""

    lab: Any
    page: Page
    reached_for: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    address: str = ""

    def open(self, name: str) -> None:
        """Show a notebook and wait until its kernel is connected."""
        self.page.goto(f"{self.address}live/notebooks/index.html?path={name}")
        self._ready()

    def replace(self, name: str, content: dict[str, Any]) -> None:
        """Put other content into a notebook that is kept in this browser."""
        self.page.evaluate(
            """([path, content]) => jupyterapp.serviceManager.contents.save(
                 path, { type: "notebook", format: "json", content })""",
            [name, content],
        )

    def answer(self, code: str) -> str:
        """Run code in a new cell at the end; return what it prints and shows, as plain text."""
        outputs = self.page.evaluate(
            """async (code) => {
                 const { content } = jupyterapp.shell.currentWidget;
                 content.activeCellIndex = content.widgets.length - 1;
                 await jupyterapp.commands.execute("notebook:insert-cell-below");
                 content.activeCell.model.sharedModel.setSource(code);
                 await jupyterapp.commands.execute("notebook:run-cell");
                 return content.activeCell.model.outputs.toJSON(); }""",
            code,
        )
        return "\n".join(
            output.get("text") or output.get("data", {}).get("text/plain") or output["evalue"]
            for output in outputs
        )

    def progress(self) -> dict[str, Any]:
        """Return the steps that this browser keeps."""
        text = self.page.evaluate(
            """async (path) => {
                 const { contents } = jupyterapp.serviceManager;
                 const { content } = await contents.get("", { content: true });
                 if (!content.some((item) => item.path === path)) return null;
                 const options = { type: "file", format: "text", content: true };
                 return (await contents.get(path, options)).content; }""",
            _PROGRESS,
        )
        steps: dict[str, Any] = json.loads(text)["steps"] if text else {}
        return steps

    def expect_progress(self, step: str, **facts: Any) -> None:
        """Wait until the browser keeps these facts about a step."""

        def held() -> bool:
            self.page.wait_for_timeout(100)
            return bool(facts.items() <= self.progress().get(step, {}).items())

        until(held, f"{step} {facts} in {_PROGRESS}", patience=10)


@contextmanager
def visit_site(address: str, browser: Browser) -> Iterator[SiteNotebook]:
    """Open a fresh window on the site, and note every request that leaves its host."""
    context = browser.new_context(viewport={"width": 1300, "height": 1000})
    context.set_default_timeout(_PATIENCE * 1000)
    notebook = SiteNotebook(None, context.new_page(), address=address)
    host = urlsplit(address).netloc

    def note(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            notebook.reached_for.append(url)

    context.on("request", lambda request: note(request.url))
    notebook.page.on("pageerror", lambda error: notebook.problems.append(f"page error: {error}"))
    notebook.page.on(
        "console",
        lambda message: (
            notebook.problems.append(f"console: {message.text}")
            if message.type == "error"
            else None
        ),
    )
    yield notebook
    context.close()


@contextmanager
def served(address: str, browser: Browser, **options: Any) -> Iterator[Page]:
    """Open a fresh window on the served pages; ``options`` are those of a browser context.

    At the end nothing went wrong in it, and no request has left the host. ``page.asked`` lists them.
    """
    context = browser.new_context(**{"viewport": _WIDE, "base_url": address, **options})
    context.set_default_timeout(1000 * _PATIENCE)
    asked: list[str] = []
    problems: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.asked = asked  # type: ignore[attr-defined]
    yield page
    assert problems == []
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {urlsplit(address).netloc}
    context.close()
