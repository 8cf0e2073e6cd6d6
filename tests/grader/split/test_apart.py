"""Tests apart from the answers, through the whole engine: what is lost, refused and run together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from split_grader.split import Assignment, Cell, Verdict
from support.collected import KINDS, LIMITS, RIGHT, cases, ended
from support.sampling import sampled
from support.split_cases import FOLDER

SORTED = dict(
    line.split(" | ", 1)
    for line in (FOLDER / "sorted.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)


"""How each collected case ends, and why."""


def _how(name):
    return SORTED[name].partition(" |")[0]


def _kind(name):
    return name.partition("/")[0], _how(name)


def _names(kind, how):
    """The cases of a kind that end in a way."""
    return [n for n in SORTED if n.partition("/")[0] == kind and _how(n).startswith(how)]


def _cells(answer, test, *locked_cells):
    return [
        *(Cell("locked", one) for one in locked_cells),
        Cell("student", answer),
        Cell("test", test, "q", points=1),
    ]


@pytest.mark.parametrize("name", sampled(SORTED, every=100, kind=_kind))
def test_a_case_ends_as_it_is_sorted(engine, name):
    kind, _, case = name.partition("/")
    assert ended(engine, kind, cases(kind)[case])[0] == _how(name)


def test_every_collected_case_is_sorted():
    assert {f"{kind}/{name}" for kind in KINDS for name in cases(kind)} == set(SORTED)


def test_no_answer_gets_apart_what_one_process_would_not_give():
    assert [name for name in SORTED if _how(name) == "GETS IT"] == []


def test_few_right_answers_lose_and_each_says_why():
    ends = [SORTED[name] for name in SORTED if _how(name) == "lost"]
    assert len(ends) <= 20
    assert all(end.partition(" | ")[2] for end in ends)
    assert not [name for kind in RIGHT for name in _names(kind, "runs together, lost")]


def test_no_wrong_answer_in_an_ordinary_style_gets_a_point_and_most_styles_run_apart():
    assert len(_names("styles", "refused") + _names("styles", "fails")) >= 114
    assert len(_names("styles", "runs together, gets nothing")) <= 28
    assert _names("styles", "as in one process") + _names("styles", "runs together, gets it") == []


def test_what_no_solution_has_shown_runs_together(engine):
    cells = _cells("x = 1", "assert x == 1")
    result = engine.run(cells).tests["q"]
    assert (result.score, result.low_trust) == (1, True)
    profile = engine.profile(cells)
    result = engine.run(cells, Assignment(profile=profile)).tests["q"]
    assert (result.score, result.low_trust) == (1, False)


def test_a_reason_quotes_the_line_that_differs_apart(engine):
    test = "def check(one):\n    assert type(one) is S\n\nassert S()\ncheck(S())"
    profile = engine.profile(_cells("class S:\n    pass", test))
    assert profile.low_trust["q"].endswith("another result: AssertionError at `check(S())`")


def test_a_refusal_says_what_one_process_says(engine):
    test = "assert f() == 3"
    profile = engine.profile(_cells("def f():\n    return 3", test))
    liar = "class Liar:\n    def __eq__(self, other):\n        return True\nf = Liar"
    result = engine.run(_cells(liar, test), Assignment(profile=profile)).tests["q"]
    assert (result.verdict, result.score) == (Verdict.REFUSED, 0)
    assert "should be data, but is an instance" in result.message
    assert "In one process with the answers the test: passed" in result.message


def test_an_answer_that_is_kept_from_a_tests_object_does_not_lose_in_silence(engine):
    test = "class Box:\n    def __init__(self):\n        self._n = 3\n    def n(self):\n        return self._n\nassert f(Box()) == 3"
    profile = engine.profile(_cells("def f(box):\n    return box.n()", test))
    assert profile.low_trust == {}
    outcome = engine.run(
        _cells("def f(box):\n    return box._n", test), Assignment(profile=profile)
    )
    assert outcome.tests["q"].verdict is Verdict.REFUSED
    assert outcome.tests["q"].message.count("_n is not open") == 1
    assert "In one process with the answers the test: passed" in outcome.tests["q"].message


def test_what_fails_apart_and_passes_in_one_process_is_refused(engine):
    locked_cell = "from abc import ABC\nclass Shape(ABC):\n    pass"
    test = "assert isinstance(shape, Shape)"
    answer = "class Box{}:\n    pass\n{}shape = Box()"
    right, registration, wrong = (
        _cells(answer.format(*parts), test, locked_cell)
        for parts in (("(Shape)", ""), ("", "Shape.register(Box)\n"), ("", ""))
    )
    assignment = Assignment(profile=engine.profile(right))
    result = engine.run(registration, assignment).tests["q"]
    assert (result.verdict, result.score, result.low_trust) == (Verdict.REFUSED, 0, False)
    assert result.message.endswith("In one process with the answers the test: passed")
    assert engine.run(wrong, assignment).tests["q"].verdict is Verdict.FAILED
    late = [*wrong, Cell("student", "shape = type('Late', (Shape,), {})()")]
    assert engine.run(late, assignment).tests["q"].verdict is Verdict.FAILED


def test_what_an_answer_says_in_one_process_is_told_to_nobody(engine):
    test = "secret = 4711\nassert f() == 3"
    assignment = Assignment(profile=engine.profile(_cells("def f():\n    return 3", test)))
    spy = (
        "class Spy:\n    def __eq__(self, other):\n"
        "        raise ValueError(globals().get('secret', 'nothing'))\nf = Spy"
    )
    outcome = engine.run(_cells(spy, test), assignment)
    assert outcome.tests["q"].verdict is Verdict.REFUSED
    assert "In one process with the answers the test: failed" in outcome.tests["q"].message
    assert "4711" not in outcome.tests["q"].message + str(
        [cell.outputs for cell in outcome.cells[:-1]]
    )


@pytest.mark.parametrize(
    "test", ["assert double(n) == 6", "import os\nos.getcwd()\nassert double(n) == 6"]
)
def test_a_stopped_cell_keeps_what_it_had_bound(engine, test):
    answer = "n = 3\ndef double(x):\n    return 2 * x\n"
    assignment = Assignment(profile=engine.profile(_cells(answer, test)))
    limits = replace(LIMITS, cell_seconds=3)
    outcome = engine.run(_cells(answer + "while True:\n    pass", test), assignment, limits)
    assert (outcome.cells[0].status, outcome.tests["q"].score) == ("timeout", 1)
    assert outcome.cells[0].outputs[-1]["ename"] == "Timeout"
    stubborn = "import signal\nsignal.signal(2, signal.SIG_IGN)\nwhile True:\n    pass"
    outcome = engine.run(_cells(answer + stubborn, test), assignment, limits)
    assert (outcome.cells[0].status, outcome.tests["q"].score) == ("timeout", 0)


def test_a_refusal_is_not_swallowed(engine):
    test = "try:\n    assert f() == 3\nexcept Exception:\n    pass"
    profile = engine.profile(_cells("def f():\n    return 3", test))
    answer = "class C:\n    pass\nf = C"
    assert engine.run(_cells(answer, test), Assignment(profile=profile)).score == 0


LOOKS = "given = [2, 1]\nassert first(given) == 1\nassert given == [2, 1]"


LOOKS_NOT = "given = [2, 1]\nassert first(given) == 1"


IN_PLACE = "def first(x):\n    x.sort()\n    return x[0]"


@pytest.mark.parametrize(("test", "is_looking", "score"), [(LOOKS, True, 0), (LOOKS_NOT, False, 1)])
def test_only_a_test_that_looks_again_minds_a_change(engine, test, is_looking, score):
    profile = engine.profile(_cells("def first(x):\n    return min(x)", test))
    assert profile.cells["q"].looks is is_looking
    assert engine.run(_cells(IN_PLACE, test), Assignment(profile=profile)).score == score


def test_an_answer_that_changes_what_is_compared_gets_nothing(engine):
    test = "given = [2, 1]\nassert ordered(given) == sorted(given)"
    profile = engine.profile(_cells("def ordered(x):\n    return sorted(x)", test))
    lazy = "def ordered(x):\n    x.clear()\n    return []"
    assert engine.run(_cells(lazy, test), Assignment(profile=profile)).score == 0


def test_a_test_that_needs_a_change_which_is_not_due_says_so(engine):
    test = "given = [2, 4]\nsize = scaled(given)\nassert sum(given) == size"
    profile = engine.profile(_cells("def scaled(x):\n    return sum(x)", test))
    in_place = "def scaled(x):\n    x[:] = [i / 2 for i in x]\n    return sum(x)"
    result = engine.run(_cells(in_place, test), Assignment(profile=profile)).tests["q"]
    assert result.verdict is Verdict.REFUSED
    assert "a change that the answer makes and your solution does not" in result.message
    assert "In one process with the answers the test: passed" in result.message


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
    locked_cell = "class Node:\n    def __init__(self, value, after=None):\n        self.value, self.after = value, after\n"
    right = "def push(node, value):\n    return Node(value, node)"
    test = "one = Node(1)\ntwo = push(one, 2)\nassert type(two) is Node and two.value == 2\nassert two.after is one"
    profile = engine.profile(_cells(right, test, locked_cell))
    assert profile.low_trust == {}
    liar = f"{locked_cell}class Liar(Node):\n    value = property(lambda s: 2)\ndef push(node, value):\n    return Liar.__new__(Liar)"
    for answer, score in ((right, 1), (liar, 0)):
        outcome = engine.run(_cells(answer, test, locked_cell), Assignment(profile=profile))
        assert outcome.score == score, outcome.tests["q"].message


def test_a_locked_cell_goes_on_with_what_an_ordinary_cell_imports(engine):
    test = "assert total(more) == 21 and mean == data.mean()"
    total = "def total(x):\n    return float(x.sum())\n"

    def cells(answer):
        locked_cell = "data = np.arange(6.0)\nmore = data + 1"
        return [Cell("student", "import numpy as np"), *_cells(total + answer, test, locked_cell)]

    profile = engine.profile(cells("mean = float(data.mean())"))
    assert profile.low_trust == {}
    for answer, score in (
        ("mean = float(data.mean())", 1),
        ("data = np.zeros(3)\nmean = 0.0", 0),
    ):
        assert engine.run(cells(answer), Assignment(profile=profile)).score == score


def test_an_object_is_one_of_each_class_that_its_class_comes_of(engine):
    test = "from sklearn.base import BaseEstimator, TransformerMixin\nassert isinstance(One(), BaseEstimator)\nassert isinstance(One(), TransformerMixin)"
    head = "from sklearn.base import BaseEstimator, TransformerMixin\n"
    profile = engine.profile(
        _cells(f"{head}class One(BaseEstimator, TransformerMixin):\n    pass", test)
    )
    assert profile.low_trust == {}
    for bases, score in (("TransformerMixin, BaseEstimator", 1), ("TransformerMixin", 0)):
        answer = f"{head}class One({bases}):\n    pass"
        assert engine.run(_cells(answer, test), Assignment(profile=profile)).score == score


def test_an_error_calls_an_object_by_the_name_of_its_class(engine):
    right = "class Pair:\n    def __iter__(self):\n        return iter([1, 2])"
    test = "one, two = Pair()\nassert one < two"
    profile = engine.profile(_cells(right, test))
    assert profile.low_trust == {}
    answer = _cells("class Pair:\n    pass", test)
    result = engine.run(answer, Assignment(profile=profile)).tests["q"]
    assert result.message == "TypeError: cannot unpack non-iterable Pair object"


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


@pytest.mark.parametrize(
    ("right", "test", "reason"),
    [
        (
            "def draw(random):\n    return random.random()",
            "import random\nassert 0 <= draw(random.Random(1)) < 1",
            "it hands an object of random to the answer",
        ),
        (
            "import copy\ndef draw(random):\n    return copy.copy(random).random()",
            "import random\nassert 0 <= draw(random.Random(1)) < 1",
            "it hands an object of random to the answer",
        ),
        (
            "def head(values):\n    return values[:2].copy()",
            "import numpy as np\npart = head(np.arange(5.0))\npart[0] = 9\nassert part[1] == 1",
            "it changes an array that came from the answer",
        ),
    ],
    ids=["a library's object", "one that is copied", "an array"],
)
def test_what_may_end_otherwise_for_another_answer_runs_together(engine, right, test, reason):
    assert engine.profile(_cells(right, test)).low_trust["q"].startswith(reason)


def test_too_long_an_answer_is_an_error_that_says_so(engine):
    test = "assert len(f()) > 3"
    profile = engine.profile(_cells("def f():\n    return 'long'", test))
    answer = "def f():\n    return 'x' * 70_000_000"
    result = engine.run(_cells(answer, test), Assignment(profile=profile)).tests["q"]
    assert result.score == 0
    assert "too many to send" in result.message


def test_an_argument_may_be_longer_than_what_an_answer_may_send(engine):
    limits = replace(LIMITS, frame=4 << 20)
    test = "import numpy as np\nvalues = np.ones(6_000_000, 'uint8')\nassert f(values).sum() == 5"
    right = _cells("def f(values):\n    return values[:5]", test)
    assignment = Assignment(profile=engine.profile(right, limits=limits))
    assert assignment.profile.low_trust == {}
    outcome = engine.run(_cells("def f(values):\n    return values", test), assignment, limits)
    assert "too many to send" in outcome.tests["q"].message


def test_a_test_may_ask_that_nothing_warns(engine):
    right = "def share(a, b):\n    return a / b if b else 0.0"
    warns = right.replace("    return", "    import warnings\n    warnings.warn('!')\n    return")
    test = "import warnings\nwith warnings.catch_warnings():\n    warnings.simplefilter('error')\n    assert share(1, 0) == 0"
    profile = engine.profile(_cells(right, test))
    assert profile.low_trust == {}
    for answer, score in ((right, 1), (warns, 0)):
        assert engine.run(_cells(answer, test), Assignment(profile=profile)).score == score


def test_a_generator_is_read_as_the_list_it_stands_for(engine):
    test = (
        "found = squares([1, 2, 3])\nassert len(list(found)) == 3\nassert list(found) == [1, 4, 9]"
    )
    profile = engine.profile(_cells("def squares(xs):\n    return [x * x for x in xs]", test))
    lazy = "def squares(xs):\n    yield from (x * x for x in xs)"
    result = engine.run(_cells(lazy, test), Assignment(profile=profile)).tests["q"]
    assert result.score == 0  # as in one process: a generator is read once


@pytest.mark.parametrize("last", ["1 - abs(y - 3) / 10", "y == 3"])
def test_a_test_in_one_process_gives_no_points_for_an_array_either(engine, last):
    right = "def f():\n    return 3"
    attack = "import numpy as np\ndef f():\n    return np.array([3.0, 99.0])"
    test = f"exec('y = f()')\n{last}"
    profile = engine.profile(_cells(right, test))
    assert set(profile.low_trust) == {"q"}
    for answer, score in ((right, 1), (attack, 0)):
        outcome = engine.run(_cells(answer, test), Assignment(profile=profile))
        assert outcome.tests["q"].low_trust
        assert outcome.score == score, outcome.tests["q"].message
