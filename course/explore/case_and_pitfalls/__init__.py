"""The explorables of module 12."""

from course.explore.case_and_pitfalls.diagnosis import diagnosis
from course.explore.case_and_pitfalls.evidence import evidence
from course.explore.case_and_pitfalls.purgatory import purgatory

__all__ = ["diagnosis", "evidence", "purgatory"]
