"""Data quality: six dimensions, the pilot's reader and its repairs, and what bad data cost."""

from course.simulate.data_at_scale.dimensions import DIMENSIONS, quality_dimensions
from course.simulate.data_at_scale.reading import REPAIRS, RULES, Master, read
from course.simulate.data_at_scale.stores import simulate_stores

__all__ = [
    "DIMENSIONS",
    "REPAIRS",
    "RULES",
    "Master",
    "quality_dimensions",
    "read",
    "simulate_stores",
]
