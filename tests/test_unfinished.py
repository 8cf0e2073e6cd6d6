"""No lesson is left half written. `make quick` asks this last, since a new lesson is full of TODOs."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "folder", ["banks", "course", "datasets", "modules", "solutions", "tests/course"]
)
def test_nothing_is_left_to_do(folder):
    search = ["git", "grep", "--untracked", "--line-number", "-I", "--word-regexp", "TODO"]
    lines = subprocess.run(  # noqa: S603 - our own tree
        [*search, "--", folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert lines.returncode == 1, lines.stdout + lines.stderr  # 1: no line has the word
