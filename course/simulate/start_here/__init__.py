"""The course's opening question: whether 2 live pilots of 40 are few."""

from course.simulate.start_here.pilots import count_pilots

__all__ = ["count_pilots"]
