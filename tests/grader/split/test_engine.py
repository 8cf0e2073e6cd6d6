"""What an instructor and the batch see of the engine."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from split_grader.split import Assignment, Cell, Profile, Verdict
from split_grader.split.both.outcome import CellOutcome, Outcome
from split_grader.split.both.profile import CellProfile
from split_grader.split.profiling.profiler import revised
from support.split_cases import apart


def test_cells_keep_their_outputs_as_a_notebook_would(engine):
    outcome = engine.run(
        [
            Cell("student", "print('hello')\n1 + 1"),
            Cell("student", "1 / 0"),
            Cell("markdown", "# t"),
        ]
    )
    first, second, third = outcome.cells
    assert first.outputs == [
        {"output_type": "stream", "name": "stdout", "text": "hello\n"},
        {
            "output_type": "execute_result",
            "data": {"text/plain": "2"},
            "metadata": {},
            "execution_count": 1,
        },
    ]
    assert (first.status, second.status, third.status) == ("ok", "error", "ok")
    assert second.outputs[0]["ename"] == "ZeroDivisionError"
    assert second.execution_count == 2


@pytest.mark.parametrize(
    "test", ["%%time\nassert x == 2", "here = %pwd\nassert x == 2", "assert x == 2\n\n", "pwd"]
)
def test_what_ipython_makes_of_a_test_is_the_instructors_text(engine, test):
    cells = [Cell("student", "x = 2"), Cell("test", test, "q1", points=1)]
    cell = engine.run(cells, Assignment("magics", profile=apart(cells))).cells[1]
    assert cell.message == ""
    assert (cell.verdict, cell.low_trust) == (Verdict.PASSED, False)


@pytest.mark.parametrize(
    ("last_line", "verdict", "score"),
    [
        ("0.5", Verdict.PARTIAL, 0.5),
        ("1", Verdict.PARTIAL, 1),
        ("7", Verdict.PARTIAL, 2),
        ("-1", Verdict.PARTIAL, 0),
        ("float('nan')", Verdict.FAILED, 0),
        ("True", Verdict.PASSED, 2),
        ("False", Verdict.FAILED, 0),
        ("None", Verdict.PASSED, 2),
        ("'text'", Verdict.PASSED, 2),
        ("import sys; print('careful', file=sys.stderr)", Verdict.PASSED, 2),
        ("assert False, 'x should be 2'", Verdict.FAILED, 0),
        ("raise SystemExit", Verdict.FAILED, 0),
        ("import os; os._exit(0)", Verdict.NO_VERDICT, None),
        ("while True: pass", Verdict.TIMEOUT, 0),
        ("not python at all", Verdict.FAILED, 0),
    ],
)
def test_the_score_of_a_test_cell(engine, last_line, verdict, score):
    test = Cell("test", last_line, "q", points=2, seconds=1)
    cells = [Cell("student", "x = 1"), test, Cell("test", "x", "r", 1)]
    outcome = engine.run(cells, Assignment(profile=apart(cells)))
    assert outcome.tests["q"].verdict is verdict
    assert outcome.tests["q"].score == score
    assert outcome.tests["r"].score == 1


def test_a_failed_test_says_what_the_instructor_wrote(engine):
    cells = [Cell("student", "x = 1"), Cell("test", "assert x == 2, 'x should be 2'", "q")]
    outcome = engine.run(cells, Assignment(profile=apart(cells)))
    assert outcome.tests["q"].message == "AssertionError: x should be 2"


def test_the_instructors_names_are_never_the_students(engine):
    def cells(answer):
        return [
            Cell("locked", "LIMIT = 10\ndef helper(x):\n    return x * LIMIT"),
            Cell("student", answer),
            Cell("test", "assert f() == helper(1)", "q", 1),
        ]

    profile = engine.profile(cells("def f():\n    return 10"))
    assert profile.low_trust == {}
    attack = "LIMIT = 0\ndef helper(x):\n    return 0\ndef f():\n    return 0"
    assert engine.run(cells(attack), Assignment(profile=profile)).score == 0


def test_a_locked_frame_that_the_solution_changes_is_the_students(engine):
    def cells(change):
        return [
            Cell("locked", "import pandas as pd\ndf = pd.DataFrame({'a': [1, 2]})"),
            Cell("student", change),
            Cell("test", "assert list(df.columns) == ['a', 'b']", "q", 1),
        ]

    profile = engine.profile(cells("df['b'] = 2"))
    assert profile.low_trust == {}
    assert engine.run(cells("df['b'] = 3"), Assignment(profile=profile)).score == 1
    assert engine.run(cells("pass"), Assignment(profile=profile)).score == 0


@pytest.mark.parametrize(
    "value", ["{'b', 'a', 'c'}", "[[1], [2]]", "{'a': [1, {2}]}", "Rates([1, 2])"]
)
def test_a_locked_value_that_the_solution_only_reads_stays_the_instructors(engine, value):
    def cells(answer):
        rates = "class Rates(list):\n    pass\n"
        return [
            Cell("locked", f"{rates}due = {value}"),
            Cell("student", answer),
            Cell("test", f"assert count() == len(due) == len({value})", "q", 1),
        ]

    assignment = Assignment(profile=engine.profile(cells("def count():\n    return len(due)")))
    assert assignment.profile.low_trust == {}
    assert engine.run(cells("due = []\ndef count():\n    return 0"), assignment).score == 0
    assert "due" not in assignment.profile.cells["q"].names


def test_names_of_a_locked_cell_are_not_the_students_even_before_it_has_run(engine):
    setup = "import numpy as np\nEXPECTED = {'a': 31.5}"
    test = "np.testing.assert_allclose(a, EXPECTED['a'])"
    fake = """
class np:
    class testing:
        assert_allclose = staticmethod(lambda *a: None)
EXPECTED = {'a': 0}
a = 0
"""
    right = [Cell("locked", setup), Cell("student", "a = 31.5"), Cell("test", test, "q", 1)]
    attack = [Cell("student", fake), Cell("test", test, "q", 1), Cell("locked", setup)]
    assignment = Assignment(profile=engine.profile(right))
    assert engine.run(right, assignment).score == 1
    assert engine.run(attack, assignment).score == 0


def test_what_a_locked_cell_makes_of_an_answer_is_the_students(engine):
    cells = [
        Cell("student", "def f(x):\n    return x + 1"),
        Cell("locked", "result = f(3)"),
        Cell("test", "assert result == 4", "q", 1),
    ]
    profile = engine.profile(cells)
    assert profile.low_trust == {}
    assert engine.run(cells, Assignment(profile=profile)).score == 1


def test_the_libraries_a_solution_imports_are_the_checkers_own(engine):
    def cells(student):
        test = "assert accuracy_score([1, 1], guess()) > 0.9"
        return [Cell("student", student), Cell("test", test, "q", 1)]

    right = "from sklearn.metrics import accuracy_score\ndef guess():\n    return [1, 1]"
    wrong = "accuracy_score = lambda *a: 1.0\ndef guess():\n    return [0, 0]"
    profile = engine.profile(cells(right))
    assert engine.run(cells(right), Assignment(profile=profile)).score == 1
    assert engine.run(cells(wrong), Assignment(profile=profile)).score == 0


def test_a_test_that_cannot_be_split_is_reported_and_runs_in_one_process(engine):
    def cells(student):
        test = "import unittest\nwith unittest.TestCase().assertLogs('app'):\n    greet()"
        return [Cell("student", student), Cell("test", test, "q", 1), Cell("student", "y = 1")]

    right = "import logging\ndef greet():\n    logging.getLogger('app').warning('hi')"
    profile = engine.profile(cells(right))
    assert "q" in profile.low_trust
    assert Profile.from_dict(json.loads(json.dumps(profile.as_dict()))) == profile
    outcome = engine.run(cells(right), Assignment(profile=profile))
    assert (outcome.score, outcome.tests["q"].low_trust) == (1, True)
    assert engine.run(cells("def greet(): pass"), Assignment(profile=profile)).score == 0
    loop = engine.run(cells("def greet():\n    while True: pass"), Assignment(profile=profile))
    assert loop.tests["q"].verdict is Verdict.TIMEOUT
    assert loop.cells[2].status == "ok"


def test_a_test_that_the_solution_does_not_pass_is_reported(engine):
    profile = engine.profile([Cell("student", "x = 1"), Cell("test", "assert x == 2", "q", 1)])
    assert "does not pass" in profile.cells["q"].reason
    assert profile.low_trust == {}


def test_both_processes_find_the_assignments_files(engine, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "sales.csv").write_text("a\n1\n2\n")
    (tmp_path / "tools.py").write_text("def truth():\n    return 3\n")
    (tmp_path / "link").symlink_to("/etc/passwd")
    student = (
        "import pandas as pd, os, tools\ntotal = int(pd.read_csv('data/sales.csv').a.sum())\n"
        "open('data/sales.csv', 'w').write('a\\n99\\n')\nopen('tools.py', 'w').write('def truth(): return 0')\n"
        "linked = os.path.exists('link')"
    )
    test = "import pandas as pd, tools\nassert total == pd.read_csv('data/sales.csv').a.sum() == tools.truth()\nassert not linked"
    cells = [Cell("student", student), Cell("test", test, "q", 1)]
    outcome = engine.run(cells, Assignment(files=tmp_path, profile=apart(cells)))
    assert outcome.score == 1, outcome.tests["q"].message


def test_a_test_of_a_file_that_students_do_not_get_runs_apart(engine, tmp_path):
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "secret.txt").write_text("4")
    (tmp_path / "shown").mkdir()
    files = {"files": tmp_path / "all", "shown": tmp_path / "shown"}
    test = Cell("test", "assert f() == int(open('secret.txt').read())", "q", 1)
    right, spy = "def f():\n    return 4", "def f():\n    return int(open('secret.txt').read())"
    profile = engine.profile([Cell("student", right), test], Assignment(**files))
    assert (profile.low_trust, profile.failing) == ({}, {})
    for answer, score in ((right, 1), (spy, 0)):
        assignment = Assignment(**files, profile=profile)
        assert engine.run([Cell("student", answer), test], assignment).score == score


def test_the_seed_of_the_global_generators_can_be_given(engine):
    cells = [Cell("student", "import random, numpy\n(random.random(), numpy.random.rand())")]
    runs = [
        engine.run(cells, Assignment(seed=seed)).cells[0].outputs for seed in (5, 5, 6, None, None)
    ]
    assert runs[0] == runs[1]
    assert len({json.dumps(outputs) for outputs in runs}) == 4


@pytest.mark.parametrize(
    "outputs",
    [
        "[{'output_type': []}]",
        "[{'output_type': 'stream', 'name': [], 'text': 'x'}]",
        "[{'output_type': 'display_data', 'data': {'image/png': [1]}, 'metadata': 5}]",
        "[None, 5, 'x']",
        "{}",
    ],
)
def test_outputs_that_are_none_do_not_stop_the_relay(engine, outputs):
    forgery = f"import split_grader.split.process.shell as s\ns.Collector.finished = lambda self: {outputs}"
    cells = [Cell("student", forgery), Cell("student", "x = 1"), Cell("test", "assert x", "q", 1)]
    assert engine.run(cells, Assignment(profile=apart(cells))).score == 1


def test_outputs_after_hidden_calls_are_marked(engine):
    cells = [
        Cell("student", "seen = []\ndef f(x):\n    seen.append(x)"),
        Cell("student", "1"),
        Cell("test", "f(4711)", "q", 1),
        Cell("student", "seen"),
    ]
    outcome = engine.run(cells, Assignment(profile=engine.profile(cells)))
    marks = [cell.saw_tests for cell in outcome.cells if cell.kind == "student"]
    assert marks == [False, False, True]


def test_the_cells_own_ceiling_replaces_the_general_one(engine):
    slow = Cell("student", "import time\ntime.sleep(0.6)", seconds=0.3)
    assert engine.run([slow]).cells[0].status == "timeout"
    assert engine.run([replace(slow, seconds=3)]).cells[0].status == "ok"


def test_a_source_without_solutions_is_no_reference(engine):
    cells = [
        Cell("student", "# YOUR CODE HERE\nraise NotImplementedError"),
        Cell("test", "assert V(1) + V(2) == V(3) and np.isclose(mean([1, 2]), 1.5)", "q", 1),
    ]
    profile = engine.profile(cells)
    right = (
        "import numpy as np\nfrom dataclasses import dataclass\n@dataclass\nclass V:\n    x: int\n"
        "    def __add__(self, other):\n        return V(self.x + other.x)\nmean = np.mean"
    )
    right_cells = [Cell("student", right), cells[1]]
    assert engine.run(right_cells, Assignment(profile=profile)).score == 1


def test_what_a_test_compares_with_is_not_told_to_an_answer_that_has_its_name(engine):
    def cells(student):
        test = "def check():\n    assert f(3) == expected\nexpected = 4711\ncheck()"
        return [Cell("student", student), Cell("test", test, "q", 1)]

    profile = engine.profile(cells("def f(x):\n    return 4711"))
    spy = "expected = None\ndef f(x):\n    return expected"
    assert engine.run(cells(spy), Assignment(profile=profile)).score == 0


def test_a_list_that_brings_its_own_mean_is_not_asked_for_it(engine):
    def cells(student):
        test = "import numpy as np\nz = f([5, 7])\nassert np.mean(z) == 0 and np.std(z) == 1"
        return [Cell("student", student), Cell("test", test, "q", 1)]

    profile = engine.profile(cells("def f(x):\n    return [-1, 1]"))
    liar = (
        "class L(list):\n    def mean(self, *a, **k):\n        return 0\n"
        "    def std(self, *a, **k):\n        return 1\ndef f(x):\n    return L(x)"
    )
    assert engine.run(cells(liar), Assignment(profile=profile)).score == 0


def test_cells_are_numbered_here_and_not_by_what_their_process_says(engine):
    texts = "get_ipython().number = 77", "", "1 + 1"
    outcome = engine.run([Cell("student", text) for text in texts])
    assert [cell.execution_count for cell in outcome.cells] == [1, None, 2]


@pytest.mark.parametrize(
    "test",
    [
        "def back(f):\n    return visit(back)\nvisit(back)",
        "import time\nvisit(lambda f: time.sleep(60))",
    ],
    ids=["nested too deep", "a callback that does not end"],
)
def test_a_test_that_breaks_in_the_middle_of_a_call_costs_no_later_answer(engine, test):
    def cells(test):
        return [
            Cell("student", "def visit(f):\n    return f(f)"),
            Cell("test", test, "t", points=1, seconds=3),
            Cell("student", "def g():\n    return 1"),
            Cell("test", "assert g() == 1", "u", points=1),
        ]

    assignment = Assignment(profile=engine.profile(cells("visit(lambda f: 1)")))
    assert assignment.profile.low_trust == {}
    assert engine.run(cells(test), assignment).score == 1


def test_a_test_that_no_way_of_grading_passes_is_reported():
    cells = [Cell("test", "assert f()", "q", 1)]

    def ended(verdict):
        cell = CellOutcome("test", "q", 1, verdict=verdict, score=float(verdict == "passed"))
        return Outcome([replace(cell, message="it says why")], sandboxed=True)

    profile = Profile({"q": CellProfile()})
    steps = []
    for _ in range(4):
        profile = revised(cells, profile, ended(Verdict.FAILED), ended(Verdict.PASSED))
        steps.append((set(profile.low_trust), profile.cells["q"].after_all, set(profile.failing)))
    assert steps == [
        ({"q"}, False, set()),
        ({"q"}, True, set()),
        (set(), True, {"q"}),
        (set(), True, {"q"}),
    ]
    assert "it says why" in profile.failing["q"]
    assert revised(cells, profile, ended(Verdict.PASSED), ended(Verdict.PASSED)) == profile


def test_a_refusal_says_that_an_argument_was_none(engine):
    def cells(student):
        test = "class Log:\n    def put(self, found):\n        found + 1\nwork(Log())"
        return [Cell("student", student), Cell("test", test, "q", 1)]

    profile = engine.profile(cells("def work(log):\n    log.put(1)"))
    other = "class Own:\n    pass\ndef work(log):\n    log.put(Own)"
    outcome = engine.run(cells(other), Assignment(profile=profile))
    assert "`argument` should be data, but is a class" in outcome.tests["q"].message
