"""What `make quick` runs: the tests that stand where the changed file stands."""

from pathlib import PurePath

import pytest

from tools.quick import nearest_tests


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
    ("changed", "tests"),
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
def test_a_changed_file_leads_to_the_nearest_tests(root, changed, tests):
    assert nearest_tests(PurePath(changed), root) == {PurePath("tests", tests)}


def test_a_tree_without_tests_has_none_to_run(tmp_path):
    assert nearest_tests(PurePath("course/data.py"), tmp_path) == set()
