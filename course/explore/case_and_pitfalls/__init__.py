"""The explorables of module 12."""

from course.explore.case_and_pitfalls.first_idea import first_idea

__all__ = ["first_idea"]
