"""Meridian's consumer lender: one feature, one model, and the ways its world can move.

An applicant has a debt-to-income ratio, the share of monthly income that goes to debt. Default
within 12 months follows a logistic curve in that ratio. The deployed model is that very curve as it
was in the reference period, and it refuses an applicant when default is more likely than not. All
numbers are own assumptions, chosen so that the model starts at an accuracy of 88%.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from course import world
from course._late import Late
from course._require import require_choice, require_number, require_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

special = Late("scipy.special")

Kind = Literal["none", "covariate", "prior", "concept"]
Pace = Literal["sudden", "gradual", "seasonal"]
Applicants = Literal["safer", "riskier"]

LOSS_PER_DEFAULT = world.number("default_loss", "EUR")
"""Euros lost on an approved applicant who defaults."""
LOST_MARGIN = world.number("lost_margin", "EUR")
"""Euros of margin lost on a refused applicant who would have paid."""

MEAN_RATIO = 0.35
"""Mean debt-to-income ratio in the reference period."""
SD_RATIO = 0.12
"""Standard deviation of the debt-to-income ratio."""
BREAK_EVEN = 0.50
"""Ratio at which default and repayment are equally likely in the reference period."""
SLOPE = 18.4
"""Steepness of the default curve: log-odds for each unit of the ratio."""

COVARIATE_MOVE = 0.16
"""How far the mean ratio moves at size 1 of a covariate shift."""
PRIOR_MOVE = 0.30
"""How much the share of defaulters rises at size 1 of a prior shift."""
CONCEPT_STEEPENING = 2.92
"""By how much of itself the steepness of the default curve grows at size 1 of a concept drift."""
CONCEPT_PIVOT = 0.35
"""Ratio whose risk a concept drift leaves alone: below it default gets rarer, above it commoner."""

EDGES: Floats = np.linspace(0.0, 1.2, 601)
"""Edges of the fine cells on which the distribution of the ratio is kept."""
CENTRES: Floats = (EDGES[:-1] + EDGES[1:]) / 2


@dataclass(frozen=True)
class World:
    """What is true of the applicants in each of several months.

    Attributes
    ----------
    mass : ndarray of shape (months, 600)
        P(x): probability that the ratio falls into each fine cell; each row sums to 1.
    break_even : ndarray of shape (months,)
        P(y|x): the ratio at which default is as likely as repayment.
    slope : ndarray of shape (months,)
        P(y|x): steepness of the default curve, log-odds for each unit of the ratio.
    """

    mass: Floats
    break_even: Floats
    slope: Floats

    @property
    def default_probability(self) -> Floats:
        """P(default | ratio) on the fine cells, shape (months, 600)."""
        return default_probability(CENTRES, self.break_even[:, None], self.slope[:, None])

    def wrong_decisions(self, cut: Floats) -> tuple[Floats, Floats]:
        """Return the shares of approved defaulters and of refused good customers.

        Parameters
        ----------
        cut : ndarray of shape (months,)
            The ratio from which the model refuses.

        Returns
        -------
        tuple of two ndarrays of shape (months,)
            Both are shares of all applicants of the month.
        """
        bad_below, good_below = self._below
        approved_bad = _at(bad_below, cut)
        refused_good = good_below[:, -1] - _at(good_below, cut)
        return approved_bad, refused_good

    @cached_property
    def _below(self) -> tuple[Floats, Floats]:
        """Shares of defaulters and of good customers below each edge: shape (months, 601)."""
        bad = self.mass * self.default_probability
        return _cumulative(bad), _cumulative(self.mass - bad)

    def accuracy(self, cut: Floats) -> Floats:
        """Return the expected share of right decisions, shape (months,)."""
        approved_bad, refused_good = self.wrong_decisions(cut)
        return 1.0 - approved_bad - refused_good

    def ratio_at(self, share: Floats) -> Floats:
        """Return the ratios below which the given shares of applicants lie.

        Parameters
        ----------
        share : ndarray of shape (months, n)
            Shares between 0 and 1; uniform random ones give a random sample.

        Returns
        -------
        ndarray of shape (months, n)
        """
        below = _cumulative(self.mass)
        return np.stack([np.interp(row, cdf, EDGES) for row, cdf in zip(share, below, strict=True)])


def default_probability(
    ratio: Floats, break_even: float | Floats = BREAK_EVEN, slope: float | Floats = SLOPE
) -> Floats:
    """Return P(default | debt-to-income ratio), a logistic curve around `break_even`."""
    probability: Floats = special.expit(slope * (ratio - break_even))
    return probability


def drifted_world(kind: Kind, amount: Floats, applicants: Applicants = "safer") -> World:
    """Return the world after a shift of the given kind.

    The kinds follow Quinonero-Candela et al. (2009) and Moreno-Torres et al. (2012):

    * covariate shift moves P(x) and keeps P(y|x): the mean ratio moves by 16 points x amount;
    * prior shift moves P(y) and keeps P(x|y): the share of defaulters rises by 30 points x amount,
      P(x) becomes the new mixture of the two unchanged classes, and Bayes' rule then moves P(y|x),
      which for a logistic curve is a constant added to the log-odds;
    * concept drift moves P(y|x) and keeps P(x): debt weighs more. The curve turns around the mean
      ratio, by 2.92 x amount steeper, so that little debt becomes safer and much debt riskier.

    Parameters
    ----------
    kind : {"none", "covariate", "prior", "concept"}
    amount : ndarray of shape (months,)
        From 0 (the reference period) to 1 (the largest shift on offer).
    applicants : {"safer", "riskier"}
        For a covariate shift: whether the mean ratio falls or rises.

    Returns
    -------
    World
    """
    mean = np.full(amount.shape, MEAN_RATIO)
    break_even = np.full(amount.shape, BREAK_EVEN)
    if kind == "covariate":
        mean += COVARIATE_MOVE * amount * (1 if applicants == "riskier" else -1)
    slope = np.full(amount.shape, SLOPE)
    if kind == "concept":
        steeper = CONCEPT_STEEPENING * amount
        break_even = (break_even + steeper * CONCEPT_PIVOT) / (1 + steeper)
        slope *= 1 + steeper
    mass = _normal_mass(mean)
    if kind == "prior":
        bad = mass * default_probability(CENTRES)
        was = bad.sum(axis=1, keepdims=True)
        now = was + PRIOR_MOVE * amount[:, None]
        mass = now * bad / was + (1 - now) * (mass - bad) / (1 - was)
        break_even -= (special.logit(now) - special.logit(was))[:, 0] / SLOPE
    return World(mass=mass, break_even=break_even, slope=slope)


def pace_profile(pace: Pace, months: int, start: int) -> Floats:
    """Return how much of a shift is present in each month, from 0 to 1.

    Own assumption on the shapes. *Sudden*: all of it from month `start` on. *Gradual*: a straight
    line that leaves 0 at `start` and is 1 in the last month. *Seasonal*: half a cosine up and half
    a cosine down, back at 0 twelve months after `start`.

    Parameters
    ----------
    pace : {"sudden", "gradual", "seasonal"}
    months : int
        Length of the study; months are numbered from 1.
    start : int
        The first month the shift can touch.

    Returns
    -------
    ndarray of shape (months,)

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or lies outside its range.
    """
    require_choice("pace", pace, get_args(Pace))
    require_whole("months", months, 2, 120)
    require_whole("start", start, 1, months)
    since = np.arange(1, months + 1) - float(start)
    begun = since >= 0
    if pace == "sudden":
        return np.where(begun, 1.0, 0.0)
    if pace == "gradual":
        return np.where(begun, (since + 1) / (months - start + 1), 0.0)
    return np.where(begun, (1 - np.cos(2 * np.pi * since / 12)) / 2, 0.0)


def require_shift(kind: object, size: object, applicants: object) -> None:
    """Raise an error that says what is wrong with a shift."""
    require_choice("kind", kind, get_args(Kind))
    require_number("size", size, 0, 1)
    require_choice("applicants", applicants, get_args(Applicants))


def _normal_mass(mean: Floats) -> Floats:
    """Return a normal distribution of the ratio, cut off at 0 and 1.2, on the fine cells."""
    density = np.exp(-0.5 * ((CENTRES - mean[:, None]) / SD_RATIO) ** 2)
    mass: Floats = density / density.sum(axis=1, keepdims=True)
    return mass


def _cumulative(mass: Floats) -> Floats:
    """Return the running total of each row, with 0 in front: shape (months, 601)."""
    total = np.zeros((mass.shape[0], mass.shape[1] + 1))
    np.cumsum(mass, axis=1, out=total[:, 1:])
    return total


def _at(total: Floats, ratio: Floats) -> Floats:
    """Read each running total at its own ratio, on a straight line between the edges."""
    place = np.clip(ratio / EDGES[1], 0, EDGES.size - 1)
    left = np.minimum(place.astype(int), EDGES.size - 2)
    part = place - left
    row = np.arange(total.shape[0])
    value: Floats = total[row, left] * (1 - part) + total[row, left + 1] * part
    return value
