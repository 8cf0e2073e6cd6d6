"""The command: help for newcomers, one-sentence errors, and a line that says what is next."""

import re

import pytest
from typer.testing import CliRunner

from split_grader.cli import app
from support.small_course import answered, hand_in

COMMANDS = [
    "release",
    "solution",
    "collect",
    "grade",
    "extend",
    "feedback",
    "report",
    "export",
    "similar",
    "statement",
    "why",
    "bank",
    "quickstart",
    "demo",
    "doctor",
]
BANK = {
    "q_total.py": "# %% right: plain\ndef total(values):\n    return sum(values)\n"
    "# %% wrong: Takes the greatest.\n# says: 6\ndef total(values):\n    return max(values)\n",
    "q_mean.py": "# %% right: plain\ndef mean(values):\n    return sum(values) / len(values)\n"
    "# %% wrong: Halves.\n# says: 2\n# edits: official\n"
    "# -     return sum(values) / len(values)\n# +     return sum(values) // 2\n",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command):
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert f"grader {command}" in result.output
    assert "Example" in result.output


def test_the_first_help_page_shows_the_usual_order():
    output = CliRunner().invoke(app, ["--help"]).output
    places = [
        output.index(f"grader {command}") for command in ("release", "collect", "grade drift")
    ]
    assert places == sorted(places)


def test_a_missing_argument_is_a_usage_error(run):
    assert run("grade")[0] == 2
    code, _, err = run("extend", "alice", "drift")
    assert code == 2
    assert "Say how long: --days 3" in err, "without a time it would take an extension back"


def test_an_error_is_one_sentence_without_a_traceback(run, tmp_path):
    code, _, err = run("grade", "sums", "--course", tmp_path)
    assert code == 1
    assert err.startswith("Error: No course found")
    assert "Traceback" not in err


def test_grading_before_a_release_says_what_to_do_first(run, new_course):
    code, _, err = run("grade", "sums", "--course", new_course().root)
    assert code == 1
    assert "Run `grader release sums` first" in err


def test_collecting_nothing_usable_fails(run, new_course, tmp_path):
    (tmp_path / "notes.txt").touch()
    code, out, err = run("collect", "sums", tmp_path, "--course", new_course().root)
    assert code == 1
    assert "1 files: 1 not gradable" in out
    assert "No notebook could be filed" in err


@pytest.mark.slow
def test_the_round_trip_tells_the_next_step_each_time(run, new_course, tmp_path):
    course = new_course()
    options = ("--course", course.root)
    code, out, _ = run("release", "sums", *options)
    assert code == 0
    assert "Released sums: 4 graded cells, 6 points" in out
    blank = (course.release("sums") / "sums.ipynb").read_text()
    import nbformat  # noqa: PLC0415

    (tmp_path / "alice.ipynb").write_text(nbformat.writes(answered(blank)))
    for arguments, message in [
        (("collect", "sums", tmp_path), "Next: `grader grade sums`"),
        (
            ("grade", "sums", "--jobs", 1),
            "Graded 1 submission. 0 need a look. Next: `grader report",
        ),
        (("grade", "sums"), "1 were unchanged"),
        (("report", "sums"), "Next: open it in a browser"),
        (("feedback", "sums"), "Wrote 1 pages"),
        (("export", "sums", "--to", tmp_path / "g.csv"), "Wrote 1 students to"),
    ]:
        code, out, err = run(*arguments, *options)
        assert (code, err) == (0, "")
        assert message in out
    assert "alice,,,,,,3,3,0,,6,6,6,0,graded" in (tmp_path / "g.csv").read_text()


@pytest.mark.slow
def test_a_solution_that_no_longer_passes_is_told_before_anyone_loses_points(run, new_release):
    course = new_release()
    blank = (course.release("sums") / "sums.ipynb").read_text()
    hand_in(course, "alice", answered(blank))
    source = course.source("sums") / "sums.ipynb"
    source.write_text(source.read_text().replace("return sum(values) / len", "return 1 + len"))
    _, out, _ = run("grade", "sums", "--course", course.root)
    match = re.search("Check these tests before you trust their points: (.*?)[.] Your", out)
    assert match
    assert set(match[1].split(", ")) == {"mean_visible", "mean_hidden"}


@pytest.mark.slow
def test_the_demo_runs_the_whole_round_and_leaves_the_real_course_alone(run, new_course, tmp_path):
    course = new_course()
    for name, text in BANK.items():
        (tmp_path / name).write_text(text)
    before = sorted(course.root.iterdir())
    folder = tmp_path / "demo"
    code, out, _ = run(
        "demo", "--assignment", "sums", "--bank", tmp_path, "--folder", folder,
        "--students", 3, "--cell-seconds", 2, "--course", course.root,
    )  # fmt: skip
    assert code == 0
    assert "file cut off: unreadable, 0 of 6" in out
    assert "endless loop: timed out, 3 of 6" in out
    assert (folder / "reports" / "sums.html").is_file()
    assert sorted(course.root.iterdir()) == before


def test_the_demo_never_replaces_a_folder_it_did_not_make(run, new_course, tmp_path):
    for name, text in BANK.items():
        (tmp_path / name).write_text(text)
    course = new_course()
    code, _, err = run(
        "demo", "--assignment", "sums", "--bank", tmp_path, "--folder", tmp_path,
        "--course", course.root,
    )  # fmt: skip
    assert code == 1
    assert "is not a demo" in err


@pytest.mark.whole
@pytest.mark.slow
def test_a_course_without_the_two_lines_is_told_of_formgrader(run, new_release):
    course = new_release()
    hand_in(course, "ann", answered((course.release("sums") / "sums.ipynb").read_text()))
    output = run("grade", "sums", "--course", course.root)[1]
    assert "Formgrader" not in output
    config = "c = get_config()\nc.CourseDirectory.root = " + repr(str(course.root))
    (course.root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    text = " ".join(run("grade", "sums", "--course", course.root)[1].split())
    assert "from split_grader.course.settings import fair_grading fair_grading(c)" in text
