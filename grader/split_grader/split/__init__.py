"""Split grading: a student process, a checker process, and a relay that trusts neither.

>>> from split_grader.split import Assignment, Cell, Engine
>>> cells = [Cell("student", "x = 1"), Cell("test", "assert x == 1", "q1", points=1)]
>>> with Engine() as engine:
...     engine.run(cells).score
1.0
"""

from split_grader.sandbox.limits import Limits
from split_grader.split.both.outcome import Assignment, Cell, CellOutcome, Outcome, Verdict
from split_grader.split.both.profile import CellProfile, Profile
from split_grader.split.relay.engine import Engine

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
