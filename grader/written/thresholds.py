"""From where the scorer of written answers decides: one table, with what each value means."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

_PATH = Path(__file__).with_name("thresholds.toml")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The thresholds that are set, not learnt; ``thresholds.toml`` says what each one means."""

    likely: float
    covered: float
    quoted: float
    most_if_held: float
    most_if_contrary: float
    possible: float
    told: float
    against: float
    speaks: float
    shown: float
    by_itself: float
    idle: float
    idle_part: float
    part_of_idle: float
    elsewhere: float
    far: float
    unlikely: float
    nowhere: float
    likelier: float
    precision: float
    least_credit: float
    most_credit: float
    fewest_graded: int
    fewest_decided: int
    error: float
    margin: float
    least_learnt_credit: float
    most_learnt_denial: float

    @classmethod
    def read(cls, path: Path = _PATH) -> Self:
        """Read the thresholds of a file.

        Raises
        ------
        TypeError
            If one is missing, or there is one that nothing uses.
        """
        return cls(**{name: entry["value"] for name, entry in _entries(path).items()})

    def explained(self) -> list[tuple[str, float, str]]:
        """Return name, value and meaning of each, in the order of the file that comes with it."""
        means = {name: entry["means"] for name, entry in _entries(_PATH).items()}
        names = [field.name for field in fields(self)]
        return [(name, getattr(self, name), means[name]) for name in names]


def _entries(path: Path) -> dict[str, dict[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


THRESHOLDS = Thresholds.read()
