"""What the relay finds in an assignment's tests reaches the checker as it was found."""

import json

import pytest

from grader.split.both import bytecode, names
from grader.split.both.plan import Plan, plan

TESTS = (
    "import numpy as np\nassert np.isclose(mean(values), 2), 'mean of 2'",
    "from sklearn import metrics as m\nassert 'model' in globals() and m.get_scorer('r2')",
    "for k in range(3):\n    total = total + k\nassert total == 3",
    "%%time\nassert f('data/a.csv') == 1",
    "assert (",
)
LOCKED = ("scale = 2\nlimit = scale * 3\nunused = 7", "def mean(x):\n    return sum(x) / limit")


def test_a_plan_comes_over_the_wire_unchanged():
    found = plan(TESTS, LOCKED)
    assert Plan.from_dict(json.loads(json.dumps(found.as_dict()))) == found


@pytest.mark.parametrize("source", TESTS)
def test_each_test_is_read_as_the_checker_itself_would(source):
    assert plan(TESTS, LOCKED).readings[source] == names.read(source)


def test_what_a_test_needs_of_locked_cells_is_followed_through_them():
    found = plan(("assert limit == 6",), LOCKED)
    assert {"limit", "scale"} <= found.needed
    assert "unused" not in found.needed
    assert not found.looks_up


def test_a_locked_cell_that_looks_up_names_is_noticed():
    assert plan(("assert ok",), ("ok = 'answer' in globals()",)).looks_up


@pytest.mark.parametrize(
    ("source", "taken"),
    [
        ("for n in xs:\n    got = f(n)\nassert got == 1", {"xs", "f"}),
        ("assert [g(n) for n in range(3)] == [m for m in found]", {"g", "found"}),
        ("total = total + 1", {"total"}),
        ("total += 1", {"total"}),
        ("import numpy as np\nnp.mean(x)", {"x"}),
        ("def check(v):\n    return v + limit + later\nlater = 1\ncheck(2)", {"limit"}),
        ("class A:\n    size = 3\n    double = 2 * size + base", {"base"}),
        ("box.value = 1\nassert value", {"box", "value"}),
        ("with open(path) as file:\n    text = file.read()\nassert text", {"path"}),
        ("assert (await answer()) == 1", {"answer"}),
        ("%%time\nx = y", {"y"}),
        ("assert (", set()),
    ],
)
def test_a_cell_takes_what_it_reads_before_it_binds_it(source, taken):
    assert bytecode.taken(source) == taken
