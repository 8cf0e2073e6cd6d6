"""What arrives in a folder is graded in order, and students are told where they stand."""

import html
import itertools
import json
import os
import re
import shutil
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell

from split_grader.base.errors import GraderError
from split_grader.course.course import find_course
from split_grader.intake.collect import collect
from split_grader.results.gradebook import stored_results
from split_grader.running.scratch import temporary_files
from split_grader.tasks.release import release
from split_grader.watching import inbox
from split_grader.watching.journal import State
from split_grader.watching.notices import Pace
from split_grader.watching.watch import How, Watch
from support.small_course import (
    HIDDEN,
    QUICK,
    answered,
    dying_grade,
    label,
    light_grade,
    points,
    run_nbgrader,
    source_notebook,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="owners, links and signals")

LIMITS = inbox.Limits(cell_seconds=20.0)
FLOOR = "def mean(values):\n    return sum(values) // len(values)"
RAISES = "def total(values):\n    return values[10]"


@pytest.fixture
def notebook(released_course):
    """A handed-in notebook as text; each call differs, as people's work does."""
    numbers = itertools.count()
    blank = (released_course.release("sums") / "sums.ipynb").read_text()

    def make(**answers):
        work = answered(blank, **answers)
        work.cells[0].source += f"\n\nVersion {next(numbers)}"
        return nbformat.writes(work)

    return make


def put(path, text, when=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    if when is not None:
        os.utime(path, (when.timestamp(),) * 2)
    return path


def watch(course, folder, **how):
    how = {"jobs": 2, "every": 0.05, "once": True, "grade": light_grade, **how}
    return Watch(course, "sums", folder, How(LIMITS, **how))


def graded(course, folder, **how):
    """Watch until everything is done; return what is said."""
    with temporary_files():
        return list(watch(course, folder, **how).run())


def hand_ins(course, student):
    return watch(course, course.root).journal.by_student[student]


def status(course, student):
    text = (course.feedback(student, "sums").parent / "sums-status.html").read_text()
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", text.partition("<main>")[2]).split()))


def total(course, student):
    return sum(points(course, student).values())


def test_work_is_graded_with_a_page_and_the_student_is_told(course, folder, notebook):
    place = course()
    put(folder / "alice.ipynb", notebook(q_mean=FLOOR))
    put(folder / "bob" / "sums.ipynb", notebook())
    lines = graded(place, folder)
    assert sorted(lines) == ["alice: 4 of 6.", "bob: 6 of 6."]
    assert "Hand-in 1, received" in status(place, "alice")
    assert "4 of 6 points. This is the one that counts. Feedback on sums" in status(place, "alice")
    page = (place.feedback("alice", "sums").parent / "sums-hand-in-1" / "sums.html").read_text()
    assert "4 of 6 points" in page
    assert not any(secret in page + status(place, "alice") for secret in HIDDEN)
    assert (place.feedback("alice", "sums") / "sums.html").read_text() == page
    assert {name: one.score for name, one in stored_results(place, "sums").items()} == {
        "alice": 4,
        "bob": 6,
    }


def test_nothing_is_graded_again_by_a_second_watch(course, folder, notebook):
    place = course()
    put(folder / "alice.ipynb", notebook())
    graded(place, folder)
    os.utime(folder / "alice.ipynb")
    shutil.copy(folder / "alice.ipynb", folder / "alice (1).ipynb")
    assert graded(place, folder, grade=dying_grade) == []
    assert len(hand_ins(place, "alice")) == 1


def test_a_grade_that_a_killed_watch_stored_is_not_given_again(course, folder, notebook):
    place = course()
    put(folder / "alice.ipynb", notebook())
    graded(place, folder)
    record = next((place.products() / "watch" / "sums").glob("*/record.json"))
    fields = json.loads(record.read_text())
    record.write_text(json.dumps({**fields, "state": "waiting", "points": 0, "stored": False}))
    shutil.rmtree(place.feedback("alice", "sums").parent)
    assert graded(place, folder, grade=dying_grade) == ["alice: 6 of 6."]
    assert "6 of 6 points. This is the one that counts." in status(place, "alice")


def test_a_hand_in_without_a_record_never_counted(course, folder, notebook):
    place = course()
    half = place.products() / "watch" / "sums" / "000001" / "files"
    put(half / "sums.ipynb", "{")
    put(folder / "alice.ipynb", notebook())
    assert graded(place, folder) == ["alice: 6 of 6."]


@pytest.mark.parametrize(("counts", "expected"), [("last", 4), ("best", 6)])
def test_the_last_or_the_best_counts(course, folder, notebook, counts, expected):
    place = course(f"c.Grader.attempt_that_counts = {counts!r}")
    file = put(folder / "alice.ipynb", notebook(q_mean=FLOOR, q_total=RAISES))
    lines = []
    for answers in ({}, {"q_mean": FLOOR}):
        lines += graded(place, folder)
        put(file, notebook(**answers))
    lines += graded(place, folder)
    assert lines == [f"alice: {score} of 6." for score in (1, 6, 4)]
    assert total(place, "alice") == expected
    status_text = status(place, "alice")
    assert f"{expected} of 6 points. This is the one that counts." in status_text
    assert status_text.count("This is the one that counts.") == 1
    pages = place.feedback("alice", "sums").parent
    for number, score in enumerate((1, 6, 4), start=1):
        assert f"{score} of 6 points" in (pages / f"sums-hand-in-{number}/sums.html").read_text()
    assert f"{expected} of 6 points" in (pages / "sums" / "sums.html").read_text()


def test_the_best_keeps_the_marks_of_a_person_and_its_penalty(course, folder, notebook):
    rule = 'c.LateSubmissionPlugin.penalty_method = "zero"'
    place = course(f"c.Grader.attempt_that_counts = 'best'\n{rule}")
    due = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with place.gradebook() as gradebook:
        gradebook.update_or_create_assignment("sums", duedate=due.replace(tzinfo=None))
    file = put(folder / "alice.ipynb", notebook(q_mean=FLOOR), due - timedelta(hours=1))
    graded(place, folder)
    with place.gradebook() as gradebook:
        grade = gradebook.find_grade("mean_hidden", "sums", "sums", "alice")
        grade.manual_score = 1.5
        gradebook.db.commit()
    (place.products() / "watch" / "sums" / "looked").unlink()
    put(file, notebook(), due + timedelta(hours=1))
    assert graded(place, folder) == ["alice: 0 of 6."]  # it is late
    assert points(place, "alice")["mean_hidden"] == 1.5
    with place.gradebook() as gradebook:
        gradebook.update_or_create_assignment("sums", duedate=due.replace(year=2027, tzinfo=None))
    put(file, notebook())
    assert graded(place, folder) == ["alice: 6 of 6."]
    assert total(place, "alice") > 5


def test_a_day_begins_at_midnight_in_the_course_s_zone(course, folder, notebook):
    zone = ZoneInfo("America/Chicago")
    place = course('c.Grader.attempts_per_day = 1\nc.Exchange.timezone = "America/Chicago"')
    evening = datetime(2026, 3, 7, 23, 50, tzinfo=zone)  # both are the 8th in UTC
    for number, minutes in enumerate((0, 5, 15)):
        when = evening + timedelta(minutes=minutes)
        put(folder / f"alice_sums ({number}).ipynb", notebook(), when)
    lines = graded(place, folder)
    assert lines[0].startswith(
        "alice: over the limit: 1 a day is graded. Hand in again from 2026-03-08 00:00:00 CST"
    )
    assert [one.state for one in hand_ins(place, "alice")] == [State.DONE, State.OVER, State.DONE]
    status_text = status(place, "alice")
    assert (
        "Kept, but not graded. 1 a day is graded. Hand in again from 2026-03-08 00:00:00"
        in status_text
    )
    kept_file = place.products() / "watch/sums/000002/files/sums.ipynb"
    assert kept_file.read_text() == (folder / "alice_sums (1).ipynb").read_text()
    # What is over the limit stays so, even if the watch starts on another day.
    assert graded(place, folder) == []


def test_nobody_gains_attempts_by_a_file_s_time_or_a_wrong_clock(course, folder, notebook):
    place = course("c.Grader.attempts_per_day = 1")
    clock_file = place.products() / "watch" / "sums" / "looked"
    before = datetime.now(UTC) - timedelta(hours=1)
    put(clock_file, before.isoformat())
    put(folder / "alice.ipynb", notebook(), before - timedelta(days=3))
    put(folder / "bob.ipynb", notebook(), before + timedelta(days=365))
    graded(place, folder)
    (alice,), (bob,) = hand_ins(place, "alice"), hand_ins(place, "bob")
    assert alice.received == before
    assert before < bob.received <= datetime.now(UTC)
    put(clock_file, (datetime.now(UTC) + timedelta(days=2000)).isoformat())  # the clock went back
    put(folder / "carol.ipynb", notebook())
    graded(place, folder)
    (carol,) = hand_ins(place, "carol")
    assert abs(datetime.now(UTC) - carol.received) < timedelta(minutes=5)
    assert (place.submitted("alice", "sums") / "timestamp.txt").read_text() == f"{before:%F %T} UTC"


def test_what_is_half_written_waits(course, folder, notebook, monkeypatch):
    place, text = course(), notebook()
    put(folder / "alice.ipynb", text[:200])
    with temporary_files():
        run = watch(place, folder)
        lines = []
        for count, pause in enumerate(iter(run._receive, None)):
            lines += pause
            if count == 3:
                put(folder / "alice.ipynb", text)
            if count == 8:
                break
    assert lines == []
    (alice,) = run.journal.by_student["alice"]
    assert alice.state is State.WAITING
    assert (run.journal.files(alice) / "sums.ipynb").read_text() == text
    monkeypatch.setattr(inbox, "PATIENCE", 0.0)
    put(folder / "bob.ipynb", text[:200])
    lines = graded(place, folder)
    assert any(
        one.startswith("bob: refused: bob.ipynb: The file is not valid JSON: it ends too early")
        for one in lines
    )
    assert (
        "Not gradable, so it doesn't count as an attempt. bob.ipynb: The file is not valid JSON"
        in status(place, "bob")
    )
    put(folder / "bob.ipynb", text)
    assert graded(place, folder) == ["bob: 6 of 6."]


def test_bad_files_are_refused_in_the_words_of_collect(course, folder, monkeypatch):
    place = course("c.Grader.attempts_per_day = 1")
    monkeypatch.setattr(inbox, "PATIENCE", 0.0)
    secret = put(folder.parent / "secret.txt", "mine")
    (folder / "link").mkdir()
    (folder / "link" / "sums.ipynb").symlink_to(secret)
    (folder / "alice.ipynb").symlink_to(secret)
    put(folder / "paper" / "essay.pdf", "%PDF")
    with (folder / "huge.ipynb").open("wb") as file:
        file.truncate(LIMITS.notebook_bytes + 1)
    put(folder / "strange.ipynb", '{"a": 1}')
    lines = graded(place, folder)
    expected = {one.name: one.reason for one in collect(course(name="other"), "sums", folder).files}
    expected["strange.ipynb"] = "The file is JSON but not a notebook: it has no 'nbformat'"
    assert sorted(lines) == sorted(
        f"{name.split('/')[0].split('.')[0]}: refused: {name.split('/')[-1]}: {reason}."
        for name, reason in expected.items()
    )
    assert not any((place.submitted(one, "sums")).exists() for one in ("link", "alice", "huge"))
    assert "link or special file" in status(place, "alice")


def test_what_waits_for_a_person_is_never_final(new_course, folder):
    source = source_notebook()
    both = label("essay", grade=True, solution=True, points=3)
    source.cells.append(new_markdown_cell("Write here.", id="essay", metadata=both))
    place = new_course(source)
    release(place, "sums", QUICK)
    text = (place.release("sums") / "sums.ipynb").read_text()
    put(folder / "alice.ipynb", nbformat.writes(answered(text, essay="Because it does.")))
    assert graded(place, folder) == ["alice: 6 of 9, not final."]
    status_text = status(place, "alice")
    assert "6 of 9 points so far, not final: a person has something to decide." in status_text
    page = (place.feedback("alice", "sums") / "sums.html").read_text()
    assert "Not final" in page


def test_a_queue_is_told_what_is_ahead_and_only_measured_times(course, folder, notebook):
    place = course()
    start = datetime(2026, 3, 1, tzinfo=UTC)
    students = [f"s{number:02}" for number in range(9, -1, -1)]
    for minute, student in enumerate(students):
        put(folder / f"{student}.ipynb", notebook(), start + timedelta(minutes=minute))
    with temporary_files():
        run = watch(place, folder, jobs=1).run()
        lines = [next(run)]
        last = status(place, students[-1])
        lines += run
    assert [one.partition(":")[0] for one in lines] == students
    assert "9 hand-ins are ahead of this one. There is no estimate yet" in last
    numbers = [hand_ins(place, student)[0].number for student in students]
    assert numbers == list(range(1, 11))


def test_the_estimate_is_what_was_measured():
    pace = Pace()
    for now in range(0, 42, 3):
        pace.note(float(now), is_last=False)
    assert (
        pace.told(34)
        == "The last 13 took 3.0 s each. At that pace this one is done in about 2 minutes."
    )
    pace.note(60.0, is_last=True)
    assert pace.told(34).startswith("There is no estimate yet")


def test_nbgrader_s_exchange_from_submit_to_fetch(course, tmp_path):
    place = course()
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    settings = f"c.CourseDirectory.course_id = 'class'\nc.Exchange.root = {str(exchange)!r}\n"
    with (place.root / "nbgrader_config.py").open("a") as config:
        config.write(settings)
    place = find_course(place.root)
    run_nbgrader(place, "release_assignment", "sums")
    home = tmp_path / "home"
    home.mkdir()
    student = SimpleNamespace(root=home)
    put(home / "nbgrader_config.py", f"c = get_config()\n{settings}")
    environment = {"HOME": str(home), "JUPYTER_DATA_DIR": str(home / "data")}
    run_nbgrader(student, "fetch_assignment", "sums", **environment)
    work = answered((home / "sums" / "sums.ipynb").read_text(), q_mean=FLOOR)
    nbformat.write(work, home / "sums" / "sums.ipynb")
    run_nbgrader(student, "submit", "sums", **environment)
    inbound = exchange / "class" / "inbound"
    (submission,) = inbound.iterdir()
    name = submission.name.partition("+")[0]
    put(inbound / f"{name}+other+2026-03-01 10:00:00 UTC" / "other.ipynb", "{}")
    report = graded(place, inbound)
    assert report == [f"{name}: 4 of 6."]
    run_nbgrader(student, "fetch_feedback", "sums", **environment)
    (page,) = (home / "sums" / "feedback").rglob("*.html")
    assert "4 of 6 points" in page.read_text()
    # Somebody else's name on one's own folder.
    shutil.copytree(submission, inbound / submission.name.replace(f"{name}+", "eve+", 1))
    (report,) = graded(place, inbound)
    assert f"belongs to {name}" in report
    assert not place.submitted("eve", "sums").exists()
    assert name in {one.student for one in collect(place, "sums", inbound).filed}


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("c.Grader.attempts_per_day = 0", "attempts_per_day is 0; expected a whole number"),
        ("c.Grader.attempt_that_counts = 'all'", '\'all\'; expected "last" or "best"'),
        ("c.Exchange.timezone = 'Mars/Base'", "'Mars/Base'; expected a name such as"),
    ],
)
def test_settings_that_mean_nothing_are_refused(course, folder, setting, message):
    with pytest.raises(GraderError, match=re.escape(message)):
        watch(course(setting), folder)


def test_a_folder_that_is_away_is_tried_again(course, folder, notebook):
    place = course()
    away = folder.rename(folder.with_name("away"))
    with temporary_files():
        run = watch(place, folder).run()
        assert "cannot be read" in next(run)
        put(away / "alice.ipynb", notebook())
        away.rename(folder)
        assert [one for one in run if "cannot be read" not in one] == ["alice: 6 of 6."]
