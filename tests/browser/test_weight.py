"""What the built web edition weighs, as it stands on its host, compressed or not.

``make test-site`` builds the site and runs these tests.
"""

import re

import pytest

from tools.site import paths

pytestmark = [pytest.mark.site]

WHOLE = 68e6  # bytes
BEFORE_PYTHON = 1.5e6
PYTHON = 45e6


def size(*files):
    return sum(file.stat().st_size for file in files)


def loaded(page):
    """Return the shared files that a page loads, and its scenes."""
    text = page.read_text(encoding="utf-8")
    shared = [path for path in (paths.SITE / "assets").iterdir() if f"assets/{path.name}" in text]
    return [*shared, *page.parent.glob(f"{page.stem}-[0-9]*.js")]


@pytest.fixture(scope="module")
def pages():
    """Each page, with the archives that its Python needs from the start."""
    archives = {}
    folders = ("modules", "exercises")
    lessons = [path for name in folders for path in (paths.SITE / name).glob("*.html")]
    for path in [paths.SITE / "index.html", *lessons]:
        match = re.search('data-python="(.*?)"', path.read_text(encoding="utf-8"))
        archives[path] = match[1].split()
    return archives


def test_the_whole_edition_is_light():
    assert size(*(path for path in paths.SITE.rglob("*") if path.is_file())) < WHOLE


def test_a_page_is_light_before_python(pages):
    assert len(pages) > 30
    sizes = {page.name: size(page, *loaded(page)) for page in pages}
    assert {name: bytes_ for name, bytes_ in sizes.items() if bytes_ > BEFORE_PYTHON} == {}


def test_a_pages_python_is_light(pages):
    python = paths.LIVE / "static" / "pyodide"
    runtime = [path for path in python.iterdir() if not path.name.endswith(".tar.gz")]
    for page, names in pages.items():
        archives = [python / f"{name}.tar.gz" for name in ("first", *names)]
        assert size(*runtime, *archives) < PYTHON, page.name
