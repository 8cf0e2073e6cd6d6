"""Tests that run together with the answers by what their text says."""

import re

import pytest

from split_grader.split.profiling.alone import reason_of


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("from unittest.mock import patch\nwith patch('a.b'):\n    f()", "in the place of"),
        (
            "np.sort = None\nassert f([2, 1]) == [1, 2]",
            r"in the place of .*\(np at `np.sort = None`\)$",
        ),
        ("import builtins\nbuiltins.input = lambda: '1'", "in the place of"),
        ("sys.stdout = io.StringIO()", "in the place of"),
        ("import inspect\nassert 'for' in inspect.getsource(f)", "how the answer is written"),
        ("import os\nassert os.getcwd() == before", "setting of the process"),
        ("import os\nassert os.environ['HOME']", "setting of the process"),
        ("globals()['rate'] = 2\nassert f(1) == 2", r"in the place of .*\(globals at"),
        ("assert not np.shares_memory(a, f(a))", "lies in memory"),
        ("import subprocess\nsubprocess.run(['python', 'answer.py'])", "what the answer wrote"),
    ],
)
def test_what_asks_around_an_answer_runs_together(source, reason):
    assert re.search(reason, reason_of(source, {"np", "os"}))


@pytest.mark.parametrize(
    "source",
    [
        "assert f(3) == 4, 'a warning is patched by the system'",
        "account.balance = 7\nassert account.balance == 7",
        "import os\nrng = os.environ.get('GRADING_SEED', '58')",
        "self.value = 1",
        "assert vars(box) == {} and 'x' in dir(box)",
        "assert 'x' in globals() and 'y' not in vars()",
        "assert eval('f(3)') == 4",
        "no python at all",
    ],
)
def test_other_tests_need_not(source):
    assert reason_of(source, {"np", "os"}) == ""
