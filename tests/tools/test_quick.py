"""What `make quick` runs: checks of what changed, the unfinished last."""

import sys
from pathlib import PurePath

import pytest

from tools import quick
from tools.quick import ROOT, commands, files_of, lesson_commands, lesson_of, nearest_tests


@pytest.fixture
def root(tmp_path):
    for name in (
        "test_layout",
        "course/test_data",
        "course/simulate/test_credit",
        "exercises/test_banks",
    ):
        path = tmp_path / "tests" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


@pytest.mark.parametrize(
    ("path", "tests"),
    [
        ("course/simulate/credit.py", "course/simulate/test_credit.py"),
        ("course/simulate/drift/shift.py", "course/simulate/test_credit.py"),
        ("course/questions/drift.toml", "course/test_data.py"),
        ("solutions/drift.md", "exercises/test_banks.py"),
        ("banks/drift/q1_psi.py", "exercises/test_banks.py"),
        ("README.md", "test_layout.py"),
        ("tests/course/test_data.py", "course/test_data.py"),
        ("tests/course/test_removed.py", "course/test_data.py"),
        ("tests/course/simulate/helper.py", "course/simulate/test_credit.py"),
    ],
)
def test_a_changed_file_leads_to_the_nearest_tests(root, path, tests):
    assert nearest_tests(PurePath(path), root) == {PurePath("tests", tests)}


def test_a_tree_without_tests_has_none_to_run(tmp_path):
    assert nearest_tests(PurePath("course/data.py"), tmp_path) == set()


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("modules/text/07_drift.md", "drift"),
        ("modules/07_drift_workbench.ipynb", "drift"),
        ("course/questions/drift.toml", "drift"),
        ("course/explore/drift/shift.py", "drift"),
        ("course/charts.py", None),
        ("banks/value/q1_value.py", None),
    ],
)
def test_a_file_belongs_to_the_lesson_that_its_path_names(path, slug):
    assert lesson_of(PurePath(path), {"drift", "future"}) == slug


def test_a_lesson_is_tested_by_name_and_the_unfinished_comes_last():
    texts = [PurePath("modules/text/07_drift.md"), PurePath("course/questions/drift.toml")]
    runs = [" ".join(command) for command in commands(texts)]
    by_name = [run for run in runs if "-k drift" in run]
    assert len(by_name) == 1
    assert "tests/course/questions/test_questions.py" in by_name[0]
    assert "tests/modules/test_twins.py" in by_name[0]
    assert not any("unfinished" in run for run in runs), "TODOs are listed after all checks"
    assert not any("mypy" in run or "test_collecting" in run for run in runs)


def test_a_change_of_javascript_runs_its_checks():
    checks = [sys.executable, "-m", "tools.front"]
    assert checks in commands([PurePath("front/page/kept.js")])
    assert checks in commands([PurePath("grader/split_grader/desk/page/desk.js")])
    assert checks not in commands([PurePath("course/charts.py")])


def test_a_change_of_the_course_alone_runs_its_linter_and_the_tests_of_the_syllabus():
    runs = list(commands([PurePath("course.toml")]))
    assert [sys.executable, "-m", "scaling_ai_kit", "lint"] in runs
    assert "tests/course/syllabus/test_syllabus.py" in runs[-1]
    assert not any("-k" in run or run[0].endswith("mypy") for run in runs)


def test_a_change_of_shared_code_runs_types_contracts_and_its_own_tests():
    runs = [" ".join(command) for command in commands([PurePath("course/charts.py")], ROOT)]
    assert any(run.endswith("mypy") for run in runs)
    assert any("tests/course/test_charts.py" in run for run in runs)
    assert not any(" -k " in run for run in runs)


def test_a_lesson_has_its_own_files_without_those_that_are_built():
    files = set(files_of("drift"))
    assert {
        "banks/drift/q1_accuracy.py",
        "course/explore/drift/shift.py",
        "course/decisions/drift.toml",
        "course/questions/drift.toml",
        "modules/text/07_drift.md",
        "modules/text/07_drift_workbench.md",
        "solutions/drift.md",
        "tests/course/simulate/drift/test_shift.py",
    } <= files
    assert not [file for file in files if file.endswith(".ipynb") or "exercises" in file]


def test_one_lesson_is_checked_with_nothing_of_the_others():
    runs = [" ".join(command) for command in lesson_commands("drift")]
    assert all("drift" in run for run in runs)
    assert not any("mypy" in run or "banks.py" in run or "front" in run for run in runs)
    build_numbers = [number for number, run in enumerate(runs) if "scaling_ai_kit notebooks" in run]
    test_numbers = [number for number, run in enumerate(runs) if "pytest" in run]
    assert max(build_numbers) < min(test_numbers), "the tests read the notebook"


def test_a_lesson_that_there_is_not_is_answered_with_those_that_there_are():
    with pytest.raises(SystemExit, match=r"There is no lesson 'drfit'; there are .*drift, future"):
        quick.require_lesson("drfit")


def test_all_checks_run_and_the_failed_ones_are_named_again(capfd):
    checks = [[sys.executable, "-c", f"print({n}); raise SystemExit({n})"] for n in (1, 0, 2)]
    failures = quick.run(checks)
    assert [name.split("(")[-1] for name in failures] == ["1)", "2)"]
    assert "0\n" in capfd.readouterr().out
