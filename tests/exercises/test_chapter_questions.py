"""The eight questions: a notebook each, whose halves weigh and read as they should."""

import re
from pathlib import Path

import nbformat
import pytest

from course.syllabus.syllabus import CHAPTER_QUESTIONS, MODULES, SITTINGS
from split_grader.course.bank import instructor_answers
from split_grader.written.rubric import read
from split_grader.written.store import load_scorers
from support.in_process import SOLUTIONS

SOURCE = SOLUTIONS / CHAPTER_QUESTIONS
RUBRIC = read(SOLUTIONS / f"{CHAPTER_QUESTIONS}.rubric.toml")
SCORERS, NOTES = load_scorers(RUBRIC, RUBRIC.model)
RELEASE = Path(SOLUTIONS).parent / "exercises" / CHAPTER_QUESTIONS
STUB = "*Write here.*"
ONE_TO_EIGHT = range(1, 9)
PARTS = {
    1: ["What the gap is", "The share, and the definition it rests on", "Why the gap exists"],
    2: [
        label
        for turn in (1, 2, 3)
        for label in (f"Obstacle {turn}", "Why it appears at 500 stores", "Action")
    ],
    3: ["Your comparison", "Your choice, and what decides it"],
    4: ["What is happening", "Diagnosis", "Repair"],
    5: [label for turn in (1, 2, 3, 4) for label in (f"Failure {turn}", "Remedy")],
    6: ["Element 1", "Element 2", "Element 3", "Element 4"],
    7: ["What MLOps is", "Why it becomes critical at scale", "Capabilities"],
    8: ["Your answer"],
}
# The nine places of question 2 need room.
MOST_WORDS = dict.fromkeys(ONE_TO_EIGHT, 200) | {2: 300}
LESSON = {module.chapter_question: module for module in MODULES}
MOST_MINUTES = 120

every_question = pytest.mark.parametrize("number", ONE_TO_EIGHT)


def cells_of(folder, number):
    return nbformat.read(folder / f"{SITTINGS[f'q{number}']}.ipynb", as_version=4).cells


def labelled(folder):
    """The cells that nbgrader knows, by label."""
    return {
        cell.metadata.nbgrader.grade_id: cell
        for number in ONE_TO_EIGHT
        for cell in cells_of(folder, number)
        if "nbgrader" in cell.metadata
    }


SOLVED = labelled(SOURCE)
RELEASED = labelled(RELEASE)
ANSWERS = instructor_answers(SOURCE)


def said(answer):
    """What an answer holds besides the labels of its parts."""
    return re.sub(r"^\*\*.*\*\*$", "", answer, flags=re.MULTILINE).strip()


@every_question
def test_the_worked_half_weighs_twice_the_written_one(number):
    most = RUBRIC.questions[f"q{number}_written"].most
    worked_points = sum(
        cell.metadata.nbgrader.get("points", 0)
        for label, cell in SOLVED.items()
        if label.startswith(f"q{number}_") and cell.cell_type == "code"
    )
    assert SOLVED[f"q{number}_written"].metadata.nbgrader.points == most
    assert worked_points == 2 * most


@every_question
def test_the_written_half_comes_last_and_asks_what_the_rubric_is_for(number):
    order = [label for label in SOLVED if label.startswith(f"q{number}_")]
    assert order[-2:] == [f"q{number}_prompt", f"q{number}_written"]
    prompt = SOLVED[f"q{number}_prompt"]
    assert RUBRIC.questions[f"q{number}_written"].prompt in " ".join(
        prompt.source.replace("\n> ", " ").split()
    )
    assert prompt.metadata.nbgrader.locked
    most = RUBRIC.questions[f"q{number}_written"].most
    assert f"Up to {most} points" in " ".join(prompt.source.split())


@every_question
def test_a_student_gets_the_parts_and_nothing_of_our_answer(number):
    stub = RELEASED[f"q{number}_written"]
    assert stub.cell_type == "markdown"
    assert stub.source == "\n\n".join(f"**{part}:**\n{STUB}" for part in PARTS[number])
    text = "\n".join(cell.source for n in ONE_TO_EIGHT for cell in cells_of(RELEASE, n))
    ours = [line for line in said(ANSWERS[f"q{number}_written"]).split("\n") if line]
    assert ours
    assert not [line for line in ours if line in text]


@every_question
def test_our_own_answer_keeps_the_form_that_it_asks_for(number):
    answer = ANSWERS[f"q{number}_written"]
    assert re.findall(r"^\*\*(.*):\*\*$", answer, re.MULTILINE) == PARTS[number]
    assert all(said(part) for part in answer.split("\n\n"))
    assert 80 <= len(said(answer).split()) <= MOST_WORDS[number]
    assert f"80 to {MOST_WORDS[number]} words in all" in SOLVED[f"q{number}_prompt"].source
    result = SCORERS[f"q{number}_written"].score(answer)
    assert result.flags == ()
    assert result.score >= 0.6 * RUBRIC.questions[f"q{number}_written"].most


@every_question
def test_the_labels_alone_are_no_answer(number):
    result = SCORERS[f"q{number}_written"].score(RELEASED[f"q{number}_written"].source)
    assert result.is_blank
    assert result.score == 0


@every_question
def test_a_notebook_holds_one_question_and_nothing_of_another(number):
    labels = [
        cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells_of(SOURCE, number)
    ]
    assert {label[:3] for label in labels if label} == {f"q{number}_"}
    head = cells_of(RELEASE, number)[0].source
    assert head.startswith(f"# Question {number}. ")
    assert f'check("q{number}")' in head
    assert f'feedback("q{number}")' in head


@every_question
def test_a_notebook_says_what_it_takes_what_it_gives_and_which_lesson_teaches_it(number):
    head = " ".join(cells_of(RELEASE, number)[0].source.split())
    worked_minutes, writing_minutes = re.search(
        r"(\d+) minutes for the worked half, (\d+) for", head
    ).groups()
    total = {60: "an hour", 120: "two hours"}.get(
        int(worked_minutes) + int(writing_minutes),
        f"{int(worked_minutes) + int(writing_minutes)} minutes",
    )
    assert f"about {total}: " in head
    assert int(worked_minutes) + int(writing_minutes) <= MOST_MINUTES
    most = RUBRIC.questions[f"q{number}_written"].most
    assert f"The worked half gives {2 * most} points, the written half {most}." in head
    module = LESSON[number]
    link = f"**The lesson:** module {module.number}, {module.question} It is in preparation"
    if module.steps:
        link = (
            f"**The lesson:** [module {module.number}, {module.question}]"
            f"(../../modules/{module.notebook})"
        )
    assert link in head


def test_all_notebooks_tell_how_to_work_in_the_same_words():
    texts = {
        re.sub(r'"q\d"', '"qN"', cells_of(SOURCE, number)[0].source.partition("## How to work")[2])
        for number in ONE_TO_EIGHT
    }
    assert len({text.partition("The worked half gives")[0] for text in texts}) == 1


@pytest.mark.slow
@every_question
def test_who_comes_back_to_a_question_finds_it_as_it_was(number):
    code = [cell for cell in cells_of(SOURCE, number) if cell.cell_type == "code"]
    namespace = {"__name__": "__main__", "display": print}
    for cell in code:
        exec(compile(cell.source, cell.id, "exec"), namespace)  # noqa: S102 - our own cells
    for cell in code:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            exec(compile(cell.source, cell.id, "exec"), namespace)  # noqa: S102
