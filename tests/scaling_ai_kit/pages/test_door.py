"""What the landing page and the search are made of."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from course.simulate.scaling_gap.funnel import PASSES, PILOTS
from course.syllabus.syllabus import PATHS
from scaling_ai_kit.pages import door, gates, prose, search
from scaling_ai_kit.pages.sources import Source, read_course


@pytest.fixture(scope="module")
def course():
    return read_course()


@pytest.mark.parametrize(
    ("path", "module", "text"),
    [
        ("whole", "start_here", "15 min · 1 explorable"),
        ("whole", "drift", "45 min · a decision · a checkpoint · 2 explorables"),
        ("executive", "drift", "20 min · a decision · 1 explorable"),
    ],
)
def test_a_lesson_is_listed_with_what_its_path_takes_of_it(path, module, text):
    (stop,) = [stop for stop in PATHS[path].stops if stop.module.slug == module]
    assert door.contents(stop) == text


def test_a_part_of_a_lesson_names_its_explorables_and_leads_to_their_sections(course):
    lessons = {module: (page, exercises) for module, page, exercises in course.lessons()}
    lesson_parts = {
        stop.module.slug: parts
        for stop, _, parts, *_ in door.Way(PATHS["executive"], lessons).stops
    }
    assert lesson_parts["drift"] == [("shift", "1.-Name-it:-what-has-moved?")]
    assert [name for name, _ in lesson_parts["case_and_pitfalls"]] == ["purgatory", "two years"]
    assert lesson_parts["start_here"] == [], "all of it"


def test_every_path_says_whom_it_is_for():
    assert all(path.reader for path in PATHS.values())


def test_the_picture_shows_the_luck_of_companies_with_the_chances_of_the_simulation():
    live = gates.live()
    assert live[0] == 2, "as at Meridian"
    assert len(set(live)) > 3, "luck differs"
    mean = PILOTS * PASSES["owner"] * PASSES["data"] * PASSES["integration"] * PASSES["adoption"]
    assert sum(live) / len(live) == pytest.approx(mean, abs=0.5)
    gates_passed = [dot.passed for dot in gates.dots()]
    assert [
        sum(count == 4 for count in company) for company in zip(*gates_passed, strict=True)
    ] == live


@pytest.mark.parametrize(
    ("text", "description"),
    [
        (
            "# A\n\n*Where it plays.*\n\nOne `x` is [new](a.md) [[S1]](#S). Two.",
            "One x is new. Two.",
        ),
        (
            "# A\n\n" + "A sentence of some words. " * 20,
            " ".join(["A sentence of some words."] * 7),
        ),
        ("# A", ""),
    ],
)
def test_a_page_is_described_by_its_first_sentences(text, description):
    assert prose.opening(text, most=200) == description


def test_a_section_is_found_with_its_heading_and_the_title_of_its_explorable():
    cells = (
        new_markdown_cell("# A lesson\n\nBefore.\n\n## The *first* part\n\nA | B\n-|-\nred | blue"),
        new_code_cell("explore.start_here.pilots()", outputs=[nbformat.v4.new_output("stream")]),
        new_code_cell("secret = 1"),
        new_markdown_cell("### A smaller one\n\nMore is a **new *term***, and an old **one**."),
    )
    source = Source("modules/x.ipynb", "modules/x.html", "A lesson", cells)
    assert search.sections(source) == [
        ["A lesson", "A-lesson", "Before.", ""],
        [
            "The first part",
            "The-first-part",
            "A B red blue Two of forty pilots are live. Is that few?",
            "",
        ],
        ["A smaller one", "A-smaller-one", "More is a new term, and an old one.", "new term one"],
    ]


def test_the_search_holds_every_page_and_no_reason_of_a_checkpoint(course):
    script = search.script(course.sources)
    index = json.loads(script.split("globalThis.courseSections = ")[1].rstrip(";\n"))
    assert [page for page, _ in index["pages"]] == [source.page for source in course.sources]
    assert {section[0] for section in index["sections"]} == set(range(len(index["pages"])))
    assert "Not quite" not in json.dumps(index)
    assert len(script) < 600_000


def test_another_text_is_another_edition():
    def edition(*texts):
        cells = tuple(new_markdown_cell(text) for text in texts)
        return Source("a.ipynb", "a.html", "A", cells).edition

    assert edition("one", "two") == edition("one", "two") != edition("one", "three")
