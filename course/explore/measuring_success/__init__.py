"""The explorables of module 11."""

from course.explore.measuring_success.experiment import experiment
from course.explore.measuring_success.goodhart import goodhart
from course.explore.measuring_success.vanity import vanity

__all__ = ["experiment", "goodhart", "vanity"]
