"""Case and pitfalls: quotable claims, piles of pilots, causes, and two years."""

from course.simulate.case_and_pitfalls.diagnosis import code_cases, cohen_kappa
from course.simulate.case_and_pitfalls.evidence import quote
from course.simulate.case_and_pitfalls.purgatory import run_programme, run_programmes
from course.simulate.case_and_pitfalls.two_years import (
    EFFECTS,
    MONTHS,
    Assumptions,
    TwoYears,
    two_years,
)

__all__ = [
    "EFFECTS",
    "MONTHS",
    "Assumptions",
    "TwoYears",
    "code_cases",
    "cohen_kappa",
    "quote",
    "run_programme",
    "run_programmes",
    "two_years",
]
