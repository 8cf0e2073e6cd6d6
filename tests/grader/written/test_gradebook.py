"""Written answers in a real gradebook: judged, graded by hand, judged again, learnt from."""

import re
from pathlib import Path

import pytest

from grader.batch import find_submissions, grade_submissions
from grader.pages.feedback import make_feedback
from grader.release import release
from grader.written import cells, scorer
from grader.written.encoder import EncoderMissingError
from grader.written.labels import read_labelled
from grader.written.local import grades_of, learnt_from
from grader.written.rubric import question
from grader.written.thresholds import THRESHOLDS
from sampling import sampled
from small_course import QUICK, hand_in, light_grade, run_nbgrader
from written_course import (
    DENIED,
    FULL,
    PART,
    answered,
    grades,
    hand_grade,
    source_notebook,
)

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("real_encoder")]

MARKUP = f"{PART} <script>steal()</script> **So** we retrain it on <b>recent</b> data."
ANSWERS = {
    "full": FULL,
    "part": PART,
    "denied": DENIED,
    "vague": "Something is different now. I would ask the vendor of the model about it.",
    "empty": "",
    "markup": MARKUP,
}
LEARNT_FROM = [
    one for one in read_labelled(Path(__file__).with_name("held_out.jsonl")) if one.question == "Q4"
][: THRESHOLDS.fewest_graded + 1]


def grade(course, *students, force=False):
    submissions = find_submissions(course, "sums", QUICK, students)
    done = list(grade_submissions(course, submissions, jobs=1, force=force, grade=light_grade))
    assert {one.result.status for one in done} == {"graded"}
    return {one.result.student: one for one in done}


@pytest.fixture(scope="module")
def course(new_course):
    made = new_course(source_notebook())
    release(made, "sums", QUICK)
    text = (made.release("sums") / "sums.ipynb").read_text()
    for student, answer in ANSWERS.items():
        hand_in(made, student, answered(text, q4_written=answer, essay="I think so."))
    hand_in(made, "both", answered(text, q4_written=FULL, q8_written=FULL))
    hand_in(made, "untouched", answered(text))
    grade(made)
    return made


@pytest.fixture(scope="module")
def cold(course):
    """What the gradebook held before anybody graded by hand."""
    return {student: grades(course, student) for student in [*ANSWERS, "both", "untouched"]}


def certain(name, text):
    """The points that stand without a person."""
    found = scorer.score(name, text)
    if found.final:
        return found.score
    return question(name).score(p for p, one in found.points.items() if one.decision == "credit")


@pytest.mark.parametrize("student", ANSWERS)
def test_a_cell_gets_the_points_that_are_certain_and_stays_open_unless_it_is_final(cold, student):
    cell = cold[student]["q4_written"]
    assert cell["auto"] == certain("Q4", ANSWERS[student])
    assert cell["open"] is not scorer.score("Q4", ANSWERS[student]).final


def test_the_cases_are_of_every_kind(cold):
    kinds = {(one["q4_written"]["open"], bool(one["q4_written"]["auto"])) for one in cold.values()}
    assert kinds == {(True, True), (True, False), (False, True), (False, False)}


def test_points_are_brought_to_what_the_cell_gives(cold):
    assert question("Q8").most == 5  # and the cell gives 10
    assert cold["both"]["q8_written"]["auto"] == 2 * certain("Q8", FULL)


def test_the_comment_gives_each_point_with_its_passage_or_says_that_there_is_none(cold):
    comment = cold["part"]["q4_written"]["comment"]
    first, *points = comment.splitlines()
    assert first == "The checker is not sure; a person decides."
    assert [line.split(":")[0] for line in points] == [f"- {p}" for p in question("Q4").points]
    assert re.search(r"^- drift: credit \(\d+%\), “so the model has drifted", comment, re.MULTILINE)
    assert re.search(
        r"^- monitor: undecided \(\d%\), not found by the checker$", comment, re.MULTILINE
    )
    assert cold["full"]["q4_written"]["comment"].startswith("Decided by the checker.")
    assert "Flags on the answer: empty." in cold["empty"]["q4_written"]["comment"]


def test_a_comment_tells_nothing_of_the_rubric(cold):
    for one in cold.values():
        for text in question("Q4").points.values():
            assert text not in one["q4_written"]["comment"]


def test_an_untouched_cell_gets_nothing_and_needs_nobody(cold):
    for cell in ("q4_written", "q8_written", "essay"):
        found = cold["untouched"][cell]
        assert (found["auto"], found["open"]) == (0, False)


def test_an_answer_to_no_question_of_the_checker_is_left_to_a_person(cold):
    essay = cold["part"]["essay"]
    assert (essay["auto"], essay["open"], essay["comment"]) == (None, True, "")


def test_a_hand_entered_grade_stays_and_the_rest_is_as_it_was(course, cold):
    hand_grade(course, "part", "q4_written", 3.5)
    grade(course, force=True)
    for student, before in cold.items():
        now = grades(course, student)
        if student == "part":
            graded = now.pop("q4_written")
            assert (graded["manual"], graded["score"]) == (3.5, 3.5)
            assert graded["auto"] == before["q4_written"]["auto"]
            assert graded["comment"] == before["q4_written"]["comment"]
            assert not graded["open"]  # the answer is the same
        unchanged = {name: before[name] for name in now}
        assert now == unchanged


@pytest.mark.parametrize("student", sampled(["full", "vague", "part", "untouched"]))
def test_nbgraders_own_command_says_the_same(course, cold, student):
    run_nbgrader(course, "autograde", "sums", "--student", student, "--force")
    now = grades(course, student)
    for name, before in cold[student].items():
        by_hand = (student, name) == ("part", "q4_written")  # above; to be looked at again
        assert (now[name]["auto"], now[name]["open"]) == (before["auto"], before["open"] or by_hand)
        if name == "q4_written" and student != "untouched":
            assert now[name]["comment"] == before["comment"]


def test_without_the_encoder_the_cell_is_left_to_a_person(course, cold, tmp_path):
    assert cold["full"]["q4_written"]["auto"]
    run_nbgrader(
        course, "autograde", "sums", "--student", "full", "--force", GRADER_ENCODER=str(tmp_path)
    )
    now = grades(course, "full")
    assert (now["q4_written"]["auto"], now["q4_written"]["open"]) == (None, True)
    assert now["total_visible"]["score"] == 1


def test_without_the_encoder_a_note_says_how_to_get_it(course, monkeypatch, tmp_path):
    def missing():
        raise EncoderMissingError("The encoder is not there. Run `make setup`.")

    monkeypatch.setattr(scorer, "encoder", missing)
    (submission,) = find_submissions(course, "sums", QUICK, ["part"])
    result = light_grade(submission, tmp_path)
    assert "Written answers are left to you. The encoder is not there. Run `make setup`." in (
        result.notes
    )
    found = {one.grade_id: one.score for one in result.cells}
    assert (found["q4_written"], found["total_visible"]) == (None, 1)


def test_the_feedback_page_shows_points_and_passages_and_runs_nothing(course, cold):
    assert cold["markup"]["q4_written"]["auto"]
    assert [one.problem for one in make_feedback(course, "sums", ["markup"])] == [""]
    page = (course.feedback("markup", "sums") / "sums.html").read_text()
    assert "Counted: \u201c" in page
    assert not re.search(r"undecided|credit \(|not found by the checker", page)
    assert not re.search(r"<script[^>]*>\s*steal\(\)", page)
    for text in question("Q4").points.values():
        assert text not in page


@pytest.fixture(scope="module")
def taught(new_course):
    """A class whose answers to Q4 are all graded by hand, and one that comes late."""
    made = new_course(source_notebook())
    release(made, "sums", QUICK)
    text = (made.release("sums") / "sums.ipynb").read_text()
    for number, one in enumerate(LEARNT_FROM):
        hand_in(made, f"s{number:02}", answered(text, q4_written=one.text))
    hand_in(made, "late", answered(text, q4_written=PART))
    grade(made)
    return made


@pytest.mark.whole
def test_it_learns_from_enough_hand_entered_grades_and_from_no_fewer(taught):
    before = grades(taught, "late")["q4_written"]
    for number, one in enumerate(LEARNT_FROM):
        if number == THRESHOLDS.fewest_graded - 1:
            assert learnt_from(taught, "sums") == {}
        hand_grade(taught, f"s{number:02}", "q4_written", one.score)
    known = grades_of(taught, "sums")
    assert sorted(one.text for one in known) == sorted(one.text for one in LEARNT_FROM)
    assert {(one.points, one.question) for one in known} == {(None, "Q4")}
    learned = learnt_from(taught, "sums")
    assert {name: one.graded for name, one in learned.items()} == {"Q4": len(LEARNT_FROM)}
    assert learnt_from(taught, "sums")["Q4"] is learned["Q4"]  # learnt once, asked for often

    done = grade(taught, "late")
    assert not done["late"].skipped
    after = grades(taught, "late")["q4_written"]
    wanted = cells.judge("q4_written", PART, 6, learned)
    assert (after["auto"], after["comment"]) == (wanted.score, wanted.comment)
    assert after["comment"] != before["comment"]
    assert grade(taught, "late")["late"].skipped

    run_nbgrader(taught, "autograde", "sums", "--student", "late", "--force")
    assert grades(taught, "late")["q4_written"] == after


def test_extra_credit_counts_as_a_person_gave_it(taught):
    with taught.gradebook() as gradebook:
        given = gradebook.find_grade("q4_written", "sums", "sums", "s00")
        given.manual_score, given.extra_credit = 2.0, 1.5
        gradebook.db.commit()
    found = {one.text: one.score for one in grades_of(taught, "sums")}
    assert found[LEARNT_FROM[0].text] == 3.5


def test_a_grade_whose_answer_was_taken_away_teaches_nothing(taught):
    hand_grade(taught, "s01", "q4_written", LEARNT_FROM[1].score)
    count = len(grades_of(taught, "sums"))
    path = taught.autograded("s01", "sums") / "sums.ipynb"
    path.rename(path.with_suffix(".away"))
    try:
        assert len(grades_of(taught, "sums")) == count - 1
    finally:
        path.with_suffix(".away").rename(path)


def test_status_shows_what_was_learnt_and_what_is_next(taught, run, monkeypatch):
    for number, one in enumerate(LEARNT_FROM):
        hand_grade(taught, f"s{number:02}", "q4_written", one.score)
    monkeypatch.chdir(taught.root)
    code, told, _ = run("written", "status", "sums")
    assert code == 0
    share = r"\W*(\d+%|-) "
    assert re.search(rf"Q4 \W*{len(LEARNT_FROM)} {share * 4}", told)
    assert re.search(r"Q1 \W*0 \W*- \W*- \W*none yet \W*none yet", told)
    assert f"fewer than {THRESHOLDS.fewest_graded} graded answers" in told
    assert "Next: grade written answers in Formgrader" in told


def test_status_of_no_assignment_names_those_there_are(taught, run, monkeypatch):
    monkeypatch.chdir(taught.root)
    code, _, told = run("written", "status", "products")
    assert code == 1
    assert "no assignment called 'products'" in told
    assert "Assignments found: sums" in told
