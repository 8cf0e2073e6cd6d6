"""The front door: what a stranger sees first, the search, and what a browser keeps of a reader."""

import json
import re

import pytest
from playwright.sync_api import expect

from browser.accessible import violations
from browser.pages import decided, leaf
from course.learner import progress

pytestmark = pytest.mark.browser

LESSON = "modules/07_drift.html"


def search(reader, words):
    reader.page.get_by_role("searchbox", name="Search the lessons").fill(words)
    return reader.page.get_by_role("search").get_by_role("listitem")


@pytest.mark.wcag("2.4.5")
def test_the_search_leads_from_any_page_to_a_section_of_another(reader):
    reader.open(LESSON)
    hits = search(reader, "fairness constraint")
    expect(hits.first).to_be_visible()
    expect(reader.page.get_by_role("search").get_by_role("status")).to_contain_text("section")
    assert violations(reader.page) == []
    hits = search(reader, "population stability index")
    expect(hits.first.locator("mark").first).to_have_text(re.compile("population", re.IGNORECASE))
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    expect(reader.page).to_have_url(re.compile(r"\.html#.+"))
    anchor = reader.page.evaluate("decodeURIComponent(location.hash.slice(1))")
    expect(reader.page.locator(f"[id='{anchor}']")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("base rate", "1. Choose: fair to whom?"),
        ("threshold", "1. Count and check: a thousand machines"),
        ("canary", "5. Wait for the truth: is it right?"),
    ],
)
def test_a_term_leads_first_to_the_lesson_that_explains_it(words, section, reader):
    """Workbenches and exercises have it in a heading, and the lesson in bold."""
    reader.open("index.html")
    expect(search(reader, words).first.get_by_role("link")).to_have_text(section)


@pytest.mark.wcag("4.1.3")
def test_the_search_says_when_there_is_nothing_and_goes_away_with_escape(reader):
    reader.open("index.html")
    search(reader, "zzyzx")
    status = reader.page.get_by_role("search").get_by_role("status")
    expect(status).to_have_text("No section has these words.")
    reader.page.keyboard.press("Escape")
    expect(status).to_be_hidden()
    expect(reader.page.get_by_role("searchbox")).to_be_focused()


def test_a_path_lists_its_lessons_and_is_chosen_again_on_return(reader):
    reader.open("index.html")
    items = reader.page.locator("[data-module]").filter(visible=True)
    expect(items).to_have_count(14)
    reader.page.get_by_role("radio", name="I decide").check()
    expect(items).to_have_count(8)
    reader.page.reload()
    expect(items).to_have_count(8)


def test_progress_is_shown_saved_and_added_to_what_is_there(reader, tmp_path, monkeypatch):
    reader.open("index.html")
    expect(reader.page.get_by_text("This browser keeps nothing of you yet.")).to_be_visible()
    reader.keep(
        **{
            "drift.shift": {"guess": 81, "solved": ["One."]},
            "drift.checkpoint": {"answered": 2, "right": 1, "asked": 5},
        },
    )
    row = reader.page.get_by_role("listitem").filter(
        has_text="Why did 88% become 79%?", visible=True
    )
    expect(row).to_contain_text(re.compile(r"2 of \d steps, checkpoint 1 of 5 right"))
    with reader.page.expect_download() as download_info:
        reader.page.get_by_role("button", name="Save to a file").click()
    file = tmp_path / download_info.value.suggested_filename
    download_info.value.save_as(file)

    # The library reads the file, and its own file comes back.
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "kept.json"))
    assert progress.add_from(file) == 2
    assert progress.done("drift")["shift"] == {"guess": 81, "solved": ["One."]}
    progress.record("drift.shift", guess=70, solved=["Two."])
    progress.record("mlops.pipeline", skipped=True)
    progress.save_as(file)
    reader.page.locator("#door-add").set_input_files(file)
    expect(reader.page.locator("#door-said")).to_contain_text("3 steps")
    steps = reader.page.evaluate("courseKept.all()")
    assert steps["drift.shift"] == {"guess": 81, "solved": ["One.", "Two."]}
    assert steps["mlops.pipeline"] == {"skipped": True}


def test_a_file_that_holds_no_progress_changes_nothing(reader, tmp_path):
    reader.open("index.html")
    reader.keep(**{"drift.shift": {"guess": 81}})
    file = tmp_path / "photo.json"
    file.write_text(json.dumps({"format": 2, "steps": {}}))
    reader.page.locator("#door-add").set_input_files(file)
    expect(reader.page.locator("#door-said")).to_contain_text("it is not of format 1")
    assert reader.page.evaluate("courseKept.all()") == {"drift.shift": {"guess": 81}}


def decision(option, date, *history):
    return {**decided(option, "Mine."), "date": date, "history": list(history)}


def test_the_later_decision_counts_and_the_earlier_becomes_its_history(reader):
    reader.open("index.html")
    reader.keep(**{"drift.decision": decision("late", "2026-02-01")})
    other = {"drift.decision": decision("early", "2026-01-01")}
    for _ in range(2):
        reader.page.evaluate(
            "(steps) => courseKept.add(JSON.stringify({ format: 1, steps }))", other
        )
    choice = reader.page.evaluate("courseKept.get('drift.decision')")
    assert (choice["option"], [each["option"] for each in choice["history"]]) == ("late", ["early"])


def test_where_the_browser_keeps_nothing_the_page_works_and_says_so(reader):
    reader.page.add_init_script(
        "Object.defineProperty(globalThis, 'localStorage', { get() { throw new Error('no'); } })"
    )
    reader.open("index.html")
    expect(reader.page.get_by_text("keeps nothing after it is closed")).to_be_visible()
    reader.keep(**{"drift.shift": {"guess": 81}})
    assert reader.page.evaluate("courseKept.get('drift.shift')") == {"guess": 81}


def test_a_newer_edition_of_a_page_is_announced_once_and_the_door_leads_back(reader):
    reader.open(LESSON)
    banner = reader.page.get_by_text("This page is a newer edition")
    expect(banner).to_have_count(0)
    reader.page.evaluate(
        """() => { const visits = JSON.parse(localStorage.getItem("scaling-ai-course.visits"));
             for (const visit of Object.values(visits)) visit.edition = "older";
             localStorage.setItem("scaling-ai-course.visits", JSON.stringify(visits)); }"""
    )
    reader.open(LESSON)
    expect(banner).to_be_visible()
    reader.page.get_by_role("button", name="Close").click()
    expect(banner).to_have_count(0)
    reader.open(LESSON)
    expect(banner).to_have_count(0)
    reader.open("index.html")
    reader.page.get_by_role("link", name="Go on: 7. Drift").click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Drift")


@pytest.mark.wcag("2.2.2")
def test_the_picture_moves_until_it_is_stopped(reader):
    reader.open("index.html")
    words = reader.page.locator(".door-count-live")
    expect(words).to_have_text("Company 2 …", timeout=15_000)
    reader.page.get_by_role("button", name="Stop").click()
    expect(words).to_have_text(re.compile(r"Company 2: \d of 40 pilots (is|are) live\."))


def test_the_picture_stands_still_for_a_reader_who_wishes_less_motion(site, browser):
    with leaf(site, browser, reduced_motion="reduce") as reader:
        reader.open("index.html")
        expect(reader.page.get_by_role("button", name="Play")).to_be_visible()
        expect(reader.page.locator(".door-count-live")).to_have_text(
            "Company 1: 2 of 40 pilots are live."
        )
        script = "el => getComputedStyle(el).transitionDuration"
        assert reader.page.locator(".door-gates circle").first.evaluate(script) == "0s"


def test_without_scripts_the_door_leads_to_every_lesson(site, browser):
    with leaf(site, browser, java_script_enabled=False) as plain:
        plain.page.goto((site / "index.html").as_uri())
        expect(plain.page.get_by_role("searchbox")).to_have_count(0)
        expect(plain.page.get_by_role("button")).to_have_count(0)
        plain.page.get_by_role("radio", name="I decide").check()
        plain.page.get_by_role("link", name="Why did 88% become 79%?", exact=True).click()
        expect(plain.page.get_by_role("heading", level=1)).to_contain_text("Drift")


@pytest.mark.wcag("1.4.4", "1.4.10")
@pytest.mark.parametrize("name", ["index.html", LESSON, "exercises/drift.html"])
def test_a_page_at_twice_its_size_does_not_scroll_sideways(name, site, browser):
    with leaf(site, browser, viewport={"width": 640, "height": 500}) as reader:
        reader.open(name)
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 640


@pytest.mark.parametrize("name", ["index.html", LESSON])
def test_on_paper_there_is_no_search_and_no_chart_is_cut_off(name, reader):
    reader.open(name)
    reader.page.emulate_media(media="print")
    expect(reader.page.get_by_role("searchbox")).to_be_hidden()
    reader.page.set_viewport_size({"width": 700, "height": 1000})
    edges = reader.page.locator("svg.marks").evaluate_all(
        "(charts) => charts.map((chart) => chart.getBoundingClientRect().right)"
    )
    assert edges
    assert max(edges) <= 700


def test_where_there_is_room_the_contents_say_which_section_is_read(site, browser):
    with leaf(site, browser, viewport={"width": 1600, "height": 900}) as reader:
        reader.open(LESSON)
        contents = reader.page.get_by_role("navigation", name="On this page")
        contents.get_by_role("link", name="5. Ask early: what can you know today?").click()
        expect(contents.locator("[aria-current]")).to_have_text(
            "5. Ask early: what can you know today?"
        )
        expect(contents).to_be_in_viewport()
        assert violations(reader.page) == []


def test_the_course_map_of_a_lesson_shows_progress(reader):
    reader.open("modules/00_start_here.html")
    reader.keep(**{"drift.shift": {"skipped": True}})
    table = reader.page.get_by_role("table", name="The executive path")
    row = table.get_by_role("row").filter(has_text="Why did 88% become 79%?")
    expect(row).to_contain_text("1 of 2 steps")


def test_the_page_and_the_library_join_two_files_alike(reader, tmp_path, monkeypatch):
    own_steps = {
        "drift.shift": {"guess": [1, 2], "solved": ["One."]},
        "drift.checkpoint": {"answered": 1, "right": 1, "asked": 5, "answers": {"a": 0}},
        "drift.decision": decision("late", "2026-02-01", decision("first", "2025-12-01")),
        "review.drift": {"a": {"due": "2026-03-02", "last_review": "2026-03-01"}},
        "exercise-drift.q1": {"passed": True},
    }
    other_steps = {
        "drift.shift": {"guess": [3, 4], "solved": ["Two.", "One."]},
        "drift.checkpoint": {"answered": 3, "right": 1, "asked": 5, "answers": {"a": 1, "b": 2}},
        "drift.decision": decision("early", "2026-01-01"),
        "review.drift": {
            "a": {"due": "2026-02-02", "last_review": "2026-02-01"},
            "b": {"due": "2026-02-02", "last_review": None},
        },
        "exercise-drift.q1": {"passed": False},
        "mlops.pipeline": {"skipped": True},
    }
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "kept.json"))
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps({"format": 1, "steps": other_steps}))
    for step, facts in own_steps.items():
        progress.record(step, **facts)
    progress.add_from(file)

    reader.open("index.html")
    reader.keep(**own_steps)
    reader.page.evaluate("(text) => courseKept.add(text)", file.read_text())

    assert reader.page.evaluate("courseKept.all()") == progress.steps_done()


def test_the_page_refuses_a_file_with_an_odd_step(reader):
    reader.open("index.html")
    reader.keep(**{"drift.shift": {"solved": ["One."]}})
    script = "(text) => { try { courseKept.add(text); } catch ({ message }) { return message; } }"
    steps = {"drift.shift": {"solved": 3}}  # front/tests/facts.test.js has the other cases
    text = json.dumps({"format": 1, "steps": steps})
    assert "makes no sense" in reader.page.evaluate(script, text)
    assert reader.page.evaluate("courseKept.all()") == {"drift.shift": {"solved": ["One."]}}
