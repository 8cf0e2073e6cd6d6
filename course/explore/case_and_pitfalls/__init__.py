"""The explorables of module 12: quotes, pilots in progress, causes, and two years of decisions."""

from course.explore.case_and_pitfalls.diagnosis import diagnosis
from course.explore.case_and_pitfalls.evidence import evidence
from course.explore.case_and_pitfalls.purgatory import purgatory
from course.explore.case_and_pitfalls.two_years import two_years

__all__ = ["diagnosis", "evidence", "purgatory", "two_years"]
