"""Tests that run together with the answers by what their text says.

They ask what happens around an answer: whether it calls what the test has put in the place of
something, what it sets in its process, how it is written. A right answer may pass them apart and a
wrong one as well.
"""

from __future__ import annotations

import re

from grader.split.both import names

_SIGNS = {
    "it puts something in the place of what the answer uses": (
        r"\bpatch\b|monkeypatch|\bsetattr\(|builtins\.\w+ *=[^=]|sys\.std\w+ *=[^=]|\b[a-z]\w*\.[a-z]\w*(\.\w+)* *= *(lambda|\w*[Mm]ock|fake|stub)"
    ),
    "it reads how the answer is written": r"getsource|findsource|__code__|\.co_\w+|\bdis\.",
    "it asks for a setting of the process": (
        r"environ(?!.{0,12}GRADING_SEED)|getenv(?!.{0,4}GRADING_SEED)|chdir|getcwd|sys\.argv"
        r"|(get|set)err\b|errstate|recursionlimit|(get|set|local)context\(|(get|set)_option"
        r"|printoptions|setlocale|\bwarnings?\b|\blogging\b|caplog|capsys|getstate\(|get_state\("
    ),
    "it runs what the answer wrote": r"%run|subprocess|os\.system|runpy|importlib|\bpickle\b|%timeit",
}


def reason_of(source: str) -> str:
    """Tell why a test runs together by its text; empty if it need not."""
    risky = names.run_as_code(source)
    if risky:
        return f"it runs text as code ({', '.join(risky)})"
    return next((why for why, sign in _SIGNS.items() if re.search(sign, source)), "")
