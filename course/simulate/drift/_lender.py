"""Meridian's consumer lender: one feature, one model, and the ways its world can change.

An applicant has a debt-to-income ratio, the share of monthly income that goes to debt. Default
within 12 months follows a logistic curve in that ratio. The deployed model is the curve of the
reference period. It refuses an applicant if default is more likely than not. All numbers are
assumptions, chosen so that the model starts with an accuracy of 88%.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from course import world
from course.base.late import Late
from course.base.require import require_choice, require_number, require_whole

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
"""Steepness of the default curve: log-odds per unit of the ratio."""

COVARIATE_MOVE = 0.16
"""Change in the mean ratio in a covariate shift of size 1."""
PRIOR_MOVE = 0.30
"""Rise in the share of defaulters in a prior shift of size 1."""
CONCEPT_STEEPENING = 2.92
"""Relative growth in the steepness of the default curve in a concept drift of size 1."""
CONCEPT_PIVOT = 0.35
"""Ratio around which a concept drift turns: default gets rarer below it, more common above."""

EDGES: Floats = np.linspace(0.0, 1.2, 601)
"""Edges of the fine cells for the distribution of the ratio."""
CENTRES: Floats = (EDGES[:-1] + EDGES[1:]) / 2


@dataclass(frozen=True)
class World:
    """The truth about the applicants in each of several months.

    Attributes
    ----------
    mass : ndarray of shape (months, 600)
        P(x): probability that the ratio falls into each fine cell; each row sums to 1.
    break_even : ndarray of shape (months,)
        P(y|x): the ratio at which default is as likely as repayment.
    slope : ndarray of shape (months,)
        P(y|x): steepness of the default curve, log-odds per unit of the ratio.
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
            Ratio from which the model refuses.

        Returns
        -------
        tuple of two ndarrays of shape (months,)
            Both are shares of all the month's applicants.
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
        """Return quantiles of the ratio.

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

    * covariate shift changes P(x) and keeps P(y|x): the mean ratio moves by 16 points x amount;
    * prior shift changes P(y) and keeps P(x|y): the share of defaulters rises by 30 points x
      amount, P(x) becomes the new mixture of the two unchanged classes, and Bayes' rule changes
      P(y|x), for a logistic curve by a constant added to the log-odds;
    * concept drift changes P(y|x) and keeps P(x): debt weighs more. The curve turns around the mean
      ratio and gets steeper by 2.92 x amount, so little debt becomes safer and much debt riskier.

    Parameters
    ----------
    kind : {"none", "covariate", "prior", "concept"}
    amount : ndarray of shape (months,)
        From 0 (the reference period) to 1 (the largest shift).
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
    """Return the share of a shift that is present in each month.

    The shapes are assumptions. *Sudden*: all of it from month `start`. *Gradual*: a straight line
    from 0 at `start` to 1 in the last month. *Seasonal*: half a cosine up and half a cosine down,
    back to 0 twelve months after `start`.

    Parameters
    ----------
    pace : {"sudden", "gradual", "seasonal"}
    months : int
        Length of the study; months are numbered from 1.
    start : int
        The first month that the shift can affect.

    Returns
    -------
    ndarray of shape (months,)

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.
    """
    require_choice("pace", pace, get_args(Pace))
    require_whole("months", months, 2, 120)
    require_whole("start", start, 1, months)
    since = np.arange(1, months + 1) - float(start)
    has_begun = since >= 0
    if pace == "sudden":
        return np.where(has_begun, 1.0, 0.0)
    if pace == "gradual":
        return np.where(has_begun, (since + 1) / (months - start + 1), 0.0)
    return np.where(has_begun, (1 - np.cos(2 * np.pi * since / 12)) / 2, 0.0)


def require_shift(kind: object, size: object, applicants: object) -> None:
    """Raise an error that explains an invalid shift."""
    require_choice("kind", kind, get_args(Kind))
    require_number("size", size, 0, 1)
    require_choice("applicants", applicants, get_args(Applicants))


def _normal_mass(mean: Floats) -> Floats:
    """Return a normal distribution of the ratio on the fine cells, truncated to 0 to 1.2."""
    density = np.exp(-0.5 * ((CENTRES - mean[:, None]) / SD_RATIO) ** 2)
    mass: Floats = density / density.sum(axis=1, keepdims=True)
    return mass


def _cumulative(mass: Floats) -> Floats:
    """Return each row's running total, starting with 0: shape (months, 601)."""
    total = np.zeros((mass.shape[0], mass.shape[1] + 1))
    np.cumsum(mass, axis=1, out=total[:, 1:])
    return total


def _at(total: Floats, ratio: Floats) -> Floats:
    """Interpolate each running total linearly at its own ratio."""
    place = np.clip(ratio / EDGES[1], 0, EDGES.size - 1)
    lower_edge = np.minimum(place.astype(int), EDGES.size - 2)
    part = place - lower_edge
    row = np.arange(total.shape[0])
    value: Floats = total[row, lower_edge] * (1 - part) + total[row, lower_edge + 1] * part
    return value
