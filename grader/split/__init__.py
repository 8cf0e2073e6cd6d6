"""Split grading: a student process, a checker process, and a relay that trusts neither.

>>> from grader.split import Assignment, Cell, Engine
>>> cells = [Cell("student", "x = 1"), Cell("test", "assert x == 1", "q1", points=1)]
>>> with Engine() as engine:
...     engine.run(cells).score
1.0
"""

from grader.sandbox.limits import Limits
from grader.split.both.outcome import Assignment, Cell, CellOutcome, Outcome, Verdict
from grader.split.both.profile import CellProfile, Profile
from grader.split.relay.engine import Engine

__all__ = [
    "Assignment",
    "Cell",
    "CellOutcome",
    "CellProfile",
    "Engine",
    "Limits",
    "Outcome",
    "Profile",
    "Verdict",
]
