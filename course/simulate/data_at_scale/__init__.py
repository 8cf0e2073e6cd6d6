"""Data quality: six dimensions, the pilot's reader and its repairs, and what bad data cost."""

from course.simulate.data_at_scale.dimensions import DIMENSIONS, quality_dimensions
from course.simulate.data_at_scale.ordering import (
    order_for_a_week,
    seasonal_forecast,
    service_factor,
    weighted_error,
)
from course.simulate.data_at_scale.reading import REPAIRS, RULES, Master, read
from course.simulate.data_at_scale.stores import simulate_stores

__all__ = [
    "DIMENSIONS",
    "REPAIRS",
    "RULES",
    "Master",
    "order_for_a_week",
    "quality_dimensions",
    "read",
    "seasonal_forecast",
    "service_factor",
    "simulate_stores",
    "weighted_error",
]
