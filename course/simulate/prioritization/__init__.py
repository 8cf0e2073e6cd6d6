"""Choosing a few of forty pilots: scores, ranks, the best portfolio, and a pilot's worth."""

from course.simulate.prioritization.scoring import ranks, rice, weighted_score, wsjf
from course.simulate.prioritization.selection import (
    best_portfolio,
    broken_rules,
    decision_margins,
    describe,
    greedy_portfolio,
    unlocked_value,
)

__all__ = [
    "best_portfolio",
    "broken_rules",
    "decision_margins",
    "describe",
    "greedy_portfolio",
    "ranks",
    "rice",
    "unlocked_value",
    "weighted_score",
    "wsjf",
]
