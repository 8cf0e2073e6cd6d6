"""What the pages say of the way that a reader has chosen, and of what is done and kept."""

import re

import pytest
from playwright.sync_api import expect

from browser.pages import decided
from course.syllabus.syllabus import PATHS

pytestmark = pytest.mark.browser


DECIDED = decided("outcomes", "Only outcomes show harm.", limit=75)


def choose_the_executive_path(reader):
    reader.open("index.html")
    reader.page.get_by_role("radio", name="I decide").check()


def row(reader, question):
    return reader.page.get_by_role("listitem").filter(has_text=question, visible=True)


def test_the_next_link_follows_the_chosen_path(reader):
    reader.open("modules/01_scaling_gap.html")
    link = reader.page.locator("a[rel=next]:visible").first
    expect(link).to_contain_text("Data at scale")
    choose_the_executive_path(reader)
    reader.open("modules/01_scaling_gap.html")
    expect(link).to_contain_text("People and change")
    reader.open("modules/02_data_at_scale.html")
    expect(link).to_contain_text("People and change")
    link.click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("People and change")


def test_who_decides_goes_on_from_the_door_to_the_paper_and_meets_no_code(reader):
    choose_the_executive_path(reader)
    reader.page.locator(".door-way:visible li a").first.click()
    code = reader.page.locator(".page-code, .page-coding, .page-tools, pre").filter(visible=True)
    times = reader.page.get_by_text(re.compile(r"quick reader|takes about a quarter of an hour"))
    whole = times.filter(visible=True)
    link = reader.page.locator("a[rel=next]:visible")
    for number, stop in enumerate(PATHS["executive"].stops, start=1):
        expect(reader.page.locator(".page-place:visible")).to_contain_text(
            f"I decide · stop {number} of 9"
        )
        expect(code).to_have_count(0)
        expect(whole).to_have_count(0 if stop.is_part else 1)
        for step in stop.steps:
            entries = reader.page.locator(
                f'.page-contents li[data-steps~="{stop.module.slug}.{step}"]'
            )
            expect(entries.first).to_be_visible()  # a lesson may call an explorable twice
        expect(link).to_have_count(1)
        link.click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Your paper for the board")
    expect(code).to_have_count(0)
    expect(link).to_have_count(0)
    nothing = reader.page.get_by_text("You have decided nothing yet").filter(visible=True)
    expect(nothing).to_have_count(2)
    reader.keep(**{"drift.decision": DECIDED})
    expect(nothing).to_have_count(0)
    expect(reader.page.get_by_text("Only outcomes show harm.").filter(visible=True)).to_have_count(
        2
    )


def test_what_a_path_skips_folds_out_and_a_link_leads_into_it(reader):
    choose_the_executive_path(reader)
    reader.open("modules/04_people_and_change.html")
    order = reader.page.get_by_role("heading", name="4. Answer: what comes first?")
    expect(order).to_be_hidden()
    expect(reader.page.get_by_text("Before you decide.")).to_be_visible()
    reader.page.get_by_role("button", name="4. Answer: what comes first?").click()
    expect(order).to_be_visible()
    reader.page.evaluate("location.hash = 'Sources'")
    expect(reader.page.get_by_role("heading", name="Sources")).to_be_in_viewport()


def test_another_path_brings_the_code_back_at_once(reader):
    choose_the_executive_path(reader)
    reader.open("modules/04_people_and_change.html")
    code = reader.page.locator(".page-call").filter(visible=True)
    menu = reader.open_menu()
    menu.get_by_role("button", name="Show the code").click()
    expect(code).not_to_have_count(0)
    menu.get_by_role("button", name="Show the code").click()
    expect(code).to_have_count(0)
    menu.get_by_role("radio", name="I want all of it").check()
    expect(code).to_have_count(2)
    expect(reader.page.get_by_text("Before you decide.")).to_be_hidden()
    expect(menu.get_by_role("link", name="Its workbench")).to_be_visible()


def test_the_list_ticks_what_is_done_and_the_bar_counts_it(reader):
    reader.open("modules/04_people_and_change.html")
    ticks = reader.page.locator(".page-contents .page-done")
    expect(ticks).to_have_count(0)
    reader.keep(**{"people_and_change.alarms": {"guess": 5}})
    expect(ticks).to_have_text("1. Count and check: a thousand machines, done")
    expect(reader.page.locator(".page-far")).to_have_js_property("value", 1)


def test_a_title_is_the_first_thing_of_a_page(reader):
    for name in ("modules/09_governance.html", "exercises/drift.html"):
        reader.open(name)
        assert reader.page.get_by_role("heading", level=1).bounding_box()["y"] < 100


def test_the_first_button_of_somebody_who_comes_back_is_go_on(reader):
    reader.open("index.html")
    first = reader.page.locator(".door-go").first.locator("a, button").first
    expect(first).to_have_text("Begin with a guess")
    reader.open("modules/07_drift.html")
    reader.open("index.html")
    expect(first).to_contain_text("Go on: ")
    expect(first).to_have_class(re.compile("door-button"))


def test_go_on_leads_along_the_path_past_what_is_done(reader):
    choose_the_executive_path(reader)
    reader.open("modules/02_data_at_scale.html")
    reader.keep(
        **{
            "start_here.pilots": {"guess": 2},
            "scaling_gap.definitions": {"skipped": True},
            "scaling_gap.funnel": {"skipped": True},
            "scaling_gap.checkpoint": {"answered": 1, "right": 1, "asked": 6},
        },
    )
    reader.open("modules/00_start_here.html")
    reader.open("index.html")
    expect(row(reader, "Why do pilots not become products?")).to_have_class("door-done")
    expect(reader.page.locator(".door-on")).to_have_text("Go on: Why do crews ignore a good model?")


def test_a_guess_at_the_door_is_not_the_first_lesson(reader):
    reader.open("index.html")
    first = row(reader, "Where am I, and how does this work?")
    card = reader.page.locator(".course-explorable").first
    card.get_by_role("button", name="Just explore").click()
    expect(card.locator(".course-summary")).not_to_be_empty()
    expect(first).not_to_have_class("door-done")
    reader.open("modules/00_start_here.html")
    reader.open("index.html")
    expect(first).to_have_class("door-done")


def test_the_door_names_what_is_checked_and_what_the_file_leaves_out(reader):
    reader.open("index.html")
    reader.keep(**{"exercise-drift.q1": {"passed": True}, "exercise-drift.q2": {"passed": False}})
    expect(reader.page.locator(".door-kept")).to_have_text(
        "This browser keeps: drift checked (q1)."
    )
    expect(reader.page.get_by_text("does not hold what you wrote in exercises")).to_be_visible()


def test_an_output_of_an_empty_notebook_says_so_to_somebody_who_has_begun(reader):
    reader.open("modules/12_case_and_pitfalls.html")
    reader.page.get_by_text("Your paper so far").click()
    words = reader.page.get_by_text("This is from an empty notebook")
    expect(words).to_be_hidden()
    reader.keep(**{"drift.shift": {"skipped": True}})
    expect(words).to_be_visible()
    hint = reader.page.get_by_text("Press Show to see yours.")
    expect(hint).to_be_hidden()  # nothing runs from disk
