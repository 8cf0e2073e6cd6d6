"""What the pages say of the way that a reader has chosen, and of what is done and kept."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def keep(reader, **steps):
    reader.page.evaluate("(steps) => courseKept.replace(steps)", steps)


def choose_the_executive_path(reader):
    reader.open("index.html")
    reader.page.get_by_role("radio", name="The executive path").check()


def row(reader, question):
    return reader.page.get_by_role("listitem").filter(has_text=question, visible=True)


def test_the_next_link_follows_the_chosen_path(reader):
    reader.open("modules/01_scaling_gap.html")
    onwards = reader.page.locator("a[rel=next]:visible").first
    expect(onwards).to_contain_text("Data at scale")
    choose_the_executive_path(reader)
    reader.open("modules/01_scaling_gap.html")
    expect(onwards).to_contain_text("People and change")
    reader.open("modules/02_data_at_scale.html")
    expect(onwards).to_contain_text("People and change")
    onwards.click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("People and change")


def test_go_on_leads_along_the_path_past_what_is_done(reader):
    choose_the_executive_path(reader)
    reader.open("modules/02_data_at_scale.html")
    keep(
        reader,
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
    shown = reader.page.locator(".course-explorable").first
    shown.get_by_role("button", name="Just explore").click()
    expect(shown.locator(".course-summary")).not_to_be_empty()
    expect(first).not_to_have_class("door-done")
    reader.open("modules/00_start_here.html")
    reader.open("index.html")
    expect(first).to_have_class("door-done")


def test_the_door_names_what_is_checked_and_what_the_file_leaves_out(reader):
    reader.open("index.html")
    keep(reader, **{"exercise-drift.q1": {"passed": True}, "exercise-drift.q2": {"passed": False}})
    expect(reader.page.locator(".door-kept")).to_have_text(
        "This browser keeps: drift checked (q1)."
    )
    expect(reader.page.get_by_text("does not hold what you wrote in exercises")).to_be_visible()


def test_an_output_of_an_empty_notebook_says_so_to_somebody_who_has_begun(reader):
    reader.open("modules/12_case_and_pitfalls.html")
    words = reader.page.get_by_text("This is from an empty notebook")
    expect(words).to_be_hidden()
    keep(reader, **{"drift.shift": {"skipped": True}})
    expect(words).to_be_visible()
    expect(reader.page.get_by_text("Run shows yours.")).to_be_hidden()  # nothing runs from disk
