"""Buy a service that is cheaper every year, or build: how the chance that it ends matters.

Left out: rising prices, the company's own people who leave, time to market, bought services that do
not work, and discounting. Each could change a close case; the last would not change the exit cost
at which both are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from course.base.require import require_number

COMPANIES: Final = 100
YEARS: Final = 5

# Thousand EUR, all invented: one attempt to build, a year of running it, the exit kit.
_BUILD: Final = 900
_RUN: Final = 250
_KIT: Final = 40
_KIT_SAVES: Final = 0.6


@dataclass(frozen=True)
class Purchase:
    """Extra cost of buying over building in five years; negative if cheaper.

    Attributes
    ----------
    saving : float
        Saving from buying per year of service, thousand EUR.
    exit_cost : float
        Cost of the exit when the service ends, thousand EUR.
    chance : float
        Yearly chance that the service ends.
    ended : array of shape (100,)
        The year after which the service ends in each company; 6 if it outlives the five years.
    """

    saving: float
    exit_cost: float
    chance: float
    ended: np.ndarray

    @property
    def dearer(self) -> np.ndarray:
        """Extra cost of buying in each company, of shape (100,), thousand EUR."""
        return difference(self.ended, self.saving, self.exit_cost)

    @property
    def mean(self) -> float:
        """Expected extra cost of buying, thousand EUR."""
        alive = (1 - self.chance) ** np.arange(YEARS)
        return float((self.chance * self.exit_cost - self.saving) * alive.sum())

    @property
    def break_even(self) -> float:
        """Exit cost at which both cost the same on average; infinity without risk."""
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
        Price of the service, thousand EUR per year.
    chance : float, from 0 to 100
        Chance that the service ends after a year, per cent.
    exit_cost : float, from 0 to 100,000
        Cost of its end, apart from the price of a replacement, thousand EUR.
    works : float, from 1 to 100
        Own builds that work, per cent. A failed one is paid for and started again.
    kit : bool, default False
        Own labelled cases, tests and a notice period, for 40 a year, which save 60% of the exit.
    seed : int, default 0

    Returns
    -------
    Purchase

    Raises
    ------
    TypeError, ValueError
        If an argument is not a number or is outside its range.

    Notes
    -----
    Building costs 900 for each attempt, spread over five years, and 250 a year. When the service
    ends, the company pays for the exit, and from then on the yearly cost of its own build. So later
    years cost the same either way, and the break-even is saving / chance for any horizon.
    """
    require_number("fee", fee, 0, 10_000)
    require_number("chance", chance, 0, 100)
    require_number("exit_cost", exit_cost, 0, 100_000)
    require_number("works", works, 1, 100)
    own = _BUILD / (YEARS * works / 100) + _RUN
    saving = own - fee - _KIT * kit
    # Evenly spread luck: the hundred companies represent the chance fairly.
    luck = (np.arange(COMPANIES) + np.random.default_rng(seed).random()) / COMPANIES
    last = (1 - chance / 100) ** np.arange(1, YEARS + 1)
    ended = 1 + (luck[:, None] < last).sum(axis=1)
    return Purchase(saving, exit_cost * (1 - _KIT_SAVES * kit), chance / 100, ended)


def difference(ended: np.ndarray, saving: float, exit_cost: float) -> np.ndarray:
    """Return the extra cost of buying if the service ends after year `ended`; 6 for never."""
    years_bought = np.minimum(ended, YEARS)
    return np.asarray(np.where(ended > YEARS, 0, exit_cost) - years_bought * saving)
