"""The explorables of module 6: which few of forty."""

from course.explore.prioritization.matrix import matrix
from course.explore.prioritization.option import option
from course.explore.prioritization.ranking import ranking
from course.explore.prioritization.selection import selection

__all__ = ["matrix", "option", "ranking", "selection"]
