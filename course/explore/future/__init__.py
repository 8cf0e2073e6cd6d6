"""The explorables of module 13: search for a model, buy or build one, update a fleet."""

from course.explore.future.automl import automl
from course.explore.future.build_or_buy import build_or_buy
from course.explore.future.fleet import fleet

__all__ = ["automl", "build_or_buy", "fleet"]
