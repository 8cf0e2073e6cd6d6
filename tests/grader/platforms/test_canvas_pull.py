"""Pull students and work from a server that speaks Canvas's API."""

from split_grader.intake.people import People


def work(course, student):
    return (course.submitted(student, "sums") / "sums.ipynb").read_bytes()


def time_of(course, student):
    return (course.submitted(student, "sums") / "timestamp.txt").read_text()


def test_pull_files_work_times_and_names_as_collect_does(course, canvas, grader, right):
    canvas.hand_in(2, b"{", name="sums-1.ipynb", at="2026-11-28T01:00:00+01:00", late=True)
    code, out, _ = grader("pull", "sums")
    assert code == 0
    assert work(course, "s1") == right
    assert (work(course, "s2"), time_of(course, "s2")) == (b"{", "2026-11-28 00:00:00 UTC")
    anna = People.read(course).by_student["s1"]
    assert (anna.name, anna.email, anna.section) == ("Anna Lee", "s1@example.org", "Monday")
    assert anna.ids == {"canvas": "1", "canvas-sis-login": "s1"}
    assert "On the roster, nothing handed in: s4." in out
    assert "4 students there." in out
    assert "Next: `grader grade sums`" in out


def test_pull_brings_only_what_is_new_and_loses_nothing(course, canvas, grader, right):
    grader("pull", "sums")
    canvas.log.clear()
    code, out, _ = grader("pull", "sums")
    assert (code, canvas.requests("GET", "download")) == (0, [])
    assert "already: 3." in out
    assert "nothing handed in: s4." in out
    canvas.hand_in(1, b'{"cells": []}', at="2026-11-29T12:00:00Z")
    out = grader("pull", "sums")[1]
    assert len(canvas.requests("GET", "download")) == 1
    assert work(course, "s1") == b'{"cells": []}'
    aside = list(course.set_aside("s1", "sums").iterdir())
    assert [path.read_bytes() for path in aside] == [right]
    # Work that somebody deleted here comes again.
    (course.submitted("s2", "sums") / "sums.ipynb").unlink()
    (course.submitted("s2", "sums") / "timestamp.txt").unlink()
    course.submitted("s2", "sums").rmdir()
    grader("pull", "sums")
    assert work(course, "s2") == right


def test_pull_recognises_students_who_were_collected_from_a_download(course, run, tmp_path):
    download = tmp_path / "download"
    download.mkdir()
    (download / "leeanna_1_333_sums.ipynb").write_text("{}")
    run("collect", "sums", download, "--course", course.root)
    run("pull", "sums", "--course", course.root)
    assert sorted(People.read(course).by_student) == ["leeanna-1", "s2", "s3", "s4"]


def test_every_page_of_a_long_list_arrives(course, canvas, grader):
    canvas.most_per_page = 10
    for number in range(10, 35):
        canvas.add(number, "First", f"Last{number}")
    grader("pull", "sums")
    assert len(People.read(course).by_student) == 29
    assert len(canvas.requests("GET", "search_users")) == 3


def test_a_student_who_left_is_kept_and_named(course, canvas, grader, right):
    canvas.add(5, "Eva", "Kim", state="inactive")
    canvas.hand_in(5, right)
    canvas.add(6, "Fay", "Wu", state="deleted")  # Canvas then lists her work, but not her
    canvas.hand_in(6, right)
    grader("pull", "sums")
    canvas.leave(2)
    out = grader("pull", "sums")[1]
    assert "No longer in the course on Canvas; their work and grades stay here: 6, s2, s5." in out
    assert People.read(course).by_student["6"].name == "Fay Wu"
    assert work(course, "s2") == work(course, "s5") == right


def test_what_is_not_a_notebook_is_named_and_not_downloaded(course, canvas, grader):
    canvas.hand_in(1, b"%PDF", name="report.pdf")
    canvas.hand_in(2, b"x" * 4, name="../../escape.ipynb")
    out = grader("pull", "sums")[1]
    assert "Handed in, but no notebook: s1." in out
    assert len(canvas.requests("GET", "download")) == 2
    assert not list(course.root.rglob("escape*"))


def test_the_work_of_a_group_counts_for_all_its_members(course, canvas, grader, right):
    canvas.assignment["group_category_id"] = 30
    canvas.groups = {1: "Reds", 2: "Reds"}
    canvas.hand_in(1, right + b" ")
    grader("pull", "sums")
    assert work(course, "s1") == work(course, "s2") == right + b" "
    assert len(canvas.requests("GET", "download")) == 2  # the group's file once


def test_a_pull_that_breaks_off_continues(course, canvas, grader, quick_pauses):
    for _ in range(5):
        canvas.fail_once("GET", "files/5003", "drop")
    code, _, err = grader("pull", "sums")
    assert code == 1
    assert "127.0.0.1" in err
    assert "gave no answer (ConnectionError)" in err
    assert quick_pauses == [1.0, 2.0, 4.0, 8.0]
    assert not course.students_with_submission("sums")
    canvas.log.clear()
    assert grader("pull", "sums")[0] == 0
    assert len(canvas.requests("GET", "download")) == 1
    assert course.students_with_submission("sums") == ["s1", "s2", "s3"]


def test_anonymous_work_is_refused_because_a_token_would_show_names(canvas, grader):
    canvas.assignment["anonymize_students"] = True
    code, _, err = grader("pull", "sums")
    assert (code, len(canvas.log)) == (1, 1)
    assert "'sums' is graded anonymously, and a token would show you the names." in err
