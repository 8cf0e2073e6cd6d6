"""A lesson's page on a server: it moves before Python is there, wakes up, runs code and keeps things.

``make test-site`` builds the site and runs these tests.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.accessible import violations
from browser.pages import open_all, open_menu
from browser.questions import answer
from browser.site import served
from course import explore
from tools.site import paths

pytestmark = [pytest.mark.browser, pytest.mark.site]

PATIENCE = 120_000  # milliseconds
DRIFT = "modules/07_drift.html"
WORKBENCH = "modules/07_drift_workbench.html"
MORE_DEFAULT = "how many default (prior shift)"
# Texts and frames by cell; charts and widgets are looked at elsewhere. DuckDB is not in a browser, and
# what a solver writes past Python is in the notebook only.
SAID = """() => [...document.querySelectorAll(".page-outputs")].map((outputs) =>
  [...outputs.querySelectorAll("pre, .dataframe")].filter((part) => !part.closest(".page-figure"))
    .map((part) => part.textContent).filter((text) => !/^(DuckDB|Highs)/.test(text))
    .join("").replace(/\\s+/g, ""))"""

PANDERA = """
import pandas as pd, pandera.pandas as pa
schema = pa.DataFrameSchema({"quantity": pa.Column(float, pa.Check.ge(0), coerce=True)})
try:
    schema.validate(pd.DataFrame({"quantity": [1, -2]}), lazy=True)
except pa.errors.SchemaErrors as problem:
    failures = problem.failure_cases["failure_case"].tolist()
failures
"""


@pytest.fixture
def page(browser, address):
    with served(address, browser) as page:
        yield page


def unfolded(page, number):
    """Return a cell whose code is in sight."""
    cell = page.locator(".page-cell").nth(number - 1)
    for fold in cell.locator(".page-call:not([open]) > summary").all():
        fold.click()
    return cell


def runs(page, number):
    """Run a cell; return its element when it has come to its end."""
    cell = unfolded(page, number)
    cell.get_by_role("button", name=f"Run cell {number}", exact=True).click()
    expect(cell.locator(".page-state")).to_have_text("Done", timeout=PATIENCE)
    return cell


def write(page, number, source):
    """Put other code into a cell, from the keyboard."""
    cell = unfolded(page, number)
    cell.get_by_role("button", name=f"Edit cell {number}", exact=True).click()
    code = cell.get_by_role("textbox", name=f"Code of cell {number}")
    code.press("ControlOrMeta+a")
    page.keyboard.insert_text(source)
    return code


def kept(page):
    text = page.evaluate("localStorage.getItem('scaling-ai-course.progress')")
    return json.loads(text)["steps"]


def test_a_cold_page_moves_runs_and_brings_back_what_was_done(page):
    shift = explore.drift.shift()
    page.goto(DRIFT)
    card = page.get_by_role("region", name=shift.title).first
    card.get_by_role("slider", name="Right from month 9 on").press("ArrowRight")
    card.get_by_role("button", name="Commit to this").click()
    verdict = card.locator(".course-verdict")
    expect(verdict).to_contain_text("You said 81%")
    summary = card.locator(".course-summary").inner_text()
    card.get_by_role("slider", name="How far it moves").press("ArrowRight")
    expect(card.locator(".course-summary")).not_to_have_text(summary)
    card.get_by_label("What moves").select_option(MORE_DEFAULT)
    scene = shift.scene_at({"size": 0.55, "kind": MORE_DEFAULT})
    expect(card.locator(".course-summary")).to_have_text(scene["summary"])
    assert not any("pyodide" in url for url in page.asked), "it moves whole without Python"
    runs(page, 1)
    write(page, 1, "sum(range(9))").press("Shift+Enter")
    expect(page.locator(".page-cell").first.locator(".page-output")).to_have_text("36")

    page.reload()
    expect(verdict).to_contain_text("You said 81%")
    assert kept(page)["drift.shift"]["guess"] == 81


def test_moves_start_python_and_none_of_them_is_lost(page):
    alarms = explore.drift.false_alarms()
    goal = alarms.challenges[0]
    page.goto(WORKBENCH)
    card = page.get_by_role("region", name=alarms.title)
    card.get_by_role("button", name="Just explore").click()
    open_all(card)
    labels = {control["name"]: control["label"] for control in alarms.controls}
    for name, value in goal.witness.items():
        card.get_by_role("slider", name=labels[name]).fill(str(value))
    last = {**goal.witness, "inputs": 2}
    card.get_by_role("slider", name=labels["inputs"]).fill("2")
    expect(card.locator(".page-note")).to_contain_text("Python is on its way")
    expect(card.locator(".course-done")).to_contain_text(goal.text, timeout=PATIENCE)
    expect(card.locator(".course-summary")).to_have_text(alarms.scene_at(last)["summary"])
    expect(card.locator(".page-note")).to_be_empty()
    page.wait_for_function("courseKept.get('drift.false_alarms').solved?.length")


def test_a_guess_an_answer_and_a_decision_start_no_python(page):
    page.goto(DRIFT)
    page.get_by_role("button", name="Just explore").first.click()
    question = page.locator(".course-checkpoint .course-choices").first
    answer(question)
    decision = page.get_by_role("region", name="Your decision")
    decision.get_by_role("radio").first.check()
    decision.get_by_label("Your reason, in one line").fill("Only outcomes show harm.")
    decision.get_by_role("button", name="Decide").click()
    assert {"drift.shift", "drift.checkpoint", "drift.decision"} <= set(kept(page))
    assert not page.evaluate("coursePage.python.started")
    assert not any("pyodide" in url for url in page.asked)


def explored(page, title):
    """Show an explorable without a guess."""
    card = page.get_by_role("region", name=title).filter(visible=True).first
    card.get_by_role("button", name="Just explore").click()
    return card


def decide_first(page, reason):
    decision = page.get_by_role("region", name="Your decision")
    decision.get_by_role("radio").first.check()
    decision.get_by_label("Your reason, in one line").fill(reason)
    decision.get_by_role("button", name="Decide").click()


def test_who_decides_needs_no_python_up_to_the_paper(page):
    matrix = explore.prioritization.matrix()
    page.goto("modules/06_prioritization.html")
    open_menu(page).get_by_role("radio", name="I decide").check()
    card = explored(page, matrix.title)
    summary = card.locator(".course-summary")
    open_all(card)
    card.get_by_role("combobox").select_option("P15 Chat assistant")
    card.get_by_role("slider", name="Its ease").fill("8.5")
    places = {**matrix.defaults["places"], "P15 Chat assistant": [8.5, 1.4]}
    expect(summary).to_have_text(matrix.scene_at({"places": places})["summary"])
    card.get_by_role("button", name="The steering group").click()
    for name, value in matrix.challenges[0].witness.items():
        label = next(each["label"] for each in matrix.controls if each["name"] == name)
        card.get_by_role("slider", name=label).fill(str(value))
    expect(card.locator(".course-done")).to_contain_text(matrix.challenges[0].text)
    decide_first(page, "We count what is live.")

    page.goto("modules/10_culture_and_skills.html")
    staff = explore.culture_and_skills.reskilling(only=("trained", "notice", "leaving"))
    card = explored(page, staff.title)
    for name, value in (("Trained", 100), ("Notice", 4), ("Leave by choice", 6)):
        card.get_by_role("slider", name=name).fill(str(value))
    text = staff.scene_at({"trained": 100, "notice": 4, "leaving": 6})["summary"]
    expect(card.locator(".course-summary")).to_have_text(text)

    page.goto("modules/12_case_and_pitfalls.html")
    card = explored(page, explore.case_and_pitfalls.two_years().title)
    card.get_by_role("button", name="Your decisions").click()
    card.get_by_label("One decision", exact=True).select_option("6 prioritization")
    expect(card.locator(".course-summary")).to_contain_text("6 prioritization, as decided")
    decide_first(page, "A rule is fair.")
    page.get_by_text("Your paper so far").click()
    paper = page.locator(".page-cell", has_text="board_paper()").last
    paper.scroll_into_view_if_needed()
    expect(paper).to_contain_text("2 of 13 questions are decided")

    page.goto("exercises/board_paper.html")
    for number, words in enumerate(("A rule is fair.", "2 of 13 questions are decided")):
        cell = page.locator(".page-cell").nth(number)
        cell.scroll_into_view_if_needed()
        expect(cell).to_contain_text(words)
    code = page.locator(".page-code, .page-coding, pre")
    expect(code.filter(visible=True)).to_have_count(0)
    assert violations(page) == []
    assert not any("pyodide" in url for url in page.asked)


def test_run_runs_what_a_cell_needs(page):
    page.goto(DRIFT)
    write(page, 2, "needed = 6 * 7")
    write(page, 4, "needed").press("Shift+Enter")
    cell = page.locator(".page-cell").nth(3)
    expect(cell.locator(".page-output")).to_have_text("42", timeout=PATIENCE)
    states = page.locator(".page-state")
    expect(states.nth(1)).to_have_text("Done")
    assert states.nth(2).inner_text() != "Done"


def test_the_taste_on_the_landing_page_wakes_up_too(page):
    page.goto("index.html")
    card = page.locator(".course-explorable").first
    card.get_by_role("button", name="Just explore").click()
    sliders = card.get_by_role("slider")
    sliders.nth(0).press("End")
    summary = card.locator(".course-summary").inner_text()
    sliders.nth(1).press("End")
    expect(card.locator(".course-summary")).not_to_have_text(summary, timeout=PATIENCE)
    expect(page.locator(".page-waiting")).to_have_count(0)


def test_cells_show_tables_charts_errors_and_widgets_and_see_what_was_decided(page):
    page.goto(DRIFT)
    decision = page.get_by_role("region", name="Your decision")
    decision.get_by_role("radio").first.check()
    decision.get_by_label("Your reason, in one line").fill("Only outcomes show harm.")
    decision.get_by_role("button", name="Decide").click()
    cell = page.locator(".page-cell").first
    outputs = cell.locator(".page-outputs")

    def answer(source):
        write(page, 1, source).press("Shift+Enter")
        expect(cell.locator(".page-state")).to_have_text(
            re.compile("Done|Stopped"), timeout=PATIENCE
        )

    answer("from course import register\nregister()")
    expect(outputs.get_by_role("table")).to_contain_text("Only outcomes show harm.")
    answer("import pandas as pd\nframe = pd.DataFrame({'month': [1, 2]})\nframe")
    expect(outputs.get_by_role("columnheader")).to_contain_text(["month"])
    answer(
        "import altair as alt\nfrom course import charts\n"
        "charts.alt_text(alt.Chart(frame).mark_point().encode(x='month:Q'), 'Two months.')"
    )
    expect(outputs.locator("svg.marks")).to_be_visible()
    answer("print(undefined)")
    expect(outputs.get_by_role("alert")).to_contain_text("Cell 1, line 1, in <module>")
    expect(outputs).to_contain_text("Run all above")
    answer("from course import explore\nmade = explore.drift.shift()\nmade")
    card = outputs.get_by_role("region", name="Make your own drift")
    card.get_by_role("button", name="Just explore").click()
    summary = card.locator(".course-summary")
    expect(summary).not_to_be_empty()
    before = summary.inner_text()
    card.get_by_role("slider", name="How far it moves").press("End")
    expect(summary).not_to_have_text(before)


def test_changed_code_is_kept_put_back_and_brought_back(page):
    page.goto(DRIFT)
    cell = unfolded(page, 1)
    authored = cell.locator("pre").first.inner_text()
    write(page, 1, "mine = 42")
    expect(cell.locator(".page-state")).to_have_text("Saved")
    page.reload()
    code = unfolded(page, 1).locator("pre").first
    expect(code).to_have_text("mine = 42")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Reset cell 1 to the course's code").click()
    expect(code).to_have_text(authored)
    page.reload()
    expect(code).to_have_text(authored)
    open_menu(page).get_by_role("button", name="Bring back").click()
    expect(code).to_have_text("mine = 42")


def test_what_is_kept_while_a_cell_runs_is_not_lost(page):
    page.goto(DRIFT)
    own_cell = page.locator(".page-cell").nth(1)  # the first draws a card
    state = own_cell.locator(".page-state")
    write(
        page,
        2,
        "import time\nfrom course import progress\n"
        "time.sleep(3)\nprogress.record('drift.own', passed=True)",
    ).press("Shift+Enter")
    expect(state).to_have_text("Running …", timeout=PATIENCE)
    card = page.locator(".course-explorable").first
    card.get_by_role("button", name="Just explore").click()
    card.get_by_role("slider", name="How far it moves").press("End")
    expect(state).to_have_text("Done", timeout=PATIENCE)
    page.wait_for_function("JSON.parse(courseKept.text()).steps['drift.own']")
    assert kept(page)["drift.shift"] == {"skipped": True}
    write(page, 2, "sorted(progress.done('drift'))").press("Shift+Enter")
    expect(own_cell.locator(".page-output").first).to_have_text("['own', 'shift']")


def test_python_is_stopped_and_started_anew(page):
    page.goto(DRIFT)
    write(page, 1, "kept = 1").press("Shift+Enter")
    state = page.locator(".page-state").first
    expect(state).to_have_text("Done", timeout=PATIENCE)
    write(page, 1, "while True: pass").press("Shift+Enter")
    expect(state).to_have_text("Running …")
    open_menu(page).get_by_role("button", name="Restart Python").click()
    expect(state).to_have_text("Python was started again.")
    write(page, 1, "'kept' in globals()").press("Shift+Enter")
    expect(page.locator(".page-cell").first.locator(".page-output")).to_have_text(
        "False", timeout=PATIENCE
    )


def test_a_return_visit_fetches_none_of_pythons_files(page):
    page.goto(DRIFT)
    runs(page, 1)
    pattern = re.compile(r"\.(gz|wasm|zip)$")
    assert any(pattern.search(url) for url in page.asked)
    page.wait_for_function(
        "caches.keys().then(async ([name]) => (await (await caches.open(name)).keys()).length >= 4)"
    )
    page.asked.clear()
    page.reload()
    runs(page, 1)
    assert [url for url in page.asked if pattern.search(url)] == []


def test_python_works_without_a_network_once_it_has_been_loaded(page):
    page.goto(DRIFT)
    expect(page.get_by_text("works without a network")).to_be_visible()
    output = page.locator(".page-cell").first.locator(".page-output")
    for result, action in (("36", page.reload), ("45", lambda: None)):
        write(page, 1, f"import scipy.stats\n{result}").press("Shift+Enter")
        expect(output).to_have_text(result, timeout=PATIENCE)
        page.context.set_offline(True)
        action()


@pytest.mark.wcag("axe")
def test_axe_finds_nothing_before_and_after_waking(page):
    page.goto(DRIFT)
    expect(unfolded(page, 1).get_by_role("button", name="Run cell 1", exact=True)).to_be_visible()
    assert violations(page) == []
    runs(page, 1)
    write(page, 1, "from course import register\nprint(1)\nregister()").press("Shift+Enter")
    expect(page.locator(".page-outputs").first.get_by_role("table")).to_be_visible()
    assert violations(page) == []


def test_the_notebook_can_be_taken(page):
    page.goto(DRIFT)
    with page.expect_download() as download:
        open_menu(page).get_by_role("link", name="Take the notebook").click()
    assert download.value.suggested_filename == "07_drift.ipynb"
    cells = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["cells"]
    assert len(cells) > 10


def test_pandera_checks_frames(page):
    page.goto(DRIFT)
    write(page, 1, PANDERA).press("Shift+Enter")
    output = page.locator(".page-cell").first.locator(".page-output")
    expect(output).to_have_text("[-2.0]", timeout=PATIENCE)


@pytest.mark.parametrize("package", ["duckdb", "nbgrader"])
def test_what_a_browser_lacks_is_named_with_where_it_works(package, page):
    page.goto(DRIFT)
    write(page, 1, f"import {package}").press("Shift+Enter")
    outputs = page.locator(".page-cell").first.locator(".page-outputs")
    expect(outputs).to_contain_text("make lab", timeout=PATIENCE)


@pytest.mark.whole
@pytest.mark.parametrize(
    "lesson", sorted(path.stem for path in (paths.ROOT / "modules").glob("*.ipynb"))
)
def test_every_cell_of_every_lesson_runs_in_its_page_as_in_the_notebook(lesson, page):
    page.goto(f"modules/{lesson}.html")
    texts = page.evaluate(SAID)
    open_menu(page).get_by_role("button", name="Run all cells", exact=True).click()
    states = page.locator(".page-state")
    expect(states.last).to_have_text("Done", timeout=3 * PATIENCE)
    assert set(states.all_text_contents()) == {"Done"}  # some are in folded parts
    assert page.evaluate(SAID) == texts
