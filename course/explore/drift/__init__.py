"""The explorables of module 7: drift, its monitors and its cures."""

from course.explore.drift.distance import false_alarms
from course.explore.drift.feedback import feedback
from course.explore.drift.label_delay import label_delay
from course.explore.drift.retraining import retraining
from course.explore.drift.shift import shift

__all__ = ["false_alarms", "feedback", "label_delay", "retraining", "shift"]
