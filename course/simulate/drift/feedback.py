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
import pandas as pd

from course._late import Late
from course._require import require_number, require_whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

stats = Late("scipy.stats")

MEAN_APPEAL = 0.10
"""Mean probability of a click by a user who looks at an item."""
SLATE = 5
"""Items shown to each user."""


@dataclass(frozen=True)
class FeedbackStudy:
    """A feedback loop, round by round and item by item.

    Attributes
    ----------
    rounds : DataFrame, one row per round
        ``round``; ``gini`` of all exposure so far (0: every item was seen equally often; near 1:
        one item has it all); ``top_share`` (the most seen item's share of all exposure so
        far); ``utility_vs_best`` and ``utility_vs_random`` (expected clicks of the recommended
        slate, relative to the truly best slate and to a random one); ``rank_correlation``
        (Spearman) of exposure so far with true appeal, NaN when all items are equally appealing.
    items : DataFrame, one row per item, the most appealing first
        ``item``, ``true_appeal`` (probability of a click when looked at), ``exposure_share``,
        ``clicks``, ``estimated_appeal`` (clicks per look; NaN if never looked at).
    """

    rounds: pd.DataFrame
    items: pd.DataFrame


def simulate_feedback_loop(  # noqa: PLR0913 - one argument for each control of the explorable
    items: int = 20,
    rounds: int = 40,
    exploration: float = 0.0,
    correction: float = 0.0,
    *,
    users_per_round: int = 500,
    position_bias: float = 1.0,
    appeal_spread: float = 0.02,
    seed: int = 0,
) -> FeedbackStudy:
    """Simulate a recommender that ranks items by past clicks.

    In round 1 every user sees a random slate of five items. After that, users see the five items
    with the highest scores, best first, except the users who explore; they see a random slate. A
    user looks at position k with probability ``1 / k ** position_bias`` and clicks on an item with
    its true appeal. An item's score is ``clicks / looks ** correction``: its clicks so far,
    weighted by the looks that the policy gave it.

    Parameters
    ----------
    items : int, from 5 to 200
    rounds : int, from 1 to 500
    exploration : float, from 0 to 1
        Share of users who see a random slate.
    correction : float, from 0 to 1
        Strength of the inverse-propensity weighting: 0 ranks by raw clicks, 1 by clicks per look.
        It cannot correct for items that were never shown.
    users_per_round : int, from 10 to 100,000
    position_bias : float, from 0 to 3
        With 0, every shown item is looked at.
    appeal_spread : float, from 0 to 0.05
        Standard deviation of the items' appeal around 0.10. With 0, any difference
        in exposure comes from the loop.
    seed : int

    Returns
    -------
    FeedbackStudy

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
    require_whole("items", items, SLATE, 200)
    require_whole("rounds", rounds, 1, 500)
    require_number("exploration", exploration, 0, 1)
    require_number("correction", correction, 0, 1)
    require_whole("users_per_round", users_per_round, 10, 100_000)
    require_number("position_bias", position_bias, 0, 3)
    require_number("appeal_spread", appeal_spread, 0, 0.05)
    rng = np.random.default_rng(seed)
    appeal = _appeal(items, appeal_spread)
    look = 1 / np.arange(1, SLATE + 1) ** position_bias
    run = _run(rng, 1, rounds, exploration, correction, users_per_round, appeal, look)
    looks, clicks = run.looks[-1, 0], run.clicks[0]
    return FeedbackStudy(
        rounds=_rounds(run.looks[:, 0], run.utility[:, 0], appeal, look),
        items=pd.DataFrame(
            {
                "item": np.arange(1, items + 1),
                "true_appeal": appeal,
                "exposure_share": looks / looks.sum(),
                "clicks": clicks.astype(int),
                "estimated_appeal": clicks / looks,
            }
        ),
    )


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
    """Simulate the loop of `simulate_feedback_loop` in many shops at once.

    Parameters
    ----------
    shops : int, from 1 to 1,000
    rounds, exploration, correction, position_bias, seed
        As in `simulate_feedback_loop`; each shop has 20 items and 500 users a round.

    Returns
    -------
    ShopsStudy

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.
    """
    require_whole("shops", shops, 1, 1_000)
    require_whole("rounds", rounds, 1, 500)
    require_number("exploration", exploration, 0, 1)
    require_number("correction", correction, 0, 1)
    require_number("position_bias", position_bias, 0, 3)
    appeal = _appeal(20, 0.02)
    look = 1 / np.arange(1, SLATE + 1) ** position_bias
    rng = np.random.default_rng(seed)
    run = _run(rng, shops, rounds, exploration, correction, 500, appeal, look)
    last = run.looks[-1]
    return ShopsStudy(
        exposure=last / last.sum(axis=1, keepdims=True),
        utility_vs_best=run.utility[-1] / (look @ appeal[:SLATE]),
    )


def gini(values: Floats) -> Floats:
    """Return the Gini coefficient of non-negative values along the last axis.

    Parameters
    ----------
    values : ndarray of shape (..., n)
        Each row needs a positive sum.

    Returns
    -------
    ndarray of shape (...)
        0 when all are equal, (n - 1) / n when one has everything.

    Raises
    ------
    ValueError
        If a value is negative or a row sums to zero.

    Notes
    -----
    With values sorted upwards: ``sum((2 i - n - 1) x_i) / (n sum(x_i))``, i from 1 to n.
    """
    ordered = np.sort(values, axis=-1)
    total = ordered.sum(axis=-1)
    if (ordered < 0).any() or (total <= 0).any():
        raise ValueError("gini needs values of 0 or more, with a positive sum in each row.")
    n = ordered.shape[-1]
    weight = 2 * np.arange(1, n + 1) - n - 1
    coefficient: Floats = (ordered @ weight) / (n * total)
    return coefficient


@dataclass(frozen=True)
class _Run:
    looks: Floats
    """Looks at each item so far, shape (rounds, shops, items)."""
    clicks: Floats
    """Clicks on each item, shape (shops, items)."""
    utility: Floats
    """Expected clicks of a user, shape (rounds, shops)."""


def _run(  # noqa: PLR0913, PLR0917 - the settings of a loop
    rng: np.random.Generator,
    shops: int,
    rounds: int,
    exploration: float,
    correction: float,
    users: int,
    appeal: Floats,
    look: Floats,
) -> _Run:
    items = appeal.size
    random_look = look.sum() / items
    shuffled = rng.permuted(np.tile(np.arange(items), (shops, 1)), axis=1)
    clicks, looks = np.zeros((2, shops, items))
    look_counts, utility = np.empty((rounds, shops, items)), np.empty((rounds, shops))
    for number in range(rounds):
        explorers = 1.0 if number == 0 else exploration
        slate = _best(clicks, looks, correction, shuffled)
        propensity = np.full((shops, items), explorers * random_look)
        own = np.take_along_axis(propensity, slate, axis=1) + (1 - explorers) * look
        np.put_along_axis(propensity, slate, own, axis=1)
        clicks += rng.binomial(users, propensity * appeal)
        looks += users * propensity
        look_counts[number] = looks
        utility[number] = propensity @ appeal
    return _Run(look_counts, clicks, utility)


def _appeal(items: int, spread: float) -> Floats:
    """Spread the appeal evenly, best first; fixed, so that a seed only changes the luck."""
    step = np.linspace(1, -1, items)
    appeal: Floats = MEAN_APPEAL + spread * step / step.std()
    return appeal


def _best(
    clicks: Floats, looks: Floats, correction: float, shuffled: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return each shop's slate: the highest scores, equal ones in a fixed random order."""
    score = clicks / np.maximum(looks, 1e-9) ** correction
    order = np.argsort(-np.take_along_axis(score, shuffled, axis=1), axis=1, kind="stable")
    ranked: NDArray[np.int64] = np.take_along_axis(shuffled, order, axis=1)
    return ranked[:, :SLATE]


def _rounds(exposure: Floats, utility: Floats, appeal: Floats, look: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "round": np.arange(1, len(exposure) + 1),
            "gini": gini(exposure),
            "top_share": exposure.max(axis=1) / exposure.sum(axis=1),
            "utility_vs_best": utility / (look @ appeal[:SLATE]),
            "utility_vs_random": utility / (look.sum() * appeal.mean()),
            "rank_correlation": _spearman(exposure, appeal),
        }
    )


def _spearman(exposure: Floats, appeal: Floats) -> Floats:
    """Return the rank correlation of each row with the appeal; NaN where either is constant."""
    # Looks summed in another order differ in the last digit, but are ties.
    ranks = stats.rankdata(exposure.round(6), axis=1)
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    target = stats.rankdata(appeal)
    target -= target.mean()
    spread = np.sqrt((centred**2).sum(axis=1) * (target**2).sum())
    correlation: Floats = np.divide(
        centred @ target, spread, out=np.full(len(ranks), np.nan), where=spread > 0
    )
    return correlation
