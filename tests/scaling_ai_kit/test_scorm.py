"""A package for learning platforms: complete, described, and without links that lead nowhere."""

import html
import json
import re
import subprocess
import zipfile
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from course.board import boards, decisions, two_year_figure
from course.learner import progress
from course.recall import checkpoints
from course.syllabus.syllabus import READY
from scaling_ai_kit.scorm import package
from scaling_ai_kit.scorm.links import repoint
from scaling_ai_kit.scorm.manifest import VERSIONS, manifest

PAGE = "modules/03_infrastructure.html"
SITE = "https://example.org/course"
LARGEST = 2_000_000


def links(page):
    return map(html.unescape, re.findall(r'(?:href|src)="([^"]+)"', page))


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """A lesson's packages: without the browser edition's address, and with it."""
    lesson, out = package.of(["infrastructure"]), tmp_path_factory.mktemp("scorm")
    return package.write(lesson, out, VERSIONS), package.write(lesson, out / "site", ["1.2"], SITE)


def opened(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("number", [0, 1])
def test_the_manifest_lists_each_file_and_where_to_begin(archives, number):
    files = opened(archives[0][number])
    root = ET.fromstring(files.pop("imsmanifest.xml"))  # noqa: S314
    resource = root.find(".//{*}resource")
    paths = [each.get("href") for each in resource]
    assert sorted(paths) == sorted(files)
    assert resource.get("href") in files
    (kind,) = [value for name, value in resource.attrib.items() if "cormtype" in name.lower()]
    assert kind == "sco"
    assert root.find(".//{*}item").get("identifierref") == resource.get("identifier")


def test_each_version_has_its_own_names():
    old, new = (manifest(version, "drift", "Drift", ["a.html"]).decode() for version in VERSIONS)
    assert "<schemaversion>1.2</schemaversion>" in old
    assert "adlcp:scormtype" in old
    assert "imsss" not in old
    assert "<schemaversion>2004 4th Edition</schemaversion>" in new
    assert "adlcp:scormType" in new
    assert 'completionSetByContent="true"' in new


@pytest.mark.parametrize("number", [0, 1])
def test_no_link_of_a_page_leads_out_of_the_package_unless_to_another_site(archives, number):
    files = opened(archives[number][0])
    page = files[PAGE].decode()
    for link in links(page):
        parts = urlsplit(link)
        if not parts.scheme and parts.path:
            assert unquote(f"modules/{parts.path}").replace("modules/../", "") in files, link
    assert (f'href="{SITE}/exercises/rollout.html"' in page) == bool(number)
    assert (f'href="{SITE}/{PAGE}"' in page) == bool(number)


def test_a_package_says_what_does_not_run(archives):
    page = opened(archives[0][0])[PAGE].decode()
    assert page.count("Code and exercises don't run in this copy") == 1


@pytest.mark.parametrize("page", package._SAYS)
def test_a_package_does_not_say_that_nothing_is_sent(page):
    here, there = package._SAYS[page]
    assert package._packed(f"<p>{here}.</p>", page, (), None) == f"<p>{there}.</p>"
    with pytest.raises(ValueError, match=f"{page} no longer says"):
        package._packed("<p>Something else.</p>", page, (), None)


def test_the_search_finds_only_what_is_in_the_package(archives):
    script = opened(archives[0][0])["assets/search.js"].decode()
    sections = json.loads(re.search(r"courseSections = (.*);", script)[1])
    assert [page for page, _ in sections["pages"]] == [PAGE]


def test_a_lessons_package_is_small_and_has_nothing_of_other_lessons(archives):
    path = archives[0][0]
    assert path.stat().st_size < LARGEST
    pages = [name for name in opened(path) if name.endswith((".html", ".ipynb"))]
    assert sorted(pages) == ["launch.html", PAGE, "notebooks/modules/03_infrastructure.ipynb"]


def test_a_package_draws_the_paper_without_python(tmp_path, require):
    (path,) = package.write(package.of(["case_and_pitfalls"]), tmp_path, ["1.2"])
    files = opened(path)
    page = files["modules/12_case_and_pitfalls.html"].decode()
    assert "../assets/board.js" in links(page)
    choice = {"option": "calendar", "numbers": {"looks": 6, "stop": 80}, "reason": "It is late."}
    choice |= {"date": "2026-11-03", "seen": {}, "history": []}
    progress.record("drift.decision", **choice)
    steps = json.dumps({"drift.decision": choice})
    program = (
        files["assets/board.js"].decode() + f"console.log(courseBoard.paper({steps}, 'today'));"
    )
    (tmp_path / "paper.cjs").write_text(program, encoding="utf-8")
    command = [require("node"), tmp_path / "paper.cjs"]
    output = subprocess.check_output(command, text=True, encoding="utf-8")  # noqa: S603
    plan, _, why = output.partition("<h2>Why</h2>")
    assert "1 of 13 questions is decided." in plan
    (own,) = re.findall(r"<figure.*?</figure>", why)
    assert own == two_year_figure.figure(boards.learners_board())


def test_the_course_counts_every_question_and_decision():
    course = package.of()
    assert course.pages[0] == "index.html"
    assert [module.slug for module, _ in course.lessons] == list(READY)
    count = sum(len(checkpoints.questions(module)) for module in checkpoints.modules())
    assert sum(step["asked"] for step in course.steps) == count
    needed_steps = {step["name"] for step in course.steps if step["needed"]}
    assert {f"{module}.decision" for module in decisions.modules()} <= needed_steps
    assert needed_steps.isdisjoint({"start_here.pilots", "infrastructure.load"})


def test_a_lesson_that_asks_nothing_is_completed_by_exploring():
    (step,) = package.of(["start_here"]).steps
    assert step == {"name": "start_here.pilots", "asked": 0, "needed": True}


def test_an_unknown_lesson_is_refused_with_the_names_of_all():
    with pytest.raises(ValueError, match="no lesson 'drfit'; there are: start_here, "):
        package.of(["drfit"])


def test_a_site_without_an_address_is_refused(tmp_path):
    with pytest.raises(ValueError, match="SITE is 'here', not an address"):
        package.write(package.of(["drift"]), tmp_path, ["1.2"], "here")


@pytest.mark.parametrize(
    ("link", "alone", "with_site"),
    [
        ('<a href="#Sources">S</a>', '<a href="#Sources">S</a>', '<a href="#Sources">S</a>'),
        ('<a href="b.html#x">B</a>', '<a href="b.html#x">B</a>', '<a href="b.html#x">B</a>'),
        (
            '<a class="door-button" data-path="whole" href="c.html#x">C</a>',
            '<span data-path="whole">C</span>',
            f'<a class="door-button" data-path="whole" target="_blank" rel="noopener" href="{SITE}/m/c.html#x">C</a>',
        ),
        (
            '<nav><a rel="next" href="../c.html">C</a></nav>',
            "<nav></nav>",
            f'<nav><a target="_blank" rel="noopener" href="{SITE}/c.html">C</a></nav>',
        ),
        *[
            (
                '<a href="https://a.org/?b&amp;c">A</a>',
                *2 * ['<a target="_blank" rel="noopener" href="https://a.org/?b&amp;c">A</a>'],
            )
        ],
    ],
)
def test_links(link, alone, with_site):
    assert repoint(link, "m/a.html", {"m/b.html"}, None) == alone
    assert repoint(link, "m/a.html", {"m/b.html"}, SITE) == with_site
