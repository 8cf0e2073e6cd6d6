"""Files that cells and tests write: whose they are, and when they cross."""

from __future__ import annotations

from dataclasses import replace

import pytest

from split_grader.split import Assignment, Cell, Limits
from split_grader.split.both.files import Waiting, is_scratch
from support.split_cases import apart

_LOG = "with open('log.txt', 'w') as log:\n    log.write('begun ')"
_NOISE = "import random\nopen('noise.txt', 'w').write(repr([random.random() for _ in range(9)]))"
_SOLUTIONS = {
    "appends": (
        _LOG,
        "with open('log.txt', 'a') as f:\n    f.write('more')",
        "log.txt",
        "begun more",
    ),
    "replaces": (_LOG, "from pathlib import Path\nPath('log.txt').write_text('X')", "log.txt", "X"),
}


def _around(locked_cell, answer, test):
    return [Cell("locked", locked_cell), Cell("student", answer), Cell("test", test, "q", 1)]


@pytest.mark.parametrize("name", _SOLUTIONS)
def test_a_file_of_a_locked_cells_is_the_students_if_the_solution_changes_it(engine, name):
    locked_cell, right, path, content = _SOLUTIONS[name]
    test = f"assert open({path!r}).read() == {content!r}"
    profile = engine.profile(_around(locked_cell, right, test))
    assert profile.low_trust == {}
    for answer, score in ((right, 1), ("pass", 0), (f"open({path!r}, 'w').close()", 0)):
        outcome = engine.run(_around(locked_cell, answer, test), Assignment(profile=profile))
        assert outcome.score == score, answer


def test_a_long_file_of_a_locked_cells_is_the_instructors(engine):
    locked_cell = "%%writefile shares.csv\nshare\n" + "12.5%, of what?\n" * 2000
    right = "import pandas as pd\ndef count():\n    return len(pd.read_csv('shares.csv'))"
    attack = "open('shares.csv', 'w').write('share\\n')\ndef count():\n    return 0"
    test = "import csv\nassert count() == len(list(csv.reader(open('shares.csv')))) - 1"
    profile = engine.profile(_around(locked_cell, right, test))
    assert profile.low_trust == {}
    for answer, score in ((right, 1), (attack, 0)):
        cells = _around(locked_cell, answer, test)
        assert engine.run(cells, Assignment(profile=profile)).score == score


def test_a_locked_cell_has_its_time_on_the_side_of_the_tests_too(engine):
    locked_cell = "import time\ndef slow():\n    time.sleep(3)\n    return 3\nLIMIT = slow()"
    cells = _around(locked_cell, "x = 3", "assert x == LIMIT")
    cells[0] = replace(cells[0], seconds=30)
    assignment = Assignment(profile=apart(cells))
    assert engine.run(cells, assignment, Limits(cell_seconds=2)).score == 1


def test_a_test_has_the_modules_on_a_path_that_a_locked_cell_appends(engine, tmp_path):
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "given_module.py").write_text("def g(x):\n    return x + 1")
    locked_cell = (
        "code_dir = './code'\nfrom sys import path; path.append(code_dir)\nimport given_module"
    )
    test = "assert f(2) == given_module.g(2)"
    assignment = Assignment(files=tmp_path)
    profile = engine.profile(_around(locked_cell, "def f(x):\n    return x + 1", test), assignment)
    assert profile.low_trust == {}
    for answer, score in (("return given_module.g(x)", 1), ("return x", 0)):
        cells = _around(locked_cell, f"def f(x):\n    {answer}", test)
        assert engine.run(cells, replace(assignment, profile=profile)).score == score


def test_a_file_of_a_locked_cells_that_differs_each_time_is_the_students(engine):
    right = "mean = sum(eval(open('noise.txt').read())) / 9"
    test = "import json\nnoise = json.load(open('noise.txt'))\nassert abs(mean - sum(noise) / 9) < 1e-9"
    profile = engine.profile(_around(_NOISE, right, test))
    assert profile.low_trust == {}
    assert engine.run(_around(_NOISE, right, test), Assignment(profile=profile)).score == 1


def test_a_lent_file_of_a_locked_cells_stays_where_the_solution_leaves_it(engine):
    locked_cell = "open('numbers.txt', 'w').write('4 5')"
    right = "def total(path):\n    return sum(map(int, open(path).read().split()))"
    attack = "def total(path):\n    open(path, 'w').write('0')\n    return 0"
    test = (
        "found = total('numbers.txt')\n"
        "with open('numbers.txt') as file:\n    assert found == sum(map(int, file.read().split()))"
    )
    profile = engine.profile(_around(locked_cell, right, test))
    for answer, score in ((right, 1), (attack, 0)):
        outcome = engine.run(_around(locked_cell, answer, test), Assignment(profile=profile))
        assert outcome.score == score


def test_files_are_handed_to_a_checker_that_takes_the_place_of_another(engine):
    cells = [
        Cell("student", "open('out.txt', 'w').write('42')"),
        Cell("test", "assert open('out.txt').read() == '42'", "p", 1),
        Cell("test", "while True: pass", "q", 1, seconds=2),
        Cell("test", "assert open('out.txt').read() == '42'", "r", 1),
    ]
    outcome = engine.run(cells, Assignment(profile=apart(cells)))
    assert [test.score for test in outcome.tests.values()] == [1, 0, 1]


def test_of_files_that_nobody_asked_for_the_latest_are_kept():
    waiting = Waiting(most=3, room=10)
    for name, size in (("a", 2), ("b", 2), ("c", 2), ("a", 3), ("d", 2)):
        waiting.keep(name, bytes(size))
    assert [name for name, _ in waiting.take(lambda name: name < "d")] == ["c", "a"]
    waiting.keep("e", bytes(8))
    assert waiting.take(lambda _: True) == [("d", bytes(2)), ("e", bytes(8))]
    waiting.keep("f", bytes(11))
    assert waiting.take(lambda _: True) == []


def test_scratch_space_is_what_may_have_been_written_here():
    assert is_scratch("/tmp/box.zip/judge.py")  # noqa: S108
    assert not is_scratch("/usr/lib/python3/judge.py")
