"""A model registry in one SQLite database: versions with their lineage, and aliases that move."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

_TABLES: Final = Path(__file__).with_suffix(".sql")
_MOVE: Final = (
    "INSERT INTO moves (model, alias, version, day, person, event) VALUES (?, ?, ?, ?, ?, ?)"
)
_JSON: Final = ("weights", "metrics")
_READING: Final = (
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What a version is made of, before it is one.

    Attributes
    ----------
    author : str
    code, data : str
        Commit of the code that trained it, and fingerprint of the rows: its lineage.
    inputs : int
        The form (schema) of inputs that it can read.
    weights : mapping of str to float
        The model itself.
    metrics : mapping of str to float
        As measured before release.
    """

    author: str
    code: str
    data: str
    inputs: int
    weights: Mapping[str, float]
    metrics: Mapping[str, float]


class Registry:
    """Versions of models, who made and approved them, and which one an alias names when.

    A version is never changed after it was registered, apart from its one approval. An alias such
    as ``live`` is a name that moves from version to version; each move stays on record.

    Parameters
    ----------
    path : str or Path, default ":memory:"
        The database file. In memory it is gone when Python ends.

    Examples
    --------
    >>> registry = Registry()
    >>> made = Candidate(author="bo", code="a1", data="d1", inputs=1, weights={}, metrics={})
    >>> registry.register("credit", made)
    1
    >>> registry.approve("credit", 1, "dita")
    >>> registry.promote("credit", 1, day="2025-01-13", person="dita")
    >>> registry.live("credit")
    1
    >>> registry.close()
    """

    def __init__(self, path: str | Path = ":memory:") -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("PRAGMA foreign_keys = ON")
        self._database.executescript(_TABLES.read_text(encoding="utf-8"))

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def register(self, model: str, made: Candidate) -> int:
        """Add a version with its lineage, and return its number: one more than the last.

        Raises
        ------
        ValueError
            If the code or the data are not named: nobody could make such a version again.
        """
        for name, value in {"code": made.code, "data": made.data}.items():
            if not value:
                raise ValueError(f"{name} is empty; expected what the version was made from.")
        (last,) = self._row("SELECT max(version) FROM versions WHERE model = ?", model) or (None,)
        version = int(last or 0) + 1
        weights, metrics = json.dumps(dict(made.weights)), json.dumps(dict(made.metrics))
        self._write(
            "INSERT INTO versions VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?)",
            *(model, version, made.author),
            *(made.code, made.data, made.inputs, weights, metrics),
        )
        return version

    def approve(self, model: str, version: int, person: str) -> None:
        """Put on record who approved a version.

        Raises
        ------
        LookupError
            If there is no such version.
        ValueError
            If its author approves it, or if somebody has approved it already.
        """
        made = self.version(model, version)
        if person == made["author"]:
            raise ValueError(
                f"{person} made {model} {version}; expected the approval of a second person."
            )
        if made["approved_by"] is not None:
            raise ValueError(
                f"{made['approved_by']} has approved {model} {version}; expected one approval, "
                f"which stays on record."
            )
        self._write(
            "UPDATE versions SET approved_by = ? WHERE model = ? AND version = ?",
            *(person, model, version),
        )

    def promote(
        self, model: str, version: int, *, day: str, person: str, alias: str = "live"
    ) -> None:
        """Let an alias name this version from a day on; days are texts such as ``2026-09-01``.

        Raises
        ------
        LookupError
            If there is no such version.
        ValueError
            If nobody has approved it, or the alias has moved after that day.
        """
        if self.version(model, version)["approved_by"] is None:
            raise ValueError(f"{model} {version} is not approved; expected an approval first.")
        self._require_no_earlier(model, alias, day)
        self._write(_MOVE, model, alias, version, day, person, "promote")

    def roll_back(self, model: str, *, day: str, person: str, alias: str = "live") -> int:
        """Let an alias name again what it named before the present version, and return that.

        It looks at nothing else: not at the inputs that arrive today, nor at why the version
        before was replaced.

        Raises
        ------
        LookupError
            If the alias has named nothing else before.
        ValueError
            If the alias has moved after that day.
        """
        pile = self._pile(model, alias)
        if len(pile) < 2:
            raise LookupError(
                f"{alias} of {model} has named {pile or 'nothing'}; expected a version before."
            )
        self._require_no_earlier(model, alias, day)
        self._write(_MOVE, model, alias, pile[-2], day, person, "roll back")
        return pile[-2]

    def live(self, model: str, day: str | None = None, alias: str = "live") -> int | None:
        """Return the version that an alias names, now or at the end of a day; None if none."""
        found = self._row(
            "SELECT version FROM moves WHERE model = ? AND alias = ? AND day <= ? "
            "ORDER BY day DESC, move DESC",
            model,
            alias,
            day or "9999-12-31",
        )
        return None if found is None else int(found[0])

    def version(self, model: str, version: int) -> dict[str, Any]:
        """Return all that is on record of a version.

        Raises
        ------
        LookupError
            If there is no such version.
        """
        found = self.query(
            "SELECT * FROM versions WHERE model = ? AND version = ?", model, version
        ).to_dict("records")
        if not found:
            raise LookupError(f"{model} {version} is not in the registry.")
        return {
            str(name): json.loads(value) if name in _JSON else value
            for name, value in found[0].items()
        }

    def query(self, sql: str, *parameters: object) -> pd.DataFrame:
        """Return the answer to a question in SQL; the tables are `versions` and `moves`.

        Raises
        ------
        ValueError
            If it would do more than read, since the log of moves is evidence; or asks for nothing.
        """
        self._database.set_authorizer(_only_reading)
        try:
            cursor = self._database.execute(sql, parameters)
            rows = cursor.fetchall()
        except sqlite3.DatabaseError as error:
            if "not authorized" not in str(error):
                raise
            raise ValueError(f"{sql!r} does more than read; expected a SELECT.") from None
        finally:
            self._database.set_authorizer(None)
        if cursor.description is None:
            raise ValueError(f"{sql!r} asks for nothing; expected a SELECT.")
        return pd.DataFrame(rows, columns=[name for name, *_ in cursor.description]).astype(object)

    def _pile(self, model: str, alias: str) -> list[int]:
        """Return the versions under an alias, the present one last: a rollback takes one off."""
        pile: list[int] = []
        moves = self._database.execute(
            "SELECT version, event FROM moves WHERE model = ? AND alias = ? ORDER BY day, move",
            (model, alias),
        )
        for version, event in moves:
            pile = pile[:-1] if event == "roll back" else [*pile, version]
        return pile

    def _require_no_earlier(self, model: str, alias: str, day: str) -> None:
        """Refuse a day before the last move: the log only grows at its end."""
        (last,) = self._row(
            "SELECT max(day) FROM moves WHERE model = ? AND alias = ?", model, alias
        ) or (None,)
        if last and day < last:
            raise ValueError(
                f"day is {day}, but {alias} of {model} moved on {last}; expected that day or later."
            )

    def _write(self, sql: str, *parameters: object) -> None:
        with self._database:  # all of it or nothing
            self._database.execute(sql, parameters)

    def _row(self, sql: str, *parameters: object) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._database.execute(sql, parameters).fetchone()
        return found


def _only_reading(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY
