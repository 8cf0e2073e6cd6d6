"""The pages of the libraries: what is public is on them, links lead somewhere, nothing is fetched."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import course

# All pages are built; these are read.
PAGES = {
    "index.html",
    "course.html",
    "course/explore/drift.html",
    "split_grader/course/settings.html",
}
FETCHING = {"script", "link", "img", "iframe", "object", "embed", "audio", "video", "source"}


class Reader(HTMLParser):
    """What a page links to, what it would fetch, its anchors, language and title."""

    def __init__(self, path):
        super().__init__()
        self.links, self.fetched, self.anchors, self.lang, self.title = [], [], set(), None, ""
        self._in_title = False
        self.text = path.read_text(encoding="utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self._in_title = tag == "title"
        self.lang = attrs.get("lang") if tag == "html" else self.lang
        self.anchors.add(attrs.get("id"))
        if tag == "a":
            self.links.append(attrs["href"])
        if tag in FETCHING:
            self.fetched.append(attrs.get("src") or attrs.get("href") or tag)

    def handle_data(self, data):
        self.title += data if self._in_title else ""

    def handle_endtag(self, _tag):
        self._in_title = False


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("api")
    # pdoc completes modules as it reads them; those of the other tests stay as they are.
    subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "tools.api", folder],
        cwd=Path(__file__).parents[2],
        check=True,
    )
    return {path.relative_to(folder).as_posix(): Reader(path) for path in folder.rglob("*.*")}


def test_there_is_a_page_for_each_module_and_the_index_leads_to_it(site):
    pages = {name for name in site if name.endswith(".html")} - {"index.html"}
    assert pages >= PAGES - {"index.html"}
    assert pages <= set(site["index.html"].links)


def test_every_public_name_is_told_with_its_docstring(site):
    page = site["course.html"]
    assert (
        set(course.__all__) - {"charts", "data", "explore", "progress", "simulate"} <= page.anchors
    )
    assert "Return the rows of a data set." in page.text
    assert "Any" not in page.anchors
    assert {"fair_grading", "is_safe"} <= site["split_grader/course/settings.html"].anchors


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_has_a_language_and_a_title(site, name):
    assert site[name].lang == "en"
    assert site[name].title.strip()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_links_within_the_pages_lead_somewhere(site, name):
    for link in site[name].links:
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (Path("/", name).parent / path).resolve() if path else Path("/", name)
        page = site[target.relative_to("/").as_posix()]
        assert not anchor or anchor in page.anchors, link


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_is_fetched(site, name):
    assert all(url.startswith("data:") for url in site[name].fetched)
    assert not re.search(r"@import|url\((?!['\"]?data:)", site[name].text)
