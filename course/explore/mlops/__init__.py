"""The explorables of module 8: gates of a pipeline, and a registry's year."""

from course.explore.mlops.pipeline import pipeline
from course.explore.mlops.time_machine import time_machine

__all__ = ["pipeline", "time_machine"]
