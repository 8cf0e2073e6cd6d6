"""Compute the score of a library's estimator here, from its predictions.

The one exception among handles: otherwise a test would believe the score that a model reports.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CLASSIFIER, REGRESSOR = "classifier", "regressor"


def family(obj: Any) -> str:
    """Tell whether an object is a library's classifier or regressor; empty if neither."""
    base = sys.modules.get("sklearn.base")
    if base is None or not type(obj).__module__.startswith("sklearn."):
        return ""
    try:
        return (
            CLASSIFIER if base.is_classifier(obj) else REGRESSOR if base.is_regressor(obj) else ""
        )
    except AttributeError:  # a library's object that isn't an estimator
        return ""


def scorer(predict: Any, of: str) -> Callable[..., float]:
    """Return a function that scores a model by its predictions: accuracy or r2."""

    def score(X: Any, y: Any, sample_weight: Any = None) -> float:  # noqa: N803 - as sklearn's
        metrics = importlib.import_module("sklearn.metrics")
        measure = metrics.accuracy_score if of == CLASSIFIER else metrics.r2_score
        return float(measure(y, predict(X), sample_weight=sample_weight))

    return score
