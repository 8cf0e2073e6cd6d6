"""The nightly run fails once coverage drops by more than a point."""

import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "coverage_floor.py"


@pytest.fixture
def measured(tmp_path):
    """A folder with the coverage of a run that left out one line of four."""
    (tmp_path / "code.py").write_text("x = 1\ny = 2\nif x == y:\n    x = 3\n")
    command = [sys.executable, "-m", "coverage", "run", "--rcfile=/dev/null", "code.py"]
    subprocess.run(command, cwd=tmp_path, check=True)  # noqa: S603
    return tmp_path


def compare(folder):
    command = [sys.executable, TOOL, "best"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603


def test_the_first_total_is_the_best(measured):
    assert compare(measured).returncode == 0
    assert (measured / "best").read_text() == "75.0\n"


@pytest.mark.parametrize("best", [70.0, 75.9])
def test_less_than_a_point_is_no_drop_and_the_best_stays(measured, best):
    (measured / "best").write_text(str(best))
    assert compare(measured).returncode == 0
    assert float((measured / "best").read_text()) == max(75.0, best)


def test_more_than_a_point_fails_and_the_best_stays(measured):
    (measured / "best").write_text("76.5")
    run = compare(measured)
    assert run.returncode == 1
    assert "Coverage has dropped by 1.5 points; at most 1 is allowed." in run.stderr
    assert (measured / "best").read_text() == "76.5"


def test_without_a_run_it_says_what_to_do(tmp_path):
    run = compare(tmp_path)
    assert run.returncode == 1
    assert "Run `make all` first." in run.stderr
