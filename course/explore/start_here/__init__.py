"""The explorable of module 0: how an explorable works, on Meridian's own question."""

from course.explore.start_here.pilots import pilots

__all__ = ["pilots"]
