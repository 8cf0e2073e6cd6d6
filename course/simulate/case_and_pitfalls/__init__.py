"""Case and pitfalls: quotable claims, piles of pilots, causes, and two years."""

from course.simulate.case_and_pitfalls.purgatory import run_programme
from course.simulate.case_and_pitfalls.two_years import MONTHS, TwoYears, two_years

__all__ = ["MONTHS", "TwoYears", "run_programme", "two_years"]
