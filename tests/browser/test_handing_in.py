"""An exercise on a phone, from the first word to a grade, without a server that takes it in.

``make test-site`` builds the site and runs these tests.
"""

import json
import re
import subprocess
import sys

import nbformat
import pytest
from playwright.sync_api import expect

from browser.accessible import violations
from browser.pages import PHONE, open_menu
from browser.site import served
from scaling_ai_kit.pages.exercises import role
from split_grader.course.bank import instructor_answers
from split_grader.course.course import find_course
from split_grader.tasks.demo import make_course
from tools.site import paths

pytestmark = [pytest.mark.browser, pytest.mark.site]

PATIENCE = 120_000  # milliseconds
EXERCISE = "exercises/q4_drift.html"
COURSE = find_course(paths.ROOT)
FALL, WRITTEN = "q4_fall", "q4_written"
ANSWERS = instructor_answers(COURSE.source("chapter_questions"))
RUN = """() => {
  const said = [...document.querySelectorAll(".page-cell .page-state")].map((state) => state.textContent);
  return said.at(-1) === "Done" || said.some((word) => word.startsWith("Stopped"));
}"""


@pytest.fixture
def page(browser, address):
    with served(address, browser, viewport=PHONE, accept_downloads=True) as page:
        page.goto(EXERCISE)
        yield page


def cell(page, name):
    return page.locator(f"[data-cell={name}]")


def write(page, name, source):
    """Type an answer in the place of the one that is there."""
    cell(page, name).get_by_role("button", name=re.compile("^Edit cell")).click()
    cell(page, name).get_by_role("textbox").press("ControlOrMeta+a")
    page.keyboard.insert_text(source)


def hand_in(page, learner, folder):
    page.get_by_label("Your name or number").fill(learner)
    with page.expect_download() as download:
        page.get_by_role("button", name="Hand in", exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_from_the_front_door_an_answer_is_checked_kept_handed_in_and_graded(page, tmp_path):
    page.goto("index.html")
    page.get_by_role("link", name="Why did 88% become 79%?").first.click()
    open_menu(page).get_by_role("link", name="Its exercise: Question 4").click()
    expect(page).to_have_url(re.compile(f"{EXERCISE}$"))
    assert violations(page) == []
    write(page, FALL, ANSWERS[FALL])
    expect(cell(page, FALL).locator(".page-state")).to_have_text("Saved")
    page.reload()
    expect(cell(page, FALL)).to_contain_text(ANSWERS[FALL].strip().splitlines()[0])

    page.get_by_role("button", name=f"Check on {FALL}").click()
    status = cell(page, FALL).get_by_role("status").filter(has_text="visible tests")
    expect(status).to_contain_text("the visible tests pass", timeout=PATIENCE)
    steps = json.loads(page.evaluate("courseKept.text()"))["steps"]
    assert steps[f"exercise-chapter_questions.{FALL}"] == {"passed": True}
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert violations(page) == []

    folder = tmp_path / "downloads"
    folder.mkdir()
    path = hand_in(page, "Anna Lee", folder)
    assert path.name == "Anna Lee_q4_drift.ipynb"
    expect(page.locator(".page-handed")).to_contain_text("3 of 4 answers are still empty")
    points = graded(tmp_path / "course", "chapter_questions", path, "Anna-Lee")
    assert {name: points[name] for name in points if name.startswith(FALL)} == {
        f"{FALL}-visible": (1, 1),
        f"{FALL}-hidden-1": (1, 1),
        f"{FALL}-hidden-2": (1, 1),
    }
    assert points[WRITTEN] == (0, 6)


def test_a_hint_comes_after_two_honest_attempts_and_a_solution_after_four(page):
    aids = [
        page.get_by_role("button", name=name)
        for name in (f"Hint for {FALL}", f"Show a solution of {FALL}")
    ]
    counts = {0: 0, 1: 0, 2: 1, 3: 1, 4: 2}
    for attempt in (0, 1, 1, 2, 3, 4):
        if attempt:  # the second 1 is no new attempt
            write(page, FALL, f"def fall(frame):\n    return {attempt}")
        page.get_by_role("button", name=f"Check on {FALL}").click()
        status = cell(page, FALL).get_by_role("status").filter(has_text="not yet")
        expect(status).to_be_visible(timeout=PATIENCE)
        expect(cell(page, FALL)).not_to_have_attribute("aria-busy", "true", timeout=PATIENCE)
        assert [aid.is_visible() for aid in aids] == [counts[attempt] > 0, counts[attempt] > 1]
    aids[0].click()
    expect(cell(page, FALL)).to_contain_text("The course's solution has")
    aids[1].click()
    solution = cell(page, FALL).locator(".page-aid pre")
    last = ANSWERS[FALL].strip().splitlines()[-1].strip()
    expect(solution).to_contain_text(last)
    assert violations(page) == []
    page.reload()
    expect(aids[1]).to_be_visible()
    expect(solution).to_be_hidden()


def graded(folder, assignment, file, student):
    """Points and most points by cell of a handed-in notebook, by a course that has only this one."""
    name = file.stem.split("_", 1)[1]
    scratch = make_course(COURSE, assignment, folder, folder / "no bank", 20)
    for path in scratch.source(assignment).glob("*.ipynb"):
        if path.stem != name:
            path.unlink()
    rubric = folder / "source" / f"{assignment}.rubric.toml"
    if rubric.exists():  # its sections of the other notebooks would name answers that are not there
        start, *sections = rubric.read_text(encoding="utf-8").split("\n[")
        own_sections = [section for section in sections if section.startswith(name.split("_")[0])]
        rubric.write_text("\n[".join([start, *own_sections]), encoding="utf-8")
    for step in ("release", "collect", "grade"):
        places = [str(file.parent)] if step == "collect" else []
        command = [sys.executable, "-m", "split_grader", step, assignment, *places]
        process = subprocess.run(  # noqa: S603 - our own command
            [*command, "--course", str(folder)], capture_output=True, text=True, check=False
        )
        assert process.returncode == 0, process.stdout + process.stderr
    with scratch.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook(name, assignment, student)
        return {grade.name: (grade.score, grade.max_score) for grade in submission.grades}


def test_words_are_kept_read_put_back_and_brought_back(page):
    box = page.get_by_role("textbox", name=f"Your answer, {WRITTEN}")
    text = box.input_value()
    assert "*" not in text
    answer = text.replace("Write here.", "The applicants of today are others than in training.")
    box.fill(answer)
    cell(page, WRITTEN).get_by_role("button", name=f"Feedback on {WRITTEN}").click()
    expect(cell(page, WRITTEN)).to_contain_text("points seem covered", timeout=PATIENCE)

    page.once("dialog", lambda dialog: dialog.dismiss())
    open_menu(page)
    page.get_by_role("button", name="Reset the exercise").click()
    assert box.input_value() == answer
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Reset the exercise").click()
    expect(box).to_have_value(text)
    page.reload()
    open_menu(page).get_by_role("button", name="Bring back").click()
    expect(box).to_have_value(answer)


def test_a_newer_edition_is_announced_and_takes_nothing_away(page):
    box = page.get_by_role("textbox", name=f"Your answer, {WRITTEN}")
    box.fill("mine")
    page.evaluate(
        """key => {
             const kept = JSON.parse(localStorage.getItem(key));
             kept.cells.q4_gone = "an answer to a question that is gone";
             localStorage.setItem(key, JSON.stringify({ ...kept, edition: "older" }));
           }""",
        "scaling-ai-course.answers.exercises/chapter_questions/q4_drift.ipynb",
    )
    page.reload()
    banner = page.locator(".page-banner")
    expect(banner).to_contain_text("has changed since you began")
    banner.get_by_text("What you wrote in q4_gone").click()
    expect(banner).to_contain_text("an answer to a question that is gone")
    assert violations(page) == []
    banner.get_by_role("button").click()
    page.reload()
    expect(box).to_have_value("mine")
    expect(banner).to_have_count(0)


def test_two_windows_on_one_exercise_lose_nothing(page):
    other = page.context.new_page()
    other.goto(EXERCISE)
    other.get_by_role("textbox", name=f"Your answer, {WRITTEN}").fill("words of the other window")
    write(page, FALL, "def fall(): pass")
    expect(page.get_by_role("textbox", name=f"Your answer, {WRITTEN}")).to_have_value(
        "words of the other window"
    )
    expect(cell(other, FALL)).to_contain_text("def fall(): pass")


def test_a_name_without_a_letter_is_asked_for_again(page, tmp_path):
    field = page.get_by_label("Your name or number")
    field.fill(" .- ")
    page.get_by_role("button", name="Hand in", exact=True).click()
    assert "at least one letter or digit" in field.evaluate("field => field.validationMessage")
    assert hand_in(page, "4711", tmp_path).name == "4711_q4_drift.ipynb"
    page.goto("exercises/drift.html")
    expect(page.get_by_label("Your name or number")).to_have_value("4711")


@pytest.mark.whole
@pytest.mark.parametrize(
    "exercise", sorted(paths.ROOT.glob("exercises/*/*.ipynb")), ids=lambda path: path.stem
)
def test_every_exercise_is_done_in_its_page_with_the_instructors_answers(exercise, page, tmp_path):
    solution = nbformat.read(
        paths.ROOT / "solutions" / exercise.relative_to(paths.ROOT / "exercises"), 4
    )
    answers = {cell.id: cell.source for cell in solution.cells if role(cell) == "answer"}
    page.evaluate(
        "([key, kept]) => localStorage.setItem(key, JSON.stringify(kept))",
        [
            f"scaling-ai-course.answers.{exercise.relative_to(paths.ROOT).as_posix()}",
            {"edition": None, "cells": answers},
        ],
    )
    page.goto(f"exercises/{exercise.stem}.html")
    assert violations(page) == []
    open_menu(page).get_by_role("button", name="Run all cells", exact=True).click()
    page.wait_for_function(RUN, timeout=3 * PATIENCE)
    assert set(page.locator(".page-cell .page-state").all_inner_texts()) == {"Done"}
    names = page.locator("[data-ask^=check]").evaluate_all("all => all.map((c) => c.dataset.cell)")
    for name in names:
        page.get_by_role("button", name=f"Check on {name}", exact=True).click()
        expect(cell(page, name).locator(".page-outputs").last).to_contain_text(
            "the visible tests pass", timeout=PATIENCE
        )
    assert violations(page) == []
    folder = tmp_path / "downloads"
    folder.mkdir()
    path = hand_in(page, "anna", folder)
    submission = nbformat.read(path, 4)
    assert {cell.id: cell.source for cell in submission.cells if role(cell) == "answer"} == answers
    points = graded(tmp_path / "course", exercise.parent.name, path, "anna")
    by_a_person = {cell.id for cell in submission.cells if role(cell) == "answer"} & {*points}
    points_lost = {name: pair for name, pair in points.items() if pair[0] < pair[1]}
    assert {*points_lost} <= by_a_person
