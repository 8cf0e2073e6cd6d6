"""Hostile submissions: no undeserved point, nothing read or changed outside, the rest graded."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from split_grader.split import Assignment, Cell, Limits
from support.sampling import sampled

MARK = "hidden-marker-4711"
SECRET = "secret-of-the-host-0815"  # noqa: S105
TESTS = {
    "q1": f"# {MARK}\nassert answer == 40 + 2, '{MARK}'",
    "q2": f"import numpy as np\nfor a, b in [(3, 4), (10, -2)]:\n    assert np.isclose(add(a, b), a + b), '{MARK}'",
    "q3": "expected = pd.DataFrame({'a': [1, 2], 'b': [3.5, 4.5]})\n"
    "pd.testing.assert_frame_equal(table, expected)\nassert table.equals(expected)",
    "q4": "import numpy as np\nX = np.random.default_rng(5).normal(size=(60, 2))\n"
    "y = (X.sum(axis=1) > 0).astype(int)\nassert model.score(X, y) > 0.9",
    "q5": "assert honest == 5",
}
SOLUTION = """
from sklearn.linear_model import LogisticRegression
import numpy as np
answer = 42
def add(a, b):
    return a + b
table = pd.DataFrame({'a': [1, 2], 'b': [3.5, 4.5]})
train = np.random.default_rng(1).normal(size=(200, 2))
model = LogisticRegression().fit(train, train.sum(axis=1) > 0)
"""


def _read_attacks():
    """Return each attack's code, and whether the honest question must still be graded."""
    text = Path(__file__).with_name("attacks.txt").read_text(encoding="utf-8")
    (_, wire), *blocks = (
        block.split("\n", 1) for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]
    )
    attacks = {}
    for name, rest in blocks:
        costs, after, code = re.fullmatch(
            r"(--- may lose the honest answer\n)?--- code( after wire)?\n(.*)", rest, re.DOTALL
        ).groups()
        attacks[name] = (wire + code if after else code, costs is None)
    return attacks


ATTACKS = _read_attacks()
LIMITS = Limits(
    cell_seconds=1.2,
    submission_seconds=15,
    memory_bytes=700 << 20,
    scratch=64 << 20,
    frame=16 << 20,
    asks=2000,
)


def _cells(code):
    cells = [
        Cell("locked", "import pandas as pd"),
        Cell("student", code),
        Cell("student", "honest = 5"),
    ]
    return cells + [Cell("test", source, name, points=1) for name, source in TESTS.items()]


@pytest.fixture(scope="module")
def profile(engine):
    solution_profile = engine.profile(_cells(SOLUTION))
    assert solution_profile.low_trust == {}
    assert [c.reason for c in solution_profile.cells.values()] == [""] * 5
    return solution_profile


@pytest.fixture(scope="module")
def host_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("host") / "gradebook.db"
    path.write_text(SECRET)
    for folder in path.parents[:2]:
        folder.chmod(0o755)
    path.chmod(0o666)
    os.environ["GRADER_TEST_SECRET"] = SECRET
    yield path
    del os.environ["GRADER_TEST_SECRET"]


@pytest.mark.parametrize("name", sampled(ATTACKS))
def test_an_attack_gains_nothing(engine, profile, host_file, name):
    code, honest_counts = ATTACKS[name]
    cells = _cells(f"HOST_FILE = {str(host_file)!r}\n{code}")
    start = time.monotonic()
    outcome = engine.run(cells, Assignment(profile=profile), LIMITS)
    assert time.monotonic() - start < LIMITS.submission_seconds + 5
    scores = {name: cell.score for name, cell in outcome.tests.items()}
    honest = scores.pop("q5")
    assert scores == {"q1": 0, "q2": 0, "q3": 0, "q4": 0}
    if honest_counts:
        assert honest == 1, outcome.tests["q5"].message
    outputs = json.dumps([c.outputs for c in outcome.cells if c.kind == "student"])
    assert SECRET not in outputs
    assert MARK not in outputs
    assert "WROTE" not in outputs
    assert outcome.sandboxed
    # In its own /tmp, an answer may write a file with this name.
    assert host_file.read_text() == SECRET
    assert not Path("/tmp/owned").exists()  # noqa: S108


def test_the_next_submission_is_graded_as_if_nothing_had_been(engine, profile):
    outcome = engine.run(_cells(SOLUTION), Assignment(profile=profile))
    assert outcome.score == 5


def test_a_loop_in_one_question_leaves_the_others_their_points(engine, profile):
    cells = _cells(SOLUTION)
    cells.insert(2, Cell("student", "while True: pass"))
    outcome = engine.run(cells, Assignment(profile=profile), limits=LIMITS)
    assert outcome.score == 5
    assert outcome.cells[2].status == "timeout"
    assert outcome.replays == 0  # it is stopped, and its process goes on


def test_a_submission_that_uses_up_its_time_ends(engine, profile):
    limits = replace(LIMITS, submission_seconds=3)
    cells = _cells(SOLUTION)
    cells[1:1] = [Cell("student", "while True: pass")] * 10
    start = time.monotonic()
    outcome = engine.run(cells, Assignment(profile=profile), limits=limits)
    assert time.monotonic() - start < 8
    assert outcome.score == 0
    assert outcome.tests["q5"].verdict == "timeout"
