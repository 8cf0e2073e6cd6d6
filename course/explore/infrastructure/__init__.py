"""The explorables of module 3."""

from course.explore.infrastructure.availability import availability
from course.explore.infrastructure.canary import canary
from course.explore.infrastructure.load import load

__all__ = ["availability", "canary", "load"]
