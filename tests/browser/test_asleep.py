"""Pages without Python: what is kept, links to a setting, cards alone, and tables on a phone."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.accessible import violations
from browser.pages import PHONE, decided, leaf
from course import explore
from course.learner import progress
from scaling_ai_kit.pages import widgets
from scaling_ai_kit.pages.build import build

pytestmark = pytest.mark.browser

CASE = "modules/12_case_and_pitfalls.html"
SERVERS = "modules/03_infrastructure.html"
KEPT = "courseKept.get('case_and_pitfalls.decision')"
DECIDED = decided("started", "So we see what is live.", target=12, begin=10)


@pytest.fixture(scope="module")
def part(tmp_path_factory):
    """Two lessons of the site, as if Python had been built next to them."""
    out = tmp_path_factory.mktemp("part")
    build(out, live=True, only=[CASE, SERVERS])
    return out


@pytest.fixture
def window(part, browser):
    with leaf(part, browser) as fresh:
        yield fresh
        assert fresh.problems == []
        assert fresh.reached_for == []


def put(reader, page, steps):
    """Keep some steps in the browser, as an earlier visit has left them."""
    reader.open(page)
    text = json.dumps({"format": 1, "steps": steps})
    reader.page.evaluate("text => localStorage.setItem('scaling-ai-course.progress', text)", text)
    reader.open(page)


def load_of(page):
    """Return the explorable with a queue of requests, as the lesson shows it."""
    return page.locator('.page-figure[data-kind="explorable"]').first


def test_who_has_decided_sees_their_own_two_years_and_paper(window):
    put(window, CASE, {"scaling_gap.decision": DECIDED})
    two_years = explore.case_and_pitfalls.two_years()
    card = window.explorable(two_years.title)
    card.get_by_role("radio").first.check()
    card.get_by_role("button", name="Commit to this").click()
    summary = card.locator(".course-summary")
    expect(summary).to_contain_text("Stop and finish")
    card.get_by_role("button", name="Your decisions").click()
    card.get_by_label("One decision", exact=True).select_option("1 scaling gap")
    progress.record("scaling_gap.decision", **DECIDED)
    values = {"board": "Yours", "module": "1 scaling gap"}
    expect(summary).to_have_text(two_years.scene_at(values)["summary"])
    window.page.get_by_text("Your paper so far").click()
    paper = window.page.locator(".page-cell", has_text="board_paper()").last
    paper.scroll_into_view_if_needed()
    expect(paper).to_contain_text("1 of 13 questions is decided")
    expect(window.page.get_by_text("questions is decided yet").filter(visible=True)).to_have_count(
        0
    )

    decision = window.explorable("Your decision")
    decision.get_by_role("radio").first.check()
    decision.get_by_label("Your reason, in one line").fill("A rule is fair.")
    decision.get_by_role("button", name="Decide").click()
    paper.scroll_into_view_if_needed()
    expect(paper).to_contain_text("2 of 13 questions are decided")
    card.scroll_into_view_if_needed()
    progress.record("case_and_pitfalls.decision", **window.page.evaluate(KEPT))
    expect(summary).to_have_text(two_years.scene_at(values)["summary"])
    assert violations(window.page) == []


def test_who_has_decided_nothing_sees_that(window):
    window.open(CASE)
    card = window.explorable(explore.case_and_pitfalls.two_years().title)
    card.get_by_role("button", name="Just explore").click()
    card.get_by_role("button", name="Your decisions").click()
    expect(card.locator(".course-summary")).to_contain_text("not decided")
    empty = window.page.get_by_text("questions is decided yet")
    expect(empty).to_be_hidden()
    window.page.get_by_text("Your paper so far").click()
    expect(empty).to_be_visible()


def test_small_explorables_move_whole_and_solve_their_challenges(window):
    explorable = explore.case_and_pitfalls.two_years()
    assert widgets.grid(explorable), "it is small enough"
    window.open(CASE)
    card = window.explorable(explorable.title)
    card.get_by_role("button", name="Just explore").click()
    goal = explorable.challenges[0]
    for name, value in goal.witness.items():
        label = next(each["label"] for each in explorable.controls if each["name"] == name)
        card.get_by_label(label, exact=True).select_option(value)
    expect(card.locator(".course-summary")).to_have_text(
        explorable.scene_at(goal.witness)["summary"]
    )
    expect(card.locator(".course-done")).to_contain_text(goal.text)


def test_a_decision_says_what_the_board_paper_will_say(window):
    window.open(SERVERS)
    decision = window.explorable("Your decision")
    decision.get_by_role("radio").first.check()
    decision.get_by_label("Your reason, in one line").fill("An outage costs us most of all.")
    decision.get_by_role("button", name="Decide").click()
    expect(decision).to_contain_text("The board paper will say: Outages do 91% less harm")
    change = decision.get_by_role("button", name="Change it")
    expect(change).to_have_accessible_description(
        decision.locator("[id^=consequence]").inner_text()
    )


def test_a_link_leads_to_a_setting_and_the_guess_comes_first(window):
    window.open(SERVERS)
    state = json.loads(load_of(window.page).locator("script").text_content())
    control = next(
        each for each in json.loads(state["authored"])["controls"] if each["kind"] == "slider"
    )
    window.page.goto("about:blank")
    link = f"#explorable={state['name']}&{control['name']}={control['high']}&colour=red"
    window.page.goto((window.site / SERVERS).as_uri() + link)
    card = load_of(window.page)
    expect(card.locator(".page-ignored")).to_contain_text("there is no control “colour”")
    expect(card.locator(".course-controls-box")).to_be_hidden()
    card.get_by_role("button", name="Just explore").click()
    expect(card.get_by_label(control["label"], exact=True)).to_have_value(str(control["high"]))
    expect(card).to_be_in_viewport()
    card.locator("summary", has_text="Share").click()
    card.get_by_role("button", name="Copy a link to this setting").click()
    expect(card.locator(".page-share [role=status]")).not_to_be_empty()
    address = card.locator(".page-share input").evaluate("box => box.value")
    assert address.endswith(link.removesuffix("&colour=red"))


def test_an_unknown_explorable_leaves_the_page_as_it_is(window):
    window.page.goto((window.site / SERVERS).as_uri() + "#explorable=infrastructure.nothing")
    expect(window.page.locator(".page-ignored")).to_contain_text("“infrastructure.nothing”")
    window.page.goto((window.site / SERVERS).as_uri() + "#explorable=50%&path=nowhere")
    expect(window.page.locator(".page-ignored")).to_contain_text("“50%”")
    window.page.goto((window.site / SERVERS).as_uri() + "?embed=nothing")
    expect(window.page.locator(".page-ignored")).to_contain_text("“nothing”")
    expect(window.page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("kind", ["explorable", "checkpoint"])
def test_a_card_stands_alone_in_a_frame(kind, window):
    window.open(SERVERS)
    figure = window.page.locator(f'.page-figure[data-kind="{kind}"]').first
    name = json.loads(figure.locator("script").text_content())["name"]
    card = "checkpoint" if kind == "checkpoint" else name
    window.page.goto((window.site / SERVERS).as_uri() + f"?embed={card}")
    expect(window.page.locator(".page-figure.page-drawn")).to_have_count(1)
    expect(window.page.get_by_role("banner")).to_have_count(0)
    expect(window.page.get_by_role("link", name="Infrastructure")).to_be_visible()
    assert violations(window.page) == []


def test_a_browser_that_keeps_nothing_still_works_and_says_so(part, browser):
    with leaf(part, browser) as reader:
        reader.page.add_init_script(
            "Object.defineProperty(globalThis, 'localStorage', { get() { throw new Error('no'); } })"
        )
        reader.open(SERVERS)
        load_of(reader.page).get_by_role("button", name="Just explore").click()
        expect(load_of(reader.page).locator(".course-summary")).not_to_be_empty()
        reader.open("index.html")
        expect(reader.page.locator(".door-kept")).to_contain_text("keeps nothing")
        assert reader.problems == []


@pytest.mark.parametrize("content", [None, "not progress"])
def test_with_a_full_storage_a_lesson_works_and_says_what_it_cannot_keep(content, part, browser):
    with leaf(part, browser, accept_downloads=True) as reader:
        reader.open(SERVERS)
        if content:
            text = "text => localStorage.setItem('scaling-ai-course.progress', text)"
            reader.page.evaluate(text, content)
        reader.page.add_init_script(
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
        )
        reader.open(SERVERS)
        warning = reader.page.get_by_text("gone when you leave the page")
        expect(warning).to_have_count(0)
        load_of(reader.page).get_by_role("button", name="Just explore").click()
        expect(load_of(reader.page).locator(".course-summary")).not_to_be_empty()
        expect(warning).to_be_visible()
        with reader.page.expect_download() as download_info:
            reader.page.get_by_role("button", name="Save to a file").click()
        steps = json.loads(Path(download_info.value.path()).read_text(encoding="utf-8"))["steps"]
        assert steps == {"infrastructure.load": {"skipped": True}}
        assert violations(reader.page) == []
        assert reader.problems == []


def test_on_a_phone_rows_with_text_are_cards(part, browser):
    with leaf(part, browser, viewport=PHONE) as reader:
        reader.open(CASE)
        row = reader.page.locator("table.page-cards tbody tr").first
        row.scroll_into_view_if_needed()
        box = row.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert reader.page.get_by_role("row").count() > 0
        assert violations(reader.page, ".page-cards") == []


def test_text_in_a_wide_table_is_on_the_left_and_wraps(window):
    window.open(CASE)
    cell = window.page.locator(".page-table td.page-text").first
    assert cell.evaluate("cell => getComputedStyle(cell).textAlign") == "left"
    assert cell.evaluate("cell => getComputedStyle(cell).whiteSpace") == "normal"
    assert cell.evaluate("cell => getComputedStyle(cell).borderLeftWidth") == "0px"


SMALL = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const sizes = [];
  while (walk.nextNode()) {
    const { data, parentElement: el } = walk.currentNode;
    const isShown = data.trim() && !el.closest("script, style") && el.checkVisibility({ visibilityProperty: true });
    if (isShown) sizes.push([parseFloat(getComputedStyle(el).fontSize) * 0.75, data.trim()]);
  }
  return sizes.filter(([points]) => points < 10);
}"""


def test_on_paper_nothing_is_smaller_than_ten_points(window):
    window.open(CASE)
    window.page.emulate_media(media="print")
    paper = {"width": 718, "height": 1000}  # A4 with margins of 10 mm
    window.page.set_viewport_size(paper)
    width = "document.documentElement.scrollWidth"
    # A browser prints a page that is wider than the paper smaller as a whole.
    assert window.page.evaluate(width) == paper["width"]
    assert window.page.evaluate(SMALL) == []
