"""The explorables of module 8: gates of a pipeline, a registry's year, manual releases."""

from course.explore.mlops.by_hand import by_hand
from course.explore.mlops.pipeline import pipeline
from course.explore.mlops.time_machine import time_machine

__all__ = ["by_hand", "pipeline", "time_machine"]
