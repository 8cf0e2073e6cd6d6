"""The best portfolio of pilots under budget and staff limits, exactly and by rules of thumb.

A pilot may need foundations, which cost money and people and have no value by themselves. Two
pilots that do the same thing count once. So the choice is a knapsack problem with several limits
and with precedence: rules of thumb can miss the best set, and integer programming finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from course.data.portfolio import BUDGET, RESOURCES

_MILLION: Final = 1000.0  # thousand EUR


@dataclass(frozen=True)
class Portfolio:
    """A set of pilots and foundations, with its costs and value.

    Attributes
    ----------
    pilots, foundations : tuple of str
        Identifiers, in the order of their frames.
    net_value : float
        Values of the pilots minus the costs of pilots and foundations, thousand EUR.
    used : dict
        Amount of each of `RESOURCES`.
    """

    pilots: tuple[str, ...]
    foundations: tuple[str, ...]
    net_value: float
    used: dict[str, float] = field(hash=False)


def needs_of(pilots: pd.DataFrame) -> dict[str, list[str]]:
    """Return each pilot's foundations."""
    return {str(name): str(needs).split() for name, needs in pilots["needs"].items()}


def overlapping_pairs(pilots: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the pairs of pilots that do the same thing, each pair once."""
    pairs = {
        (min(str(name), other), max(str(name), other))
        for name, others in pilots["overlaps"].items()
        for other in str(others).split()
        if other in pilots.index
    }
    return sorted(pairs)


def describe(chosen: Iterable[str], pilots: pd.DataFrame, foundations: pd.DataFrame) -> Portfolio:
    """Return the costs and value of a set, allowed or not.

    Parameters
    ----------
    chosen : iterable of str
        Identifiers of pilots and foundations.
    pilots : pandas.DataFrame
        One row per pilot, the identifier as index; columns ``value``, ``cost``, `ROLES` (person-
        months), ``needs`` and ``overlaps`` (identifiers with spaces between them, or empty).
    foundations : pandas.DataFrame
        One row per foundation, the identifier as index; ``cost`` and `ROLES`.

    Raises
    ------
    ValueError
        If an identifier is in neither frame.
    """
    names = set(chosen)
    unknown = names - set(pilots.index) - set(foundations.index)
    if unknown:
        raise ValueError(
            f"There is no pilot or foundation {', '.join(sorted(unknown))}; "
            f"expected identifiers such as {pilots.index[0]}."
        )
    own = pilots.loc[pilots.index.isin(names)]
    shared = foundations.loc[foundations.index.isin(names)]
    costs = {name: float(own[name].sum() + shared[name].sum()) for name in RESOURCES}
    return Portfolio(
        tuple(own.index), tuple(shared.index), float(own["value"].sum()) - costs[BUDGET], costs
    )


def broken_rules(
    chosen: Iterable[str],
    pilots: pd.DataFrame,
    foundations: pd.DataFrame,
    limits: Mapping[str, float],
) -> list[str]:
    """Return the rules that a portfolio breaks, in words.

    Parameters
    ----------
    chosen, pilots, foundations
        As for `describe`.
    limits : mapping
        Limit of each of `RESOURCES`; those left out are not limited.
    """
    portfolio = describe(chosen, pilots, foundations)
    problems = [
        f"{name}: {portfolio.used[name]:g} needed, {limits[name]:g} there"
        for name in RESOURCES
        if name in limits and portfolio.used[name] > limits[name] + 1e-9
    ]
    needs = needs_of(pilots)
    problems += [
        f"{pilot} needs {foundation}"
        for pilot in portfolio.pilots
        for foundation in needs[pilot]
        if foundation not in portfolio.foundations
    ]
    problems += [
        f"{one} and {other} do the same thing"
        for one, other in overlapping_pairs(pilots)
        if one in portfolio.pilots and other in portfolio.pilots
    ]
    return problems


def best_portfolio(
    pilots: pd.DataFrame,
    foundations: pd.DataFrame,
    limits: Mapping[str, float],
    *,
    keep: Iterable[str] = (),
    leave: Iterable[str] = (),
) -> Portfolio:
    """Return the portfolio of the highest net value, exactly (integer programming).

    Maximise sum(value x) - sum(cost x) - sum(cost y) over x and y in {0, 1}, one x per pilot and
    one y per foundation, such that no limit is exceeded, x <= y for each foundation a pilot needs,
    and x + x' <= 1 for two pilots that do the same thing.

    Parameters
    ----------
    pilots, foundations, limits
        As for `broken_rules`.
    keep, leave : iterable of str
        Identifiers that must, or must not, be in the portfolio.

    Raises
    ------
    ValueError
        If the pilots to keep break a limit.

    References
    ----------
    H. Kellerer, U. Pferschy, D. Pisinger (2004), *Knapsack Problems*, Springer. The solver is
    HiGHS, called through `scipy.optimize.milp`.
    """
    names = [*map(str, pilots.index), *map(str, foundations.index)]
    place = {name: column for column, name in enumerate(names)}
    gain = np.concatenate(
        [(pilots["value"] - pilots[BUDGET]).to_numpy(float), -foundations[BUDGET].to_numpy(float)]
    )
    required_names, excluded_names = set(keep), set(leave)
    result = milp(
        -gain / _MILLION,
        integrality=np.ones(len(names)),
        bounds=Bounds(
            [float(name in required_names) for name in names],
            [float(name not in excluded_names) for name in names],
        ),
        constraints=_constraints(pilots, foundations, limits, place),
        options={"mip_rel_gap": 0},  # the default stops within 0.01% of the best
    )
    if not result.success:
        raise ValueError(
            f"No portfolio with {', '.join(sorted(required_names)) or 'anything'} fits the limits "
            f"{dict(limits)}; raise a limit."
        )
    selection = [name for name, share in zip(names, result.x, strict=True) if share > 0.5]
    return describe(selection, pilots, foundations)


def _constraints(
    pilots: pd.DataFrame,
    foundations: pd.DataFrame,
    limits: Mapping[str, float],
    place: Mapping[str, int],
) -> LinearConstraint:
    """Return all rules as rows of a matrix: row @ choice <= limit."""
    both = pd.concat([pilots[list(RESOURCES)], foundations[list(RESOURCES)]])
    # Money in millions, so that all numbers have a similar size: HiGHS is faster, and hardly ever
    # prints a line about repairing a rounded solution.
    limited_names = [name for name in RESOURCES if name in limits]
    unit = {name: _MILLION if name == BUDGET else 1.0 for name in limited_names}
    rows = [both[name].to_numpy(float) / unit[name] for name in limited_names]
    most = [float(limits[name]) / unit[name] for name in limited_names]
    for pilot, needed_ids in needs_of(pilots).items():
        for foundation in needed_ids:
            rows.append(_row(place, {pilot: 1, foundation: -1}))
            most.append(0)
    for one, other in overlapping_pairs(pilots):
        rows.append(_row(place, {one: 1, other: 1}))
        most.append(1)
    return LinearConstraint(csr_array(np.array(rows).reshape(-1, len(place))), ub=most)


def _row(place: Mapping[str, int], entries: Mapping[str, float]) -> np.ndarray:
    row = np.zeros(len(place))
    for name, entry in entries.items():
        row[place[name]] = entry
    return row


def greedy_portfolio(
    pilots: pd.DataFrame,
    foundations: pd.DataFrame,
    limits: Mapping[str, float],
    *,
    build_foundations: bool = True,
    count_foundations: bool = False,
) -> Portfolio:
    """Return a ranked list's portfolio: best value for money first.

    A pilot is taken if it fits together with its missing foundations, and is worth more than it and
    they cost. The rule does not look ahead: the first pilot that needs a foundation pays for it
    alone. Ties keep the order of the list.

    Parameters
    ----------
    pilots, foundations, limits
        As for `broken_rules`.
    build_foundations : bool, default True
        False takes only pilots that need none: those that stand alone.
    count_foundations : bool, default False
        False ranks by value over the pilot's own cost. True adds the cost of missing foundations,
        and ranks again after each pilot.
    """
    needs = needs_of(pilots)
    portfolio: set[str] = set()
    queue = [name for name in needs if build_foundations or not needs[name]]

    value, cost = pilots["value"].to_dict(), pilots[BUDGET].to_dict()
    shared = foundations[BUDGET].to_dict()

    def value_for_money(name: str) -> float:
        missing = set(needs[name]) - portfolio if count_foundations else set()
        return float(value[name] / (cost[name] + sum(shared[each] for each in missing)))

    while queue:
        name = max(queue, key=value_for_money)
        queue.remove(name)
        bundle = {name, *needs[name]}
        before = describe(portfolio, pilots, foundations).net_value
        larger = describe(portfolio | bundle, pilots, foundations).net_value
        if larger > before and not broken_rules(portfolio | bundle, pilots, foundations, limits):
            portfolio |= bundle
    return describe(portfolio, pilots, foundations)


def unlocked_value(
    pilots: pd.DataFrame, foundations: pd.DataFrame, limits: Mapping[str, float]
) -> pd.Series:
    """Return each foundation's worth: best net value with it, minus without.

    The cost of the foundation is already subtracted. 0 means that the best portfolio is as good
    without it. The values of several foundations do not add up where a pilot needs two.

    Returns
    -------
    pandas.Series
        Thousand EUR, one entry per foundation.
    """
    best = best_portfolio(pilots, foundations, limits).net_value
    without = [
        best_portfolio(pilots, foundations, limits, leave=[name]).net_value
        for name in foundations.index
    ]
    return pd.Series(best - np.array(without), index=foundations.index, name="unlocked")


def decision_margins(
    pilots: pd.DataFrame, foundations: pd.DataFrame, limits: Mapping[str, float]
) -> pd.DataFrame:
    """Return how far each pilot's value can move before the portfolio changes.

    One pilot moves at a time. A chosen pilot leaves if its value falls by more than the margin:
    best net value minus best net value without it. Another pilot enters if its value rises by more
    than the margin: best net value minus best net value with it forced in.

    Returns
    -------
    pandas.DataFrame
        One row per pilot: ``chosen``, ``margin`` (thousand EUR; infinite if no portfolio can hold
        it) and ``share`` (margin over value), the smallest share first.
    """
    best = best_portfolio(pilots, foundations, limits)
    rows = []
    for name in map(str, pilots.index):
        is_chosen = name in best.pilots
        bound = {"leave": [name]} if is_chosen else {"keep": [name]}
        try:
            other = best_portfolio(pilots, foundations, limits, **bound).net_value
        except ValueError:
            other = -np.inf
        rows.append({"chosen": is_chosen, "margin": best.net_value - other})
    table = pd.DataFrame(rows, index=pilots.index)
    table["share"] = table["margin"] / pilots["value"]
    return table.sort_values("share", kind="stable")
