"""Choosing a few of forty pilots: scores, ranks, the best portfolio, and a pilot's worth."""

from course.simulate.prioritization.matrix import foundation_credit, quadrants
from course.simulate.prioritization.option import PilotValue, pilot_value
from course.simulate.prioritization.ranking import (
    draw_estimates,
    draw_weights,
    rank_reversals,
    rank_stability,
    score_draws,
)
from course.simulate.prioritization.scoring import normalise, ranks, rice, weighted_score, wsjf
from course.simulate.prioritization.selection import (
    Portfolio,
    best_portfolio,
    broken_rules,
    decision_margins,
    describe,
    greedy_portfolio,
    needs_of,
    overlapping_pairs,
    unlocked_value,
)

__all__ = [
    "PilotValue",
    "Portfolio",
    "best_portfolio",
    "broken_rules",
    "decision_margins",
    "describe",
    "draw_estimates",
    "draw_weights",
    "foundation_credit",
    "greedy_portfolio",
    "needs_of",
    "normalise",
    "overlapping_pairs",
    "pilot_value",
    "quadrants",
    "rank_reversals",
    "rank_stability",
    "ranks",
    "rice",
    "score_draws",
    "unlocked_value",
    "weighted_score",
    "wsjf",
]
