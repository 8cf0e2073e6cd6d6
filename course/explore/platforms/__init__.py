"""The explorables of module 5: a platform's break-even, operating models, and a profile."""

from course.explore.platforms.break_even import break_even
from course.explore.platforms.operating_model import operating_model
from course.explore.platforms.profile import profile

__all__ = ["break_even", "operating_model", "profile"]
