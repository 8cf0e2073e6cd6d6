"""Case and pitfalls: what may be quoted, why pilots pile up, and who knows the cause."""

from course.simulate.case_and_pitfalls.diagnosis import code_cases, cohen_kappa, right_by_chance
from course.simulate.case_and_pitfalls.evidence import quote
from course.simulate.case_and_pitfalls.purgatory import run_programme, run_programmes

__all__ = [
    "code_cases",
    "cohen_kappa",
    "quote",
    "right_by_chance",
    "run_programme",
    "run_programmes",
]
