"""Tests apart by handles, through the whole engine: what runs apart, what is lost and refused."""

from __future__ import annotations

import pytest

from collected import RIGHT, cases, ended
from grader.split import Assignment, Cell, Engine, Limits, Verdict
from sampling import sampled
from split_cases import FOLDER

SORTED = dict(
    line.split(" | ", 1)
    for line in (FOLDER / "sorted.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
LIMITS = Limits(cell_seconds=4, test_seconds=4, submission_seconds=30)


@pytest.fixture(scope="module")
def engine():
    with Engine(LIMITS, jobs=2, namespaces=True, conversation="handles") as made:
        yield made


def _cells(answer, test, *locked):
    return [
        *(Cell("locked", one) for one in locked),
        Cell("student", answer),
        Cell("test", test, "q", points=1),
    ]


def _kind(name):
    return name.partition("/")[0]


@pytest.mark.parametrize("name", sampled(SORTED, every=100, kind=_kind))
def test_a_case_ends_as_it_is_sorted(engine, name):
    kind, _, case = name.partition("/")
    how, _ = ended(engine, kind, cases(kind)[case])
    assert how == SORTED[name].partition(" |")[0]


def test_no_answer_gets_apart_what_one_process_would_not_give():
    assert [name for name, end in SORTED.items() if end.startswith("apart, GETS IT |")] == []


def test_few_right_answers_lose_and_each_says_why():
    lost = [end for name, end in SORTED.items() if end.startswith("apart, loses")]
    assert len(lost) <= 20
    assert all(end.partition(" | ")[2] for end in lost)
    assert len([name for name in SORTED if name.partition("/")[0] in RIGHT]) == 367


def test_most_styles_run_apart():
    styles = [end for name, end in SORTED.items() if name.startswith("styles/")]
    assert len(styles) == 133
    assert len([end for end in styles if end.startswith("apart, gets nothing")]) >= 95


def test_what_no_solution_has_shown_runs_together(engine):
    cells = _cells("x = 1", "assert x == 1")
    found = engine.run(cells).tests["q"]
    assert (found.score, found.low_trust) == (1, True)
    profile = engine.profile(cells)
    found = engine.run(cells, Assignment(profile=profile)).tests["q"]
    assert (found.score, found.low_trust) == (1, False)


def test_a_refusal_says_what_one_process_says(engine):
    test = "assert f() == 3"
    profile = engine.profile(_cells("def f():\n    return 3", test))
    liar = "class Liar:\n    def __eq__(self, other):\n        return True\nf = Liar"
    found = engine.run(_cells(liar, test), Assignment(profile=profile)).tests["q"]
    assert (found.verdict, found.score) == (Verdict.REFUSED, 0)
    assert "should be data, but is an instance" in found.message
    assert "In one process with the answers the test: passed" in found.message


def test_a_refusal_is_not_swallowed(engine):
    test = "try:\n    assert f() == 3\nexcept Exception:\n    pass"
    profile = engine.profile(_cells("def f():\n    return 3", test))
    answer = "class C:\n    pass\nf = C"
    assert engine.run(_cells(answer, test), Assignment(profile=profile)).score == 0


LOOKS = "given = [2, 1]\nassert first(given) == 1\nassert given == [2, 1]"
LOOKS_NOT = "given = [2, 1]\nassert first(given) == 1"
IN_PLACE = "def first(x):\n    x.sort()\n    return x[0]"


@pytest.mark.parametrize(("test", "looks", "score"), [(LOOKS, True, 0), (LOOKS_NOT, False, 1)])
def test_only_a_test_that_looks_again_minds_a_change(engine, test, looks, score):
    profile = engine.profile(_cells("def first(x):\n    return min(x)", test))
    assert profile.cells["q"].looks is looks
    assert engine.run(_cells(IN_PLACE, test), Assignment(profile=profile)).score == score


def test_an_answer_that_changes_what_is_compared_gets_nothing(engine):
    test = "given = [2, 1]\nassert ordered(given) == sorted(given)"
    profile = engine.profile(_cells("def ordered(x):\n    return sorted(x)", test))
    lazy = "def ordered(x):\n    x.clear()\n    return []"
    assert engine.run(_cells(lazy, test), Assignment(profile=profile)).score == 0


def test_what_an_answer_wrote_is_not_compiled_beside_a_test(engine):
    test = "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2]})\nwant = 1\n"
    test += "assert len(frame.query(condition())) == 1"
    profile = engine.profile(_cells("def condition():\n    return 'a > 1'", test))
    assert "a text as code" in profile.low_trust["q"]
    own = test.replace("condition()", "'a > 1'") + "\nassert condition() == 'a > 1'"
    assert engine.profile(_cells("def condition():\n    return 'a > 1'", own)).low_trust == {}


def test_a_module_that_an_answer_wrote_is_not_imported(engine):
    answer = "open('judge.py', 'w').write('def check(x): return True')"
    test = (
        "import sys\nsys.path.insert(0, '.')\nopen('judge.py')\nimport judge\nassert judge.check(1)"
    )
    profile = engine.profile(_cells(answer, test))
    assert "a text as code" in profile.low_trust["q"]


def test_objects_of_a_locked_class_are_the_instructors_own(engine):
    locked = "class Node:\n    def __init__(self, value, after=None):\n        self.value, self.after = value, after\n"
    right = "def push(node, value):\n    return Node(value, node)"
    test = "one = Node(1)\ntwo = push(one, 2)\nassert type(two) is Node and two.value == 2\nassert two.after is one"
    profile = engine.profile(_cells(right, test, locked))
    assert profile.low_trust == {}
    liar = f"{locked}class Liar(Node):\n    value = property(lambda s: 2)\ndef push(node, value):\n    return Liar.__new__(Liar)"
    for answer, score in ((right, 1), (liar, 0)):
        outcome = engine.run(_cells(answer, test, locked), Assignment(profile=profile))
        assert outcome.score == score, outcome.tests["q"].message


def test_a_models_score_is_that_of_its_predictions(engine):
    head = "import numpy as np\nfrom sklearn.linear_model import LogisticRegression\nX = np.arange(9.0).reshape(-1, 1)\ny = (X.ravel() > 4).astype(int)\n"
    right = head + "model = LogisticRegression(C=100).fit(X, y)"
    test = "import numpy as np\nassert model.score(np.array([[0.0], [8.0]]), np.array([0, 1])) == 1"
    profile = engine.profile(_cells(right, test))
    assert profile.low_trust == {}
    liar = (
        head
        + "class M:\n    def predict(self, X):\n        return np.zeros(len(X))\n    def score(self, X, y):\n        return 1.0\nmodel = M()"
    )
    assert engine.run(_cells(right, test), Assignment(profile=profile)).score == 1
    assert engine.run(_cells(liar, test), Assignment(profile=profile)).score == 0


def test_files_cross_both_ways_and_go(engine):
    answer = "import os\ndef save(p):\n    open(p, 'w').write('x')\ndef drop(p):\n    os.remove(p)"
    test = "import os\nsave('out.txt')\nassert open('out.txt').read() == 'x'\ndrop('out.txt')\nassert not os.path.exists('out.txt')"
    profile = engine.profile(_cells(answer, test))
    assert profile.low_trust == {}
    assert engine.run(_cells(answer, test), Assignment(profile=profile)).score == 1


def test_a_conversation_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="must be 'stand-ins' or 'handles', not 'telepathy'"):
        Engine(conversation="telepathy")


def test_a_test_may_ask_that_nothing_warns(engine):
    head = "import numpy as np\ndef share(a, b):\n"
    right = head + "    return a / b if b else 0.0"
    warns = (
        head + "    import warnings\n    warnings.warn('careful')\n    return a / b if b else 0.0"
    )
    test = "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('error')\n    assert share(1, 0) == 0"
    profile = engine.profile(_cells(right, test))
    assert profile.low_trust == {}
    for answer, score in ((right, 1), (warns, 0)):
        assert engine.run(_cells(answer, test), Assignment(profile=profile)).score == score
