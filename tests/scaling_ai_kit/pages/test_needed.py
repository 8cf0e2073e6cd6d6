"""Which cells a page runs before the one that the reader asks for."""

import importlib.util

import pytest

from tools.site import paths


@pytest.fixture(scope="module")
def needed():
    file = paths.HERE / "stubs" / "course_page" / "needed.py"
    spec = importlib.util.spec_from_file_location("needed", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.needed


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["import pandas as pd", "x = 1", "pd.Series([1])"], [0]),
        (
            ["import numpy as np", "def mean(x):\n    return np.mean(x)", "y = 2", "mean([1])"],
            [0, 1],
        ),
        (["rows = []", "rows.append(1)\nlen(rows)", "other = 2", "rows"], [0, 1]),
        (["frame = {}", "frame['a'] = 1", "print(frame)", "frame"], [0, 1]),
        (["x = 1", "x", "2 + 2"], []),
        (["x = 1", "%matplotlib inline", "x"], [0]),
        (["x = 1", "x ="], []),
    ],
)
def test_a_cell_needs_those_above_that_make_or_change_its_names(needed, sources, expected):
    assert needed(sources) == expected
