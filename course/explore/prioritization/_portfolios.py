"""What three ways to choose take from Meridian's register, at every place of the controls.

The exact choice takes the solver about a tenth of a second, too long to follow a slider. So the
answers stand in a file. ``python -m course.explore.prioritization._portfolios`` solves them again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from course.data.portfolio import BUDGET, ROLES
from course.explore.prioritization._register import candidates, foundations
from course.simulate.prioritization.selection import Portfolio, best_portfolio, greedy_portfolio

EXACT, LIST, QUICK = RULES = ("best set", "ranked list", "quick wins")
BUDGETS: Final = tuple(half / 2 for half in range(2, 25))  # million EUR
PEOPLE: Final = tuple(range(20, 121, 10))  # person-months of each role
_FILE: Final = Path(__file__).with_name("portfolios.csv")


@cache
def portfolios() -> pd.DataFrame:
    """Return what each rule takes: ``net_value`` (thousand EUR) and ``items``, as a list.

    The index is (paid, people, budget, rule). With `paid`, foundations cost nothing.
    """
    rows = pd.read_csv(_FILE, keep_default_na=False)
    rows["items"] = rows["items"].str.split()
    return rows.set_index(["paid", "people", "budget", "rule"]).sort_index()


def solve(*, paid: bool, people: int, budget: float) -> dict[str, Portfolio]:
    """Return what each rule takes, by rule: the slow way."""
    pilots, shared = candidates(), foundations()
    if paid:
        shared = shared.assign(**dict.fromkeys([BUDGET, *ROLES], 0))
    most = {BUDGET: budget * 1000, **dict.fromkeys(ROLES, people)}
    return {
        EXACT: best_portfolio(pilots, shared, most),
        LIST: greedy_portfolio(pilots, shared, most),
        QUICK: greedy_portfolio(pilots, shared, most, build_foundations=False),
    }


def write() -> None:
    """Solve every place of the controls and write the file."""
    rows = [
        {
            "paid": paid,
            "people": people,
            "budget": budget,
            "rule": rule,
            "net_value": round(chosen.net_value, 1),
            "items": " ".join([*chosen.foundations, *chosen.pilots]),
        }
        for paid in (False, True)
        for people in PEOPLE
        for budget in BUDGETS
        for rule, chosen in solve(paid=paid, people=people, budget=budget).items()
    ]
    pd.DataFrame(rows).to_csv(_FILE, index=False, lineterminator="\n")


if __name__ == "__main__":
    write()
