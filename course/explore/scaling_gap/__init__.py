"""The explorables of module 1: print a headline, run a funnel, choose a way to scale."""

from course.explore.scaling_gap.definitions import definitions
from course.explore.scaling_gap.funnel import funnel
from course.explore.scaling_gap.ways_to_scale import ways_to_scale

__all__ = ["definitions", "funnel", "ways_to_scale"]
