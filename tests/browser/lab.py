"""JupyterLab on a folder of notebooks, and Chromium to look at it: for tests and benchmarks."""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Route,
    ViewportSize,
    expect,
    sync_playwright,
)

from course.charts import VEGALITE_MIME

from .pages import open_all

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
_CHROMIUM_FLAGS = (
    "--no-sandbox",  # a container's root may not open one, and the pages are our own
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # there is no network, for workers either
)
_VIEWPORT: ViewportSize = {"width": 1300, "height": 1000}
_PATIENCE = 60.0


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab server."""

    port: int
    token: str
    root: Path
    progress: Path

    @property
    def url(self) -> str:
        """The address under which everything of the server stands."""
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str, method: str = "GET") -> Any:
        """Call the server's REST interface."""
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.url}{path}", method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            body = answer.read()
        return json.loads(body) if body else None

    def stop_kernels(self) -> None:
        """End all kernels, so that the next notebook starts with a fresh one."""
        for session in self.ask("api/sessions"):
            self.ask(f"api/sessions/{session['id']}", method="DELETE")


@contextmanager
def serve(root: Path, home: Path) -> Iterator[Lab]:
    """Start JupyterLab on a folder, apart from the user's own Jupyter; stop it at the end.

    Parameters
    ----------
    root
        The folder with the notebooks.
    home
        An empty folder for all that Jupyter, IPython and the course keep about a user.
    """
    lab = Lab(_free_port(), secrets.token_hex(16), root, home / "progress.json")
    _decline_news(home)
    with (home / "jupyterlab.log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603 - our own command
            _command(lab), cwd=root, env=_environment(home, lab), stdout=log, stderr=log
        )
        try:
            until(lambda: _answers(lab, server), "JupyterLab to answer")
            yield lab
            lab.stop_kernels()
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Start the system's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_CHROMIUM_FLAGS))
        yield browser
        browser.close()


@dataclass
class Notebook:
    """A notebook open in JupyterLab, in a browser that reaches nothing but the server."""

    lab: Lab
    page: Page
    reached_for: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def open(self, name: str) -> None:
        """Show a notebook and wait until its kernel is ready."""
        self.page.goto(f"{self.lab.url}lab/tree/{name}?token={self.lab.token}&reset")
        self._ready()

    def reopen(self) -> None:
        """Save, and load the page again, as a learner does who comes back."""
        self.save()
        self.load_again()

    def save(self) -> None:
        """Save the notebook with the state of its widgets."""
        self._command("docmanager:save")

    def load_again(self) -> None:
        """Load the page again, as it was saved."""
        self.page.reload()
        self._ready()

    def restart_kernel(self) -> None:
        """Restart the kernel, as its menu does; what ran before is forgotten."""
        self.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
        self._ready()

    def run_all(self) -> None:
        """Run all cells and wait until the last one is done."""
        self._command("notebook:run-all-cells")

    def run_first_code_cell(self) -> None:
        """Run the first code cell, as a learner who begins."""
        self.page.evaluate(
            """() => { const notebook = jupyterapp.shell.currentWidget.content;
                 notebook.activeCellIndex =
                   notebook.widgets.findIndex((cell) => cell.model.type === "code"); }"""
        )
        self._command("notebook:run-cell")

    def failures(self) -> list[dict[str, Any]]:
        """Return the outputs that a learner should not see: errors, and words on stderr."""
        return [
            output
            for output in self._outputs()
            if output["output_type"] == "error" or output.get("name") == "stderr"
        ]

    def charts_to_draw(self) -> int:
        """Count the outputs that hold a chart or an explorable."""
        return sum(VEGALITE_MIME in output.get("data", {}) for output in self._outputs())

    def _outputs(self) -> list[dict[str, Any]]:
        outputs: list[dict[str, Any]] = self.page.evaluate(
            """() => [...jupyterapp.shell.currentWidget.content.model.cells]
                 .flatMap((cell) => cell.type === "code" ? cell.outputs.toJSON() : [])"""
        )
        return outputs

    def explorables(self) -> list[Locator]:
        """Return all explorables that the page shows."""
        return self.page.locator(".course-explorable").all()

    def open_controls(self, explorable: Locator) -> None:
        """Skip the guess, where it is still asked for, wait until all is drawn, show all controls."""
        skip = explorable.get_by_role("button", name="Just explore")
        if skip.is_visible():
            skip.click()
        # JupyterLab draws a cell again when it comes into sight: no handle on the old one.
        expect(explorable.locator(".course-summary")).not_to_be_empty()
        open_all(explorable)

    @contextmanager
    def expect_repaint(self, explorable: Locator) -> Iterator[None]:
        """Wait until an action has changed both the chart and the words next to it."""
        chart = explorable.locator(".course-chart")
        summary = explorable.locator(".course-summary")
        before = [chart.inner_html(), summary.inner_text()]
        yield
        self.page.wait_for_function(
            """([chart, summary, before]) =>
                 chart.innerHTML !== before[0] && summary.innerText !== before[1]""",
            arg=[chart.element_handle(), summary.element_handle(), before],
        )

    def expect_progress(self, step: str, **facts: Any) -> None:
        """Wait until the learner's progress file holds these facts about a step."""

        def held() -> bool:
            if not self.lab.progress.exists():
                return False
            facts_now = json.loads(self.lab.progress.read_text())["steps"].get(step, {})
            return bool(facts.items() <= facts_now.items())

        until(held, f"{step} {facts} in the progress file", patience=10)

    def unroll(self) -> None:
        """Make the window as tall as the notebook: JupyterLab draws only what is in sight."""
        self.page.set_viewport_size({**_VIEWPORT, "height": 20_000})
        self.page.wait_for_function(
            """() => { const { content } = jupyterapp.shell.currentWidget;
                 content.node.querySelector(".jp-WindowedPanel-outer").scrollTop = 0;
                 return content.widgets.every((cell) => !cell.isPlaceholder()); }"""
        )
        bottom = self.page.locator(".jp-Notebook-footer").bounding_box() or {"y": 0, "height": 0}
        height = max(_VIEWPORT["height"], int(bottom["y"] + bottom["height"]) + 60)
        self.page.set_viewport_size({**_VIEWPORT, "height": height})

    def screenshot(self, path: Path) -> None:
        """Keep a picture of the whole notebook, not only of what fits a screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.unroll()
        self.page.screenshot(path=path)
        self.page.set_viewport_size(_VIEWPORT)

    def _ready(self) -> None:
        self.page.wait_for_function(
            """() => { const panel = globalThis.jupyterapp?.shell.currentWidget;
                       return panel?.context?.isReady && panel.isVisible
                         && panel.sessionContext?.session?.kernel?.status === "idle"; }""",
            timeout=_PATIENCE * 1000,
        )

    def _command(self, name: str) -> None:
        self.page.evaluate(
            """(name) => { globalThis.finished = false;
                 jupyterapp.commands.execute(name).then(() => { globalThis.finished = true; }); }""",
            name,
        )
        self.page.wait_for_function("globalThis.finished", timeout=_PATIENCE * 1000)


@contextmanager
def visit(lab: Lab, browser: Browser) -> Iterator[Notebook]:
    """Open a fresh browser window, without a network and without cookies."""
    context = browser.new_context(viewport=_VIEWPORT)
    notebook = Notebook(lab, context.new_page())
    _cut_network(context, notebook)
    notebook.page.on("console", lambda message: _note(notebook, message))
    notebook.page.on("pageerror", lambda error: notebook.problems.append(f"page error: {error}"))
    yield notebook
    context.close()
    lab.stop_kernels()


def until(condition: Callable[[], bool], what: str, patience: float = _PATIENCE) -> None:
    """Wait for a condition outside the page; inside it, Playwright's own waits serve better.

    Raises
    ------
    TimeoutError
        The condition did not come true in time.
    """
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"Waited {patience:.0f} s for {what}.")
        time.sleep(0.05)


def _cut_network(context: BrowserContext, notebook: Notebook) -> None:
    def refuse(route: Route) -> None:
        notebook.reached_for.append(route.request.url)
        route.abort()

    context.route(re.compile(rf"^https?://(?!127\.0\.0\.1:{notebook.lab.port}/)"), refuse)


def _note(notebook: Notebook, message: ConsoleMessage) -> None:
    if message.type == "error":
        notebook.problems.append(f"console: {message.text}")


def _command(lab: Lab) -> list[str]:
    options = {
        "ServerApp.port": lab.port,
        "ServerApp.port_retries": 0,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": lab.token,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.expose_app_in_browser": True,
    }
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser"),
        *(f"--{name}={value}" for name, value in options.items()),
    ]


def _environment(home: Path, lab: Lab) -> dict[str, str]:
    variables = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    lab_variables = ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    return {
        **os.environ,
        "HOME": str(home),
        "COURSE_PROGRESS": str(lab.progress),
        **{name: str(home / name.lower()) for name in (*variables, *lab_variables)},
    }


def _decline_news(home: Path) -> None:
    """Answer JupyterLab's first question beforehand: it would cover what we look at."""
    answer = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
    settings = home / "jupyter_config_dir" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(answer))


def _answers(lab: Lab, server: subprocess.Popen[bytes]) -> bool:
    if server.poll() is not None:
        raise RuntimeError(f"JupyterLab ended with {server.returncode}; see its log.")
    try:
        lab.ask("api")
    except urllib.error.URLError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
