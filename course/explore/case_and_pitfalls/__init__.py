"""The explorables of module 12: two years of decisions."""

from course.explore.case_and_pitfalls.two_years import two_years

__all__ = ["two_years"]
