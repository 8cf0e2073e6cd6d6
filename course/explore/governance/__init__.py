"""The explorables of module 9: cut-offs, an explanation, a pay table."""

from course.explore.governance.explanation import explanation
from course.explore.governance.privacy import privacy
from course.explore.governance.thresholds import thresholds

__all__ = ["explanation", "privacy", "thresholds"]
