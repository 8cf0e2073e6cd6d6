"""What the relay finds in an assignment's tests reaches the checker as it was found."""

import json

import pytest

from split_grader.split.both import files, names
from split_grader.split.both.plan import Plan, plan

TESTS = (
    "import numpy as np\nassert np.isclose(mean(values), 2), 'mean of 2'",
    "from sklearn import metrics as m\nassert 'model' in globals() and m.get_scorer('r2')",
    "for k in range(3):\n    total = total + k\nassert total == 3",
    "%%time\nassert f('data/a.csv') == 1",
    "assert (",
)
LOCKED = ("scale = 2\nlimit = scale * 3\nunused = 7", "def mean(x):\n    return sum(x) / limit")


def test_a_plan_comes_over_the_wire_unchanged():
    original = plan(TESTS, LOCKED)
    assert Plan.of(json.loads(json.dumps(original.record))) == original


@pytest.mark.parametrize("source", TESTS)
def test_each_test_is_read_as_the_checker_itself_would(source):
    assert plan(TESTS, LOCKED).readings[source] == names.read(source)


def test_what_a_test_needs_of_locked_cells_is_followed_through_them():
    result = plan(("assert limit == 6",), LOCKED)
    assert {"limit", "scale"} <= result.needed
    assert "unused" not in result.needed


def test_what_writes_a_file_that_a_test_looks_at_is_needed_and_nothing_else():
    locked_cells = (
        "rows = [1]\nimages = [2]\nname = 'a.txt'",
        "%%writefile -a c.py\nx = 1",
        "save(name, rows)\nkeep('a.txt', rows)\nstore('b.npy', images)\nshow(images)",
    )
    result = plan(("import c\nassert f('a.txt') == 36",), locked_cells)
    assert {"rows", "keep"} <= result.needed
    assert not {"images", "store", "show"} & result.needed
    assert {files.full("a.txt"), files.full("c.py")} <= result.paths


@pytest.mark.parametrize(
    ("source", "free_names"),
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
        ("return x", {"x"}),
    ],
)
def test_a_cell_takes_what_it_reads_before_it_binds_it(source, free_names):
    assert {name for name in names.read(source).loads if not names.is_builtin(name)} == free_names
