"""The case and its pitfalls: two years of Meridian's decisions."""

from course.simulate.case_and_pitfalls.two_years import (
    EFFECTS,
    MONTHS,
    Assumptions,
    TwoYears,
    two_years,
)

__all__ = ["EFFECTS", "MONTHS", "Assumptions", "TwoYears", "two_years"]
