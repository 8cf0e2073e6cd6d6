"""A course that `grader quickstart` made: it can be graded at once, and its tests are sound."""

import shutil
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import nbformat
import pytest

from split_grader.base.errors import GraderError
from split_grader.course.course import find_course
from split_grader.tasks import quickstart
from split_grader.tasks.quickstart import ASSIGNMENT, EXAMPLE, LESSON, LIBRARY, NEXT, start_course

SOURCE = EXAMPLE / "source" / ASSIGNMENT


def test_the_assignment_has_visible_and_hidden_tests_and_a_written_answer():
    cells = nbformat.read(SOURCE / f"{ASSIGNMENT}.ipynb", as_version=4).cells
    graded_cells = [cell for cell in cells if cell.metadata.get("nbgrader", {}).get("grade")]
    tests = [cell for cell in graded_cells if cell.cell_type == "code"]
    hidden_tests = [cell for cell in tests if "### BEGIN HIDDEN TESTS" in cell.source]
    written_answers = [cell for cell in graded_cells if cell.cell_type == "markdown"]
    assert 0 < len(hidden_tests) < len(tests)
    assert len(written_answers) == 1


@pytest.mark.slow
def test_its_bank_reaches_each_test(run, tmp_path):
    run("quickstart", tmp_path / "course")
    code, out, err = run("bank", ASSIGNMENT, "--course", tmp_path / "course")
    assert (code, err) == (0, "")
    assert "can name 10 likely mistakes" in out


def test_a_folder_that_exists_is_refused_in_words_and_stays_as_it_is(run, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    code, _, err = run("quickstart", tmp_path)
    assert code == 1
    assert "exists, and nothing in it may be replaced" in err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_that_python_or_jupyter_left_behind_is_copied(monkeypatch, tmp_path):
    example = tmp_path / "example"
    for name in ("source/__pycache__/a.pyc", "source/.ipynb_checkpoints/a.ipynb", "source/a.ipynb"):
        (example / name).parent.mkdir(parents=True, exist_ok=True)
        (example / name).touch()
    monkeypatch.setattr(quickstart, "EXAMPLE", example)
    start_course(tmp_path / "deep" / "course", lesson=True)
    assert [path.name for path in (tmp_path / "deep/course/source").iterdir()] == ["a.ipynb"]


def test_a_copy_that_breaks_off_leaves_nothing_under_the_name(monkeypatch, tmp_path):
    def broken(_source, target, **_options):
        Path(target).mkdir()
        (Path(target) / "half.txt").write_text("half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copytree", broken)
        with pytest.raises(KeyboardInterrupt):
            start_course(tmp_path / "course")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_the_name_is_not_replaced(tmp_path):
    (tmp_path / "course").write_text("mine")
    with pytest.raises(GraderError, match="exists"):
        start_course(tmp_path / "course")


def test_a_folder_in_a_file_is_refused_in_words(run, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    code, _, err = run("quickstart", tmp_path / "notes.txt" / "course")
    assert code == 1
    assert "notes.txt isn't a folder. Name another place." in err


def test_the_next_steps_are_told(run, tmp_path):
    code, out, _ = run("quickstart", tmp_path / "course")
    assert code == 0
    assert f"then `grader release {ASSIGNMENT}`" in out
    readme = (tmp_path / "course" / "README.md").read_text()
    for command in ("release", "collect", "grade", "report", "feedback", "export"):
        assert f"`grader {command} {ASSIGNMENT}" in readme


def test_only_a_course_with_a_lesson_has_the_parts_of_one(tmp_path):
    start_course(tmp_path / "plain")
    start_course(tmp_path / "lesson", lesson=True)
    assert not [name for name in LESSON if (tmp_path / "plain" / name).exists()]
    assert all((tmp_path / "lesson" / name).exists() for name in LESSON)


def test_the_steps_of_a_lesson_are_printed_for_any_folder_name_and_explained(run, tmp_path):
    folder = tmp_path / "bread & co, 2nd try"
    code, out, _ = run("quickstart", folder, "--lesson")
    assert code == 0
    _, *commands = out.split(" $ ")
    assert [command.strip() for command in commands] == [f"cd '{folder}'", *NEXT]
    readme = (folder / "README.md").read_text()
    assert not [command for command in NEXT if f"`{command}`" not in readme]


def test_a_lesson_needs_the_library_and_the_message_says_what_to_install(
    run, tmp_path, monkeypatch
):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(quickstart, "distribution", missing)
    code, _, err = run("quickstart", tmp_path / "course", "--lesson")
    assert code == 1
    assert f"needs the library {LIBRARY}, which isn't installed here" in err
    assert "pip install" in err
    assert list(tmp_path.iterdir()) == []
    assert run("quickstart", tmp_path / "course")[0] == 0


@pytest.mark.slow
def test_the_course_grades_at_once(run, tmp_path, monkeypatch):
    assert run("quickstart", tmp_path / "course")[0] == 0
    monkeypatch.chdir(tmp_path / "course")
    code, out, _ = run("release", ASSIGNMENT)
    assert code == 0
    assert "less to be trusted" not in out
    Path("downloads").mkdir()
    solution = (SOURCE / f"{ASSIGNMENT}.ipynb").read_bytes()
    Path("downloads/alice.ipynb").write_bytes(solution)
    Path("downloads/bob.ipynb").write_bytes(
        (find_course().release(ASSIGNMENT) / f"{ASSIGNMENT}.ipynb").read_bytes()
    )
    assert "2 collected" in run("collect", ASSIGNMENT, "downloads")[1]
    _, out, _ = run("grade", ASSIGNMENT)
    assert "bob: graded, 0 of 8. Nothing was answered" in out
    assert "1 answer waits for a person" in out
    assert "No program scores q3_reason yet" in out
    for command in ("report", "feedback", "export"):
        extra = () if command == "report" else ("--unfinished",)
        assert run(command, ASSIGNMENT, *extra)[0] == 0
    assert "alice,,,,,,3,3,,0,,,8,6,1,unfinished" in Path(f"reports/{ASSIGNMENT}.csv").read_text()


@pytest.mark.whole
@pytest.mark.slow
def test_the_demo_needs_no_course(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("demo", "--students", 1, "--cell-seconds", 2)
    assert code == 0
    assert "nothing answered: graded, 0 of 8" in out
    assert (tmp_path / "demo" / "reports" / f"{ASSIGNMENT}.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
