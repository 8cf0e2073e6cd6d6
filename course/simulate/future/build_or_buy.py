"""Buy a service that is cheaper every year, or build: what the chance that it ends does to that.

Left out: prices that rise, own people who leave, time to market, bought services that do not work,
and money that is worth less later. Each could turn a close case; the last would not move the exit
cost at which both are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from course._require import require_number

COMPANIES: Final = 100
YEARS: Final = 5

# Thousand EUR, all invented: one attempt to build, running what was built, the exit kit.
_BUILD: Final = 900
_RUN: Final = 250
_KIT: Final = 40
_KIT_SAVES: Final = 0.6


@dataclass(frozen=True)
class Purchase:
    """What buying costs more than building, over five years; negative where it is cheaper.

    Attributes
    ----------
    saving : float
        What buying saves in a year in which the service runs, thousand EUR.
    exit_cost : float
        What the company pays when the service ends, thousand EUR.
    chance : float
        Chance a year that it ends.
    ended : array of shape (100,)
        The year at whose end the service ends in each company; 6 where it outlives the five years.
    """

    saving: float
    exit_cost: float
    chance: float
    ended: np.ndarray

    @property
    def dearer(self) -> np.ndarray:
        """What buying costs more in each company, of shape (100,), thousand EUR."""
        return difference(self.ended, self.saving, self.exit_cost)

    @property
    def mean(self) -> float:
        """What buying costs more on average over all luck, thousand EUR."""
        alive = (1 - self.chance) ** np.arange(YEARS)
        return float((self.chance * self.exit_cost - self.saving) * alive.sum())

    @property
    def break_even(self) -> float:
        """The exit cost at which both cost the same on average; infinity if it cannot end."""
        return self.saving / self.chance if self.chance else np.inf


def buy(  # noqa: PLR0913 - the terms of the sum, each named
    fee: float = 300,
    chance: float = 8,
    exit_cost: float = 750,
    works: float = 100,
    *,
    kit: bool = False,
    seed: int = 0,
) -> Purchase:
    """Compare buying with building in 100 companies.

    Parameters
    ----------
    fee : float, from 0 to 10,000
        Price of the service, thousand EUR a year.
    chance : float, from 0 to 100
        Chance that the service ends with a year, per cent.
    exit_cost : float, from 0 to 100,000
        What its end costs beside the price of what replaces it, thousand EUR.
    works : float, from 1 to 100
        Own builds that work, per cent. One that does not is paid for and begun again.
    kit : bool, default False
        Own labelled cases, tests and a notice period, for 40 a year. They save 60% of the exit.
    seed : int, default 0

    Returns
    -------
    Purchase

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number, or lies outside its range.

    Notes
    -----
    Building costs 900 for each attempt, spread over five years, and 250 a year. When the service
    ends, the company pays the exit, and from then on what own work costs a year. So every later
    year costs the same in both, and the break-even is saving / chance for any horizon.
    """
    require_number("fee", fee, 0, 10_000)
    require_number("chance", chance, 0, 100)
    require_number("exit_cost", exit_cost, 0, 100_000)
    require_number("works", works, 1, 100)
    own = _BUILD / (YEARS * works / 100) + _RUN
    saving = own - fee - _KIT * kit
    # Evenly spread luck: the hundred companies are a fair picture of the chance, and not one draw.
    luck = (np.arange(COMPANIES) + np.random.default_rng(seed).random()) / COMPANIES
    last = (1 - chance / 100) ** np.arange(1, YEARS + 1)
    ended = 1 + (luck[:, None] < last).sum(axis=1)
    return Purchase(saving, exit_cost * (1 - _KIT_SAVES * kit), chance / 100, ended)


def difference(ended: np.ndarray, saving: float, exit_cost: float) -> np.ndarray:
    """Return what buying costs more where the service ends with a year; 6 where it does not."""
    bought = np.minimum(ended, YEARS)
    return np.asarray(np.where(ended > YEARS, 0, exit_cost) - bought * saving)
