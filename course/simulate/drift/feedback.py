"""A recommender that learns from the clicks it causes.

What is shown gets clicked, and what is clicked gets shown. The loop turns early luck into lasting
fame, and the click counts look like proof. There are two levers: showing some users a random slate
(exploration), and dividing clicks by how often the item was seen (inverse-propensity
weighting).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from course.base.require import require_number, require_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MEAN_APPEAL = 0.10
"""Mean probability of a click by a user who looks at an item."""
SLATE = 5
"""Items shown to each user."""
_ITEMS, _USERS = 20, 500
_SPREAD = 0.02  # standard deviation of the items' appeal


@dataclass(frozen=True)
class ShopsStudy:
    """Many shops with the same products and loop, which differ only by luck.

    Attributes
    ----------
    exposure : ndarray of shape (shops, 20)
        Each product's share of all exposure, the most appealing product first.
    utility_vs_best : ndarray of shape (shops,)
        Expected clicks in the last round, relative to the truly best slate.
    """

    exposure: Floats
    utility_vs_best: Floats


def simulate_shops(  # noqa: PLR0913 - one argument for each control of the explorable
    shops: int = 30,
    rounds: int = 40,
    exploration: float = 0.0,
    correction: float = 0.0,
    *,
    position_bias: float = 1.0,
    seed: int = 0,
) -> ShopsStudy:
    """Simulate recommenders that rank items by past clicks, in many shops.

    In round 1 every user sees a random slate of five items. After that, users see the five items
    with the highest scores, best first, except the users who explore; they see a random slate. A
    user looks at position k with probability ``1 / k ** position_bias`` and clicks on an item with
    its true appeal. An item's score is ``clicks / looks ** correction``: its clicks so far,
    weighted by the looks that the policy gave it. Each shop has 20 items and 500 users a round.

    Parameters
    ----------
    shops : int, from 1 to 1,000
    rounds : int, from 1 to 500
    exploration : float, from 0 to 1
        Share of users who see a random slate.
    correction : float, from 0 to 1
        Strength of the inverse-propensity weighting: 0 ranks by raw clicks, 1 by clicks per look.
        It cannot correct for items that were never shown.
    position_bias : float, from 0 to 3
        With 0, every shown item is looked at.
    seed : int

    Returns
    -------
    ShopsStudy

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.

    Notes
    -----
    A toy model of two results: training on data shaped by earlier recommendations brings no utility
    and biases offline evaluation (Chaney, Stewart, Engelhardt, RecSys 2018, arXiv:1710.11214; their
    users differ in taste, these do not), and an update rule that only learns from what the policy
    uncovers runs away, but can be corrected (Ensign et al., FAT* 2018). The
    score at full correction is the self-normalised inverse-propensity estimate of the appeal.
    """
    require_whole("shops", shops, 1, 1_000)
    require_whole("rounds", rounds, 1, 500)
    require_number("exploration", exploration, 0, 1)
    require_number("correction", correction, 0, 1)
    require_number("position_bias", position_bias, 0, 3)
    appeal = _appeal()
    look = 1 / np.arange(1, SLATE + 1) ** position_bias
    rng = np.random.default_rng(seed)
    looks, clicks = _run(rng, shops, rounds, exploration, correction, appeal, look)
    return ShopsStudy(
        exposure=looks / looks.sum(axis=1, keepdims=True),
        utility_vs_best=clicks / (look @ appeal[:SLATE]),
    )


def _run(  # noqa: PLR0913, PLR0917 - the settings of a loop
    rng: np.random.Generator,
    shops: int,
    rounds: int,
    exploration: float,
    correction: float,
    appeal: Floats,
    look: Floats,
) -> tuple[Floats, Floats]:
    """Return the looks at each shop's items, and its clicks a user in the last round."""
    random_look = look.sum() / _ITEMS
    shuffled = rng.permuted(np.tile(np.arange(_ITEMS), (shops, 1)), axis=1)
    clicks, looks, propensity = np.zeros((3, shops, _ITEMS))
    for number in range(rounds):
        explorers = 1.0 if number == 0 else exploration
        slate = _best(clicks, looks, correction, shuffled)
        propensity = np.full((shops, _ITEMS), explorers * random_look)
        own = np.take_along_axis(propensity, slate, axis=1) + (1 - explorers) * look
        np.put_along_axis(propensity, slate, own, axis=1)
        clicks += rng.binomial(_USERS, propensity * appeal)
        looks += _USERS * propensity
    return looks, propensity @ appeal


def _appeal() -> Floats:
    """Spread the appeal evenly, best first; fixed, so that a seed only changes the luck."""
    step = np.linspace(1, -1, _ITEMS)
    appeal: Floats = MEAN_APPEAL + _SPREAD * step / step.std()
    return appeal


def _best(
    clicks: Floats, looks: Floats, correction: float, shuffled: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return each shop's slate: the highest scores, equal ones in a fixed random order."""
    score = clicks / np.maximum(looks, 1e-9) ** correction
    order = np.argsort(-np.take_along_axis(score, shuffled, axis=1), axis=1, kind="stable")
    ranked: NDArray[np.int64] = np.take_along_axis(shuffled, order, axis=1)
    return ranked[:, :SLATE]
