"""A learner's window: the course in JupyterLab, in a Chromium that reaches nothing else."""

import re
import shutil
from pathlib import Path

import jupytext
import pytest

from browser.lab import CHROMIUM_NAMES, chromium, serve, visit

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ARTEFACTS = ROOT / "tests" / "artefacts"


# For the package, not the session: Playwright keeps an event loop running, and other tests start theirs.
@pytest.fixture(scope="package")
def lab(tmp_path_factory):
    """JupyterLab on an empty folder: each file of tests fills it anew."""
    root, home = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("home")
    with serve(root, home) as running:
        yield running


@pytest.fixture(scope="package")
def browser(require):
    """Chromium, started once."""
    with chromium(require(*CHROMIUM_NAMES)) as started:
        yield started


@pytest.fixture(scope="module")
def notebook(browser, lab):
    """A fresh window on a fresh copy of the course, without progress, for the tests of one file."""
    for folder in ("modules", "exercises"):
        shutil.copytree(ROOT / folder, lab.root / folder, dirs_exist_ok=True)
    jupytext.write(jupytext.read(HERE / "toy.md"), lab.root / "toy.ipynb")
    lab.progress.unlink(missing_ok=True)
    with visit(lab, browser) as fresh:
        yield fresh


@pytest.fixture(autouse=True)
def quiet(notebook):
    """After each test: nothing went wrong in the page, and nothing asked for the network."""
    yield
    problems, reached_for = list(notebook.problems), list(notebook.reached_for)
    notebook.problems.clear()
    notebook.reached_for.clear()
    assert problems == []
    assert reached_for == []


@pytest.fixture
def picture(request, notebook):
    """Keep a screenshot as an artefact, named after the test and the step."""

    def take(step: str) -> None:
        name = re.sub(r"[^a-z0-9]+", "-", f"{request.node.name} {step}".lower()).strip("-")
        notebook.screenshot(ARTEFACTS / f"{name}.png")

    return take
