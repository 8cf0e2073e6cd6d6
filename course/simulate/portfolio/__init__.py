"""Forty pilots: the register, scores and ranks, the best portfolio, and what a pilot is worth."""

from course.simulate.portfolio.matrix import QUADRANTS, foundation_credit, quadrants
from course.simulate.portfolio.option import PilotValue, pilot_value
from course.simulate.portfolio.ranking import (
    draw_estimates,
    draw_weights,
    rank_reversals,
    rank_stability,
    score_draws,
)
from course.simulate.portfolio.register import REMEDIES, load, truth
from course.simulate.portfolio.scoring import normalise, ranks, rice, weighted_score, wsjf
from course.simulate.portfolio.selection import (
    RESOURCES,
    ROLES,
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
    "QUADRANTS",
    "REMEDIES",
    "RESOURCES",
    "ROLES",
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
    "load",
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
    "truth",
    "unlocked_value",
    "weighted_score",
    "wsjf",
]
