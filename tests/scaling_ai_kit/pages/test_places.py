"""Where a page stands on a path, and what the path skips of it."""

import pytest

from course.board import decisions
from course.syllabus.syllabus import PATHS
from scaling_ai_kit.pages import beats, prose
from scaling_ai_kit.pages.places import Routes
from scaling_ai_kit.pages.sources import read_course

LESSON = "modules/04_people_and_change.html"
START = "modules/00_start_here.html"


@pytest.fixture(scope="module")
def routes():
    course = read_course()
    lessons = {module: (page, exercises) for module, page, exercises in course.lessons()}
    return Routes(lessons, {source.notebook: source for source in course.sources})


def numbers(places):
    return {name: place.number for name, place in places.items()}


def test_a_lesson_is_another_stop_on_each_path(routes):
    assert numbers(routes.of_page("modules/07_drift.html")) == {
        "executive": 5,
        "practitioner": 4,
        "whole": 8,
    }


def test_the_paper_is_the_last_stop_of_those_who_decide(routes):
    paper = routes.of_page("exercises/board_paper.html")
    assert numbers(paper) == {"executive": 9, "practitioner": 9, "whole": None}
    assert paper["executive"].stops == 9
    assert paper["executive"].after is None
    last = routes.of_page("modules/12_case_and_pitfalls.html")["executive"]
    assert last.after.page == "exercises/board_paper.html"
    assert routes.of_page("modules/13_future.html")["whole"].after is None


def test_a_lesson_that_is_no_stop_leads_back_to_the_path(routes):
    place = routes.of_page("modules/02_data_at_scale.html")["executive"]
    assert place.number is None
    assert place.after.page == LESSON
    assert not place.skips("1. Anything"), "who opens it wants to read it"


def test_an_exercise_of_no_path_has_no_stop_and_no_neighbours(routes):
    for place in routes.of_page("exercises/drift.html").values():
        assert (place.number, place.before, place.after) == (None, None, None)


def test_a_path_skips_what_it_does_not_name(routes):
    places = routes.of_page(LESSON)
    skipped_paths = {
        heading: beats.beat(heading, "", places).skipped
        for heading, _ in [("", ""), *prose.headings(_text(LESSON))]
    }
    assert [heading for heading, paths in skipped_paths.items() if not paths] == [
        "",
        "1. Count and check: a thousand machines",
        "Your decision",
        "Summary",
    ]
    assert set(skipped_paths.values()) == {(), ("executive",)}


def test_the_first_page_skips_for_those_who_decide_what_people_who_code_need(routes):
    places = routes.of_page(START)
    skipped_paths = [
        (heading, paths)
        for heading, _ in prose.headings(_text(START))
        if (paths := beats.beat(heading, "", places).skipped)
    ]
    assert skipped_paths == [
        ("Where you are", ("executive",)),
        ("When you are graded", ("executive",)),
    ]


def test_how_long_a_lesson_takes_is_for_paths_that_take_all_of_it(routes):
    html = "<p>A quick reader needs about 25 minutes.</p>\n<p>On.</p>"
    assert beats.mark_time(html, routes.of_page(LESSON)) == html.replace(
        "<p>A", '<p data-skipped="executive">A'
    )
    assert beats.mark_time(html, routes.of_page("modules/08_mlops.html")) == html


def test_every_lesson_says_how_long_it_takes_as_the_mark_expects(routes):
    _, *lessons = [page for _, page, _ in read_course().lessons()]
    for lesson in lessons:
        html = prose.markdown(prose.divided(lesson.prose)[0], str)
        marked_html = beats.mark_time(html, routes.of_page(lesson.page))
        parts = any(place.takes_part for place in routes.of_page(lesson.page).values())
        assert (marked_html != html) == parts, lesson.page


def _text(page):
    (source,) = [source for source in read_course().modules if source.page == page]
    return source.prose


@pytest.mark.parametrize("name", PATHS)
def test_every_section_that_a_stop_names_is_on_its_page(name):
    lessons = {module: page for module, page, _ in read_course().lessons()}
    for stop in PATHS[name].stops:
        if not stop.is_part:
            continue
        headings = {heading for heading, _ in prose.headings(lessons[stop.module].prose)}
        assert set(decisions.sections(stop.module.slug, stop.steps)) <= headings


def test_neighbours_that_the_same_paths_skip_fold_together():
    parts = [beats.Beat(name, name, skipped_paths) for name, skipped_paths in _SKIPPED]
    assert [(paths, [part.heading for part in some]) for paths, some in beats.folds(parts)] == [
        ((), ["a"]),
        (("executive",), ["b", "c"]),
        ((), ["d"]),
    ]


_SKIPPED = [("a", ()), ("b", ("executive",)), ("c", ("executive",)), ("d", ())]


@pytest.mark.parametrize(
    ("html", "coding"),
    [
        ("<p>Read.</p>", None),
        (
            "<p><strong>Change it.</strong> Try 3.</p>\n<details>\n<p>4.</p></details>\n<p>On.</p>",
            "<p><strong>Change it.</strong> Try 3.</p>\n<details>\n<p>4.</p></details>",
        ),
        (
            "<p><strong>Next:</strong> the exercise.</p>",
            "<p><strong>Next:</strong> the exercise.</p>",
        ),
        (
            '<p>No hire. (Task 6 of the <a href="04_x_workbench.html">workbench</a>.)</p>',
            ' (Task 6 of the <a href="04_x_workbench.html">workbench</a>.)',
        ),
    ],
)
def test_what_only_people_who_code_need_is_marked(html, coding):
    marked_html = beats.mark_coding(html)
    if coding is None:
        assert marked_html == html
    else:
        assert f' class="page-coding">{coding}</' in marked_html
        assert marked_html.endswith("<p>On.</p>") == html.endswith("<p>On.</p>")


def test_a_text_is_divided_at_its_headings_but_not_in_code():
    text = "# Title\n\nWhy?\n\n## One\n\n```\n## no heading\n```\n\n## Two\n"
    assert prose.divided(text) == [
        "# Title\n\nWhy?\n\n",
        "## One\n\n```\n## no heading\n```\n\n",
        "## Two\n",
    ]
    assert prose.divided("## One\n") == ["", "## One\n"]
