"""A learner's window: the course in JupyterLab, in a Chromium that reaches nothing else."""

import re
import shutil
from pathlib import Path

import jupytext
import pytest

from browser.lab import CHROMIUM_NAMES, chromium, serve, visit
from browser.pages import leaf
from scaling_ai_kit.pages.build import build
from tools.site import paths
from tools.site.serve import running

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ARTEFACTS = ROOT / "tests" / "artefacts"


# For the package, not the session: Playwright keeps an event loop running, and other tests start theirs.
@pytest.fixture(scope="package")
def lab(tmp_path_factory):
    """JupyterLab on an empty folder: each file of tests fills it again."""
    root, home = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("home")
    with serve(root, home) as server:
        yield server


@pytest.fixture(scope="package")
def browser(require):
    """Chromium, started once."""
    with chromium(require(*CHROMIUM_NAMES)) as instance:
        yield instance


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
def quiet(request):
    """After each test of a notebook: nothing went wrong in it, and nothing asked for the network."""
    if "notebook" not in request.fixturenames:
        yield
        return
    notebook = request.getfixturevalue("notebook")
    yield
    problems, urls = list(notebook.problems), list(notebook.reached_for)
    notebook.problems.clear()
    notebook.reached_for.clear()
    assert problems == []
    assert urls == []


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    """The static pages."""
    out = tmp_path_factory.mktemp("pages")
    build(out)
    return out


@pytest.fixture
def reader(site, browser):
    """A window on the pages; at the end, nothing went wrong in it, and it asked for nothing elsewhere."""
    with leaf(site, browser) as fresh:
        yield fresh
        assert fresh.problems == []
        assert fresh.reached_for == []


@pytest.fixture(scope="package")
def address():
    """Where the built web edition is served."""
    if not paths.LIVE.exists():
        pytest.fail("there is no site: run make site", pytrace=False)
    with running() as url:
        yield url


@pytest.fixture
def picture(request, notebook):
    """Keep a screenshot as an artefact, named after the test and the step."""

    def take(step: str) -> None:
        name = re.sub(r"[^a-z0-9]+", "-", f"{request.node.name} {step}".lower()).strip("-")
        notebook.screenshot(ARTEFACTS / f"{name}.png")

    return take
