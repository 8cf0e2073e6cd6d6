"""A course's statement: what the gradebook says, signed, and checked without a network."""

import json
import os
import re
import shutil
import subprocess
from base64 import b64decode

import pytest

from split_grader.course.signing import private_path, public_path
from support.small_course import grade, hand_in
from support.written_course import answered, essay_course, hand_grade

pytestmark = pytest.mark.slow

STEPS = {
    "drift.shift": {"guess": 81},
    "drift.checkpoint": {"answered": 4, "right": 3, "asked": 4},
}


@pytest.fixture(scope="module")
def course(new_course):
    """Ann is marked, Ben's essay waits, Cut handed in half a file, Dan nothing."""
    class_course = essay_course(new_course)
    hand_grade(class_course, "ann", "essay", 2)
    with class_course.gradebook() as gradebook:
        gradebook.update_or_create_student("ann", first_name="Ann", last_name="<Otter>")
        gradebook.update_or_create_student("dan")
    return class_course


@pytest.fixture
def state(course, run):
    """Write statements: the exit code, and what the command says."""
    return lambda *arguments: run("statement", *arguments, "--course", course.root)


@pytest.fixture
def page(course, state):
    """Ann's statement."""
    assert state("ann")[0] == 0
    return course.products() / "statements" / "ann.html"


def keep_progress(folder, steps=STEPS, name="my-progress.json"):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps({"format": 1, "steps": steps}), encoding="utf-8")
    return path


def test_it_has_the_points_of_the_gradebook_and_its_signature_is_right(page, state):
    text = page.read_text(encoding="utf-8")
    assert "<b>Ann &lt;Otter&gt;</b>" in text
    assert '<th scope="row">Sums</th><td>3 of 4</td>' in text
    code, out, err = state("--verify", page)
    assert (code, err) == (0, "")
    assert "Unchanged since the course signed it. Statement of completion: Ann <Otter>," in out


def test_a_grade_that_waits_is_not_stated_as_points(course, state):
    code, out, _ = state("ben", "cut")
    assert code == 0
    assert "Not final yet: Sums." in out
    folder = course.products() / "statements"
    assert "<td>not final: waits for a person</td>" in (folder / "ben.html").read_text()
    assert "<td>not final: unreadable</td>" in (folder / "cut.html").read_text()


def test_everybody_who_handed_in_something_gets_one(course, state):
    shutil.rmtree(course.products() / "statements", ignore_errors=True)
    assert state()[0] == 0
    pages = sorted(path.name for path in (course.products() / "statements").iterdir())
    assert pages == ["ann.html", "ben.html", "cut.html"]


def test_lessons_come_from_the_progress_that_a_student_hands_in(course, state, tmp_path):
    page = tmp_path / "page.html"
    progress_path = keep_progress(tmp_path, name="anns.json")
    assert state("ann", "--progress", progress_path, "--to", page)[0] == 0
    assert "<td>4 of 4 answered, 3 right at first</td>" in page.read_text()
    handed_in_path = keep_progress(course.submitted("ann", "sums"), {"mlops.pipeline": {}})
    assert state("ann", "--to", page)[0] == 0
    assert "<td>1 of 2</td>" not in page.read_text(), "mlops has three steps"
    assert "<td>1 of 3</td>" in page.read_text()
    handed_in_path.unlink()
    assert state("ann", "--to", page)[0] == 0
    assert "Lessons" not in page.read_text()


def test_a_student_cannot_link_to_the_progress_of_another(course, state, tmp_path):
    theirs = keep_progress(tmp_path)
    link = course.submitted("ann", "sums") / "my-progress.json"
    link.symlink_to(theirs)
    assert state("ann", "--to", tmp_path / "page.html")[0] == 0
    link.unlink()
    assert "Lessons" not in (tmp_path / "page.html").read_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3 of 4", "4 of 4"),
        ("Ann", "Eve"),
        ("</main>", "<p>With distinction.</p></main>"),
        ("<style>", "<style>td { visibility: hidden } "),
        ("</html>", "</html> "),
    ],
)
def test_any_change_is_noticed(old, new, page, state, tmp_path):
    text = page.read_text(encoding="utf-8")
    assert old in text
    changed_page = tmp_path / "changed.html"
    changed_page.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, _, err = state("--verify", changed_page)
    assert code == 1
    assert "was changed after it was signed" in err


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-20],
        lambda text: f"{text}<p>With distinction.</p>",
        lambda text: text.rsplit("<!--", 1)[0],
        lambda _: "",
        lambda _: "\udcff",
    ],
    ids=["cut off", "added below", "no signature", "empty", "not text"],
)
def test_a_damaged_file_is_no_statement(damage, page, state, tmp_path):
    damaged_page = tmp_path / "damaged.html"
    damaged_page.write_bytes(damage(page.read_text()).encode("utf-8", "surrogateescape"))
    code, _, err = state("--verify", damaged_page)
    assert code == 1
    assert "isn't a signed statement, or its end is missing" in err
    code, _, err = state("--verify", tmp_path)
    assert "can't be read: Is a directory" in err


def test_line_ends_of_another_system_change_nothing(page, state, tmp_path):
    sent_page = tmp_path / "sent.html"
    sent_page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert state("--verify", sent_page)[0] == 0


def test_another_courses_statement_is_told_from_a_changed_one(page, run, new_course, tmp_path):
    other = new_course()
    with other.gradebook() as gradebook:
        gradebook.update_or_create_student("ann")
    progress_path = keep_progress(tmp_path)
    assert run("statement", "ann", "--progress", progress_path, "--course", other.root)[0] == 0
    code, _, err = run("statement", "--verify", page, "--course", other.root)
    assert code == 1
    assert "another course's statement, or from before this course changed its key" in err


def test_before_anything_is_graded_there_is_nothing_to_state(run, new_course):
    code, _, err = run("statement", "--course", new_course().root)
    assert code == 1
    assert "Nothing is graded yet" in err


def test_somebody_with_the_public_key_needs_no_course(course, page, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(public_path(course), tmp_path / "public.pem")
    assert run("statement", "--verify", page, "--key", "public.pem")[0] == 0


def test_openssl_can_check_it_too(course, page, require, tmp_path):
    text = page.read_text(encoding="utf-8")
    content, mark = text.rsplit("<!-- ", 1)
    (tmp_path / "content").write_bytes(content.encode())
    (tmp_path / "signature").write_bytes(b64decode(re.findall(r"\S+={0,2}(?= -->)", mark)[0]))
    process = subprocess.run(  # noqa: S603
        [require("openssl"), "pkeyutl", "-verify", "-pubin", "-inkey", public_path(course), "-rawin",
         "-in", tmp_path / "content", "-sigfile", tmp_path / "signature"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert process.stdout.strip() == "Signature Verified Successfully", process.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["eve"], r"There is no student eve in the gradebook. It has ann, ben, cut, dan\."),
        (["dan"], "There is nothing to state about dan: nothing graded, and no my-progress.json"),
        (["ann", "--progress", "none.json"], "none.json can't be read: No such file"),
        (
            ["ann", "--progress", __file__],
            "ann's lessons can't be stated: .* does not hold progress",
        ),
        (["--verify", "none.html"], "none.html can't be read: No such file"),
    ],
)
def test_what_cannot_be_stated_is_told(arguments, message, state):
    code, _, err = state(*arguments)
    assert code == 1
    assert re.search(message, err)


def test_progress_that_makes_no_sense_is_refused(state, tmp_path):
    odd = keep_progress(tmp_path, {"drift.checkpoint": {"answered": 4, "right": 9, "asked": 4}})
    code, _, err = state("ann", "--progress", odd)
    assert code == 1
    assert "ann's lessons can't be stated: what it says of the checkpoint of 'drift' makes" in err


def test_options_for_one_student_are_refused_for_several(state, tmp_path):
    assert state("--to", tmp_path / "page.html")[0] == 2
    assert state("ann", "--verify", tmp_path / "page.html")[0] == 2


def test_a_submission_cannot_read_the_key(course, page):
    """The code of a submission sees only Python's own folders and its own."""
    del page  # it made the key
    code = (
        "def total(values):\n    import pathlib\n"
        f"    return sum(values) + len(pathlib.Path({str(private_path(course))!r}).read_text())"
    )
    blank = (course.release("sums") / "sums.ipynb").read_text()
    hand_in(course, "spy", answered(blank, q_total=code, essay="Hello."))
    grade(course, "spy")
    text = (course.autograded("spy", "sums") / "sums.ipynb").read_text()
    assert re.search("FileNotFoundError|PermissionError", text)
    shutil.rmtree(course.submitted("spy", "."))
    assert os.access(private_path(course), os.R_OK)
