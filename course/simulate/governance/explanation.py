"""A lender's model and a simple explanation of it that repeats most of its decisions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from course.base.require import require_number

APPLICANTS: Final = 4_000
INPUTS: Final = ("income", "debt", "tenure", "postcode")
MODELS: Final = ("the model", "without postcode", "scorecard", "scorecard, one rule")
_FAIR: Final = np.array([1.0, -1.0, 0.5])
_STEEP: Final = 1.5


@dataclass(frozen=True)
class Explained:
    """How well an explanation repeats a model, and what it hides.

    Attributes
    ----------
    agreement : float
        Share of decisions that the explanation repeats.
    twins : float
        Share of applicants whose decision changes if only the postcode moves from one standard
        deviation below the mean to one above.
    wrong_letters : float
        Share of refusals for which the explanation's first reason differs from the model's.
    reasons : dict
        For each input, the share of refusals for which it is the model's first reason.
    named : dict
        The same for the explanation.
    accuracy : dict
        Share of applicants for whom each of `MODELS` is right about repayment.
    """

    agreement: float
    twins: float
    wrong_letters: float
    reasons: dict[str, float]
    named: dict[str, float]
    accuracy: dict[str, float]


def explain(
    bend: float = 0.0,
    weight: float = 0.4,
    likeness: float = 0.7,
    *,
    shown: bool = False,
    seed: int = 0,
) -> Explained:
    """Fit an explanation to a model's scores, and two scorecards to the outcomes.

    Parameters
    ----------
    bend : float, from 0 to 3
        How much debt and tenure work together in the world, and in the model.
    weight : float, from 0 to 2
        The model's weight for the postcode, which by itself doesn't affect repayment.
    likeness : float, from 0 to 0.95
        Correlation of postcode and income.
    shown : bool, default False
        Whether the explanation may use the postcode.
    seed : int, default 0

    Returns
    -------
    Explained

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number or is outside its range.

    Notes
    -----
    Income, debt, tenure and postcode are standard normal for 4,000 invented applicants. The log
    odds of repaying are 1.5 times ``income - debt + 0.5 tenure + bend debt tenure``. The model adds
    ``weight postcode`` to that sum and lends to the upper half. The explanation is the
    least-squares line through the model's scores. The first reason is the input that would raise
    the score most if moved to the mean of accepted applicants. Scorecards are least-squares lines
    through the outcomes; the one with the rule also has the product of debt and tenure.

    Left out: how anybody finds the rule; images and text, where no simple model may come near;
    explanations for one applicant at a time.
    """
    require_number("bend", bend, 0, 3)
    require_number("weight", weight, 0, 2)
    require_number("likeness", likeness, 0, 0.95)
    inputs, luck = _world(round(likeness, 6), seed)
    debt, tenure = inputs[:, 1], inputs[:, 2]
    together = debt * tenure
    fair = inputs[:, :3] @ _FAIR + bend * together
    score = fair + weight * inputs[:, 3]
    has_loan = _upper_half(score)
    visible_inputs = inputs if shown else inputs[:, :3]
    weights = _line(visible_inputs, score)
    fit = visible_inputs @ weights
    gains = _gains(inputs, has_loan, bend, weight)
    named_gains = np.zeros_like(gains)
    named_gains[:, : visible_inputs.shape[1]] = (
        visible_inputs[has_loan].mean(axis=0) - visible_inputs[~has_loan]
    ) * weights
    first, named_reasons = gains.argmax(axis=1), named_gains.argmax(axis=1)
    up, down = (score + weight * (place - inputs[:, 3]) for place in (1, -1))
    bar = np.median(score)
    is_repaid = luck < 1 / (1 + np.exp(-_STEEP * fair))
    return Explained(
        agreement=float((_upper_half(fit) == has_loan).mean()),
        twins=float(((up > bar) != (down > bar)).mean()),
        wrong_letters=float((first != named_reasons).mean()),
        reasons=_shares(first),
        named=_shares(named_reasons),
        accuracy=dict(
            zip(
                MODELS,
                (
                    float((has_loan == is_repaid).mean()),
                    float((_upper_half(fair) == is_repaid).mean()),
                    _right(inputs[:, :3], is_repaid),
                    _right(np.column_stack([inputs[:, :3], together]), is_repaid),
                ),
                strict=True,
            )
        ),
    )


def _gains(inputs: np.ndarray, has_loan: np.ndarray, bend: float, weight: float) -> np.ndarray:
    """Return refused applicants' gains in score from moving one input.

    Each column moves one input to the mean of accepted applicants.
    """
    refused_inputs, mean = inputs[~has_loan], inputs[has_loan].mean(axis=0)
    moves = mean - refused_inputs
    slopes = np.column_stack(
        [
            np.full(len(refused_inputs), _FAIR[0]),
            _FAIR[1] + bend * refused_inputs[:, 2],
            _FAIR[2] + bend * refused_inputs[:, 1],
            np.full(len(refused_inputs), weight),
        ]
    )
    return np.asarray(moves * slopes)


def _shares(first: np.ndarray) -> dict[str, float]:
    counts = np.bincount(first, minlength=len(INPUTS)) / first.size
    return dict(zip(INPUTS, counts.tolist(), strict=True))


def _right(inputs: np.ndarray, is_repaid: np.ndarray) -> float:
    return float((_upper_half(inputs @ _line(inputs, is_repaid.astype(float))) == is_repaid).mean())


def _line(inputs: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Return the least-squares weights of the inputs, which have mean 0."""
    return np.asarray(np.linalg.solve(inputs.T @ inputs, inputs.T @ (score - score.mean())))


def _upper_half(score: np.ndarray) -> np.ndarray:
    return np.asarray(score > np.median(score))


@cache
def _world(likeness: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the inputs, one per column, and each applicant's luck in repaying."""
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((APPLICANTS, len(INPUTS)))
    inputs[:, 3] = likeness * inputs[:, 0] + np.sqrt(1 - likeness**2) * inputs[:, 3]
    return inputs - inputs.mean(axis=0), rng.random(APPLICANTS)
