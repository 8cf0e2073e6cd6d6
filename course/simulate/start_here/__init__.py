"""The opening question of the course: are 2 live pilots of 40 few? A count and its evidence."""

from course.simulate.start_here.pilots import count_pilots

__all__ = ["count_pilots"]
