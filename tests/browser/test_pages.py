"""The pages as somebody reads them: opened from disk, without a kernel and without a network."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from browser.pages import PHONE, QUESTION_ALONE, leaf, open_all
from browser.questions import answer
from course.explore import drift
from course.recall import checkpoints
from scaling_ai_kit.pages.build import build
from scaling_ai_kit.pages.sources import read_course

pytestmark = pytest.mark.browser

NAMES = ["index.html", *(source.page for source in read_course().sources)]
LESSONS = [page.page for _, page, _ in read_course().lessons() if page]
MOST_SCREENS = 10  # of a laptop


@pytest.mark.parametrize("name", NAMES)
def test_a_page_opened_from_disk_draws_every_figure(name, reader):
    reader.open(name)
    figures = reader.page.locator(".page-figure")
    charts = reader.page.locator(".page-figure:is([data-kind=chart], [data-kind=explorable])")
    expect(reader.page.locator(".page-undrawn")).to_have_count(0)
    expect(reader.page.locator(".page-drawn")).to_have_count(figures.count())
    picture = reader.page.locator(f"svg.marks, {QUESTION_ALONE}")
    expect(charts.filter(has=picture)).to_have_count(charts.count())
    for still in reader.page.locator(".page-still").all():
        expect(still).to_be_hidden()


@pytest.mark.wcag("1.4.4", "1.4.10")
@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_a_phone_and_one_at_twice_the_size(name, site, browser):
    with leaf(site, browser, viewport=PHONE) as phone:
        phone.open(name)
        width = "document.documentElement.scrollWidth"
        assert phone.page.evaluate(width) == PHONE["width"]
        half = PHONE["width"] // 2
        phone.page.set_viewport_size({"width": half, "height": PHONE["height"] // 2})
        phone.page.wait_for_function(f"{width} === {half}")
        assert phone.problems == []


@pytest.fixture
def shift():
    """The explorable in Python, opened, to compare with."""
    explorable = drift.shift()
    explorable.just_explore()
    return explorable


def opened(card):
    card.get_by_role("button", name="Just explore").click()
    expect(card.locator(".course-summary")).not_to_be_empty()
    open_all(card)
    return card


def test_a_lesson_has_at_most_ten_screens(site, browser):
    screens = {}
    with leaf(site, browser, viewport={"width": 1280, "height": 800}) as reader:
        for name in LESSONS:
            reader.open(name)
            screens[name] = reader.page.evaluate("document.documentElement.scrollHeight") / 800
    assert {name: tall for name, tall in screens.items() if tall > MOST_SCREENS} == {}


def test_an_explorable_says_what_it_shows_only_after_the_guess(reader, shift):
    reader.open("modules/07_drift.html")
    card = reader.explorable(shift.title)
    chart = card.locator(".course-chart")
    expect(card.locator(".course-summary")).to_be_hidden()
    expect(card.locator(".course-chart .mark-line path")).to_have_count(0)
    assert shift.scene.title not in card.inner_text()
    figure = reader.page.locator(".page-figure").first
    expect(figure.locator("figcaption")).to_contain_text(shift.spec["description"])
    expect(chart).to_have_attribute("aria-label", re.compile("nobody knows who will default"))
    opened(card)
    expect(chart).to_have_attribute("aria-label", shift.spec["description"])
    expect(card.locator(".course-summary")).to_have_text(shift.summary)
    expect(card.locator(".course-point")).to_contain_text(shift.scene.title)


def test_a_guess_opens_the_presets_and_they_move_chart_summary_and_controls(reader, shift):
    reader.open("modules/07_drift.html")
    card = reader.explorable(shift.title)
    chart, summary = card.locator(".course-chart"), card.locator(".course-summary")
    preset = card.get_by_role("button", name="Hard times")
    expect(preset).to_be_hidden()
    card.get_by_role("slider", name="Right from month 9 on").press("ArrowRight")
    card.get_by_role("button", name="Commit to this").click()
    expect(card.locator(".course-verdict")).to_contain_text("You said 81%; it is 94.1%")
    expect(summary).to_have_text(shift.summary)
    before = chart.inner_html()

    preset.click()

    shift.move(**shift.presets["Hard times"])
    expect(summary).to_have_text(shift.summary)
    expect(card.get_by_label("What moves from month 9 on")).to_have_value(shift.values["kind"])
    expect(card.get_by_role("slider", name="How far it moves")).to_have_value("0.5")
    reader.page.wait_for_function(
        "([chart, before]) => chart.innerHTML !== before", arg=[chart.element_handle(), before]
    )
    card.get_by_role("button", name="Safer customers").click()
    reader.page.wait_for_function(
        "([chart, before]) => chart.innerHTML === before", arg=[chart.element_handle(), before]
    )


def test_every_preset_of_every_explorable_says_something_of_its_own(reader):
    reader.open("modules/06_prioritization.html")
    for card in reader.page.locator(".course-explorable").all():
        opened(card)
        summaries = []
        for preset in card.get_by_role("group", name="Presets").get_by_role("button").all():
            preset.click()
            summaries.append(card.locator(".course-summary").inner_text())
        assert len(set(summaries)) == len(summaries) > 1


def test_a_slider_moves_chart_and_summary(reader, shift):
    reader.open("modules/07_drift.html")
    card = opened(reader.explorable(shift.title))
    chart, summary = card.locator(".course-chart"), card.locator(".course-summary")
    size = card.get_by_role("slider", name="How far it moves")
    before = chart.inner_html()

    size.press("ArrowLeft")

    shift.move(size=0.45)
    expect(summary).to_have_text(shift.summary)
    expect(size).to_have_attribute("aria-valuetext", "0.45 of the largest shift")
    reader.page.wait_for_function(
        "([chart, before]) => chart.innerHTML !== before", arg=[chart.element_handle(), before]
    )


def test_a_setting_that_needs_python_stays_and_the_chart_says_that_it_has_not_followed(reader):
    reader.open("modules/07_drift_workbench.html")
    card = opened(reader.explorable(drift.retraining().title))
    note = reader.page.locator(".page-figure", has=card).locator(".page-note")
    summary = card.locator(".course-summary")
    event = card.get_by_label("What happens in month 13")
    event.select_option("nothing")
    choice, before = event.input_value(), summary.inner_text()
    expect(note).to_be_hidden()
    card.get_by_role("slider", name="Price of one retraining").press("ArrowLeft")
    expect(note).to_contain_text("this setting needs Python")
    expect(event).to_have_value(choice)
    assert summary.inner_text() == before
    card.get_by_role("button", name="Nothing moves").click()
    expect(note).to_be_hidden()


def test_what_was_done_is_there_again_on_return(reader, shift):
    reader.open("modules/07_drift.html")
    card = reader.explorable(shift.title)
    card.get_by_role("slider", name="Right from month 9 on").press("ArrowRight")
    card.get_by_role("button", name="Commit to this").click()
    card.get_by_label("What moves from month 9 on").select_option(
        "what leads to default (concept drift)"
    )
    question = reader.page.locator(".course-checkpoint .course-choices").first
    answer(question, 1)
    decision = reader.page.get_by_role("region", name="Your decision")
    decision.get_by_role("radio").first.check()
    decision.get_by_label("Your reason, in one line").fill("Only outcomes show harm.")
    decision.get_by_role("button", name="Decide").click()
    expect(decision.locator(".course-summary")).to_contain_text("You decided on")

    reader.open("modules/07_drift.html")

    expect(card.locator(".course-verdict")).to_contain_text("You said 81%; it is 94.1%")
    reader.page.locator(".course-checkpoint summary[data-answered]").click()
    expect(question.get_by_role("radio").nth(1)).to_be_checked()
    expect(question.locator(".course-right")).to_have_count(1)
    expect(decision.locator(".course-summary")).to_contain_text("Only outcomes show harm.")


def test_every_end_of_every_control_shows_something(reader):
    """Each alone, the others at their start: what two have moved together waits for Python."""
    for name in NAMES[1:5]:
        reader.open(name)
        for card in reader.page.locator(".course-explorable").all():
            opened(card)
            summary = card.locator(".course-summary")
            for slider in card.get_by_role("slider", disabled=False).all():
                start = slider.input_value()
                slider.press("Home")
                lowest = summary.inner_text()
                slider.press("End")
                assert lowest != summary.inner_text(), slider.get_attribute("id")
                slider.fill(start)
            for toggle in card.get_by_role("checkbox").all():
                before = summary.inner_text()
                toggle.press("Space")
                assert before != summary.inner_text()
                toggle.press("Space")
        reader.page.evaluate("localStorage.clear()")  # a workbench asks what its lesson asked


def test_points_are_closed_where_no_python_can_follow_them(reader):
    reader.open("modules/06_prioritization.html")
    card = opened(reader.page.locator(".course-explorable").first)
    for control in card.locator(".course-points").locator("input, select").all():
        expect(control).to_be_disabled()
    chart = card.locator(".course-chart")
    before = chart.inner_html()
    mark = chart.locator(".mark-symbol path[aria-label*='Staff rota']")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    reader.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    reader.page.mouse.down()
    reader.page.mouse.move(box["x"] - 100, box["y"] - 100, steps=4)
    reader.page.mouse.up()
    assert chart.inner_html() == before


def test_a_mark_under_the_pointer_shows_its_figures(reader, shift):
    reader.open("modules/07_drift.html")
    opened(reader.explorable(shift.title)).locator(".mark-symbol path").last.hover()
    expect(reader.page.locator("#vg-tooltip-element")).to_contain_text("PSI")


def test_a_wrong_answer_has_its_reason_and_a_second_try(reader):
    reader.open("modules/07_drift.html")
    item = checkpoints.questions("drift")[0]
    wrong = next(index for index, option in enumerate(item["options"]) if not option.get("correct"))
    question = reader.page.locator(".course-checkpoint .course-choices").first
    options, check = question.get_by_role("radio"), question.get_by_role("button", name="Check")
    options.nth(wrong).check()
    check.click()
    reasons = question.get_by_role("status")
    expect(reasons).to_contain_text(item["options"][wrong]["why"])
    expect(question.locator(".course-right")).to_have_count(0)
    expect(options.nth(wrong)).to_be_disabled()
    question.get_by_role("radio", disabled=False).first.check()
    check.click()
    expect(reasons.locator("p")).to_have_count(options.count())
    expect(question.locator(".course-right")).to_have_count(1)
    facts = reader.page.evaluate("courseKept.get('drift.checkpoint')")
    assert (facts["answers"], facts["right"]) == ({item["id"]: wrong}, 0), "the first answer counts"


@pytest.mark.wcag("2.4.5")
def test_pages_lead_to_one_another(reader):
    reader.open("index.html")
    reader.page.get_by_role("link", name="Why did 88% become 79%?", exact=True).click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Drift")
    reader.open_menu().get_by_role("link", name="Prioritisation").click()
    expect(reader.page).to_have_url((reader.site / "modules/06_prioritization.html").as_uri())
    reader.page.get_by_role("link", name="All lessons").first.click()
    expect(reader.page.get_by_role("heading", name="Three ways through")).to_be_in_viewport()
    reader.page.get_by_role("link", name="exercise: From 5 stores to 500").click()
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("From 5 stores to 500")
    reader.page.get_by_role("link", name="Its lesson").first.click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("Data at scale")


def test_without_scripts_pictures_stand_in_and_reasons_fold_out(site, browser):
    with leaf(site, browser, java_script_enabled=False) as plain:
        plain.page.goto((site / "modules/07_drift.html").as_uri())
        for picture in plain.page.get_by_role("figure").get_by_role("img").all():
            picture.scroll_into_view_if_needed()
            expect(picture).to_be_visible()
        expect(plain.page.locator(".page-question").first).to_be_visible()
        assert drift.shift().scene.summary not in plain.page.inner_text("main")
        why = plain.page.get_by_text("Why?").first
        why.click()
        expect(plain.page.locator("details[open]").first).to_contain_text(
            re.compile("Right|Not quite")
        )


def test_where_a_chart_cannot_be_drawn_its_picture_stays(site, browser, tmp_path):
    broken_site = tmp_path / "broken"
    shutil.copytree(site, broken_site)
    (broken_site / "assets" / "vega.js").write_text(
        "globalThis.courseVega = Promise.reject('none');"
    )
    with leaf(broken_site, browser) as reader:
        reader.open("modules/00_start_here.html")
        picture = reader.page.locator(".page-still img")
        expect(picture).to_be_visible()
        assert any("explorable-1: none" in problem for problem in reader.problems)


def test_the_live_edition_is_explained_from_disk(browser, tmp_path):
    build(tmp_path, live=True)
    with leaf(tmp_path, browser) as reader:
        reader.open("index.html")
        expect(reader.page.get_by_text("make serve-site")).to_be_visible()
        reader.page.evaluate("document.documentElement.classList.remove('from-disk')")
        expect(reader.page.get_by_text("make serve-site")).to_be_hidden()
