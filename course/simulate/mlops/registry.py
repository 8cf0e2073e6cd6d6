"""A model registry in an SQLite database: versions with lineage, and movable aliases."""

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
    """The contents of a version before it is registered.

    Attributes
    ----------
    author : str
    code, data : str
        Lineage: commit of the training code, and fingerprint of the rows.
    inputs : int
        Schema of the inputs that it can read.
    weights : mapping of str to float
        Weights of the model.
    metrics : mapping of str to float
        Measured before release.
    """

    author: str
    code: str
    data: str
    inputs: int
    weights: Mapping[str, float]
    metrics: Mapping[str, float]


class Registry:
    """Versions of models, their authors and approvals, and the history of aliases.

    A registered version never changes, except for its one approval. An alias such as ``live`` is a
    name that moves from version to version; each move is recorded.

    Parameters
    ----------
    path : str or Path, default ":memory:"
        The database file. A database in memory is lost when Python ends.

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
        """Add a version with its lineage, and return its number.

        Raises
        ------
        ValueError
            If code or data are not named: nobody could reproduce such a version.
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
        """Record who approved a version.

        Raises
        ------
        LookupError
            If there is no such version.
        ValueError
            If its author approves it, or if it is already approved.
        """
        record = self.version(model, version)
        if person == record["author"]:
            raise ValueError(
                f"{person} made {model} {version}; expected the approval of a second person."
            )
        if record["approved_by"] is not None:
            raise ValueError(
                f"{record['approved_by']} has approved {model} {version}; expected one approval, "
                f"which stays on record."
            )
        self._write(
            "UPDATE versions SET approved_by = ? WHERE model = ? AND version = ?",
            *(person, model, version),
        )

    def promote(
        self, model: str, version: int, *, day: str, person: str, alias: str = "live"
    ) -> None:
        """Point an alias to this version from a day such as ``2026-09-01``.

        Raises
        ------
        LookupError
            If there is no such version.
        ValueError
            If it is not approved, or the alias has moved after that day.
        """
        if self.version(model, version)["approved_by"] is None:
            raise ValueError(f"{model} {version} is not approved; expected an approval first.")
        self._require_no_earlier(model, alias, day)
        self._write(_MOVE, model, alias, version, day, person, "promote")

    def roll_back(self, model: str, *, day: str, person: str, alias: str = "live") -> int:
        """Point an alias back to its previous version, and return that version.

        Nothing else is checked: not today's inputs, and not why the previous version was replaced.

        Raises
        ------
        LookupError
            If the alias has no previous version.
        ValueError
            If the alias has moved after that day.
        """
        pile = self._pile(model, alias)
        if len(pile) < 2:
            raise LookupError(
                f"{alias} of {model} has named {pile or 'nothing'}; expected an earlier version."
            )
        self._require_no_earlier(model, alias, day)
        self._write(_MOVE, model, alias, pile[-2], day, person, "roll back")
        return pile[-2]

    def live(self, model: str, day: str | None = None, alias: str = "live") -> int | None:
        """Return the version of an alias, now or at the end of a day, or None."""
        row = self._row(
            "SELECT version FROM moves WHERE model = ? AND alias = ? AND day <= ? "
            "ORDER BY day DESC, move DESC",
            model,
            alias,
            day or "9999-12-31",
        )
        return None if row is None else int(row[0])

    def version(self, model: str, version: int) -> dict[str, Any]:
        """Return everything recorded about a version.

        Raises
        ------
        LookupError
            If there is no such version.
        """
        records = self.query(
            "SELECT * FROM versions WHERE model = ? AND version = ?", model, version
        ).to_dict("records")
        if not records:
            raise LookupError(f"{model} {version} is not in the registry.")
        return {
            str(name): json.loads(value) if name in _JSON else value
            for name, value in records[0].items()
        }

    def query(self, sql: str, *parameters: object) -> pd.DataFrame:
        """Run a query in SQL; the tables are `versions` and `moves`.

        Raises
        ------
        ValueError
            If it does more than read, since the log of moves is evidence; or if it selects nothing.
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
        """Return an alias's stack of versions, the current one last; rollbacks remove one."""
        pile: list[int] = []
        moves = self._database.execute(
            "SELECT version, event FROM moves WHERE model = ? AND alias = ? ORDER BY day, move",
            (model, alias),
        )
        for version, event in moves:
            pile = pile[:-1] if event == "roll back" else [*pile, version]
        return pile

    def _require_no_earlier(self, model: str, alias: str, day: str) -> None:
        """Refuse a day before the last move: the log is append-only."""
        (last,) = self._row(
            "SELECT max(day) FROM moves WHERE model = ? AND alias = ?", model, alias
        ) or (None,)
        if last and day < last:
            raise ValueError(
                f"day is {day}, but {alias} of {model} moved on {last}; expected that day or later."
            )

    def _write(self, sql: str, *parameters: object) -> None:
        with self._database:  # all or nothing
            self._database.execute(sql, parameters)

    def _row(self, sql: str, *parameters: object) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._database.execute(sql, parameters).fetchone()
        return row


def _only_reading(action: int, *_: str | None) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY
