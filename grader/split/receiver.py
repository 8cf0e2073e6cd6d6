"""Who is given an argument by the student's code: an object or a function of the test's.

Where the reference gave plain values, objects may not stand. Some do no harm, since nobody asks
them anything: what a random generator chooses among, a function that a database calls by a name
that only the student's statements use, an exception that is told or that ends a block.
"""

from __future__ import annotations

import random
import re
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.split.proxy import link_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_CHOOSERS = (random.Random, np.random.Generator, np.random.RandomState)
_CHOSEN = frozenset({"function", "class"})
_DATABASE: type[sqlite3.Connection] = sqlite3.Connection
"""The class that the checker's own connections come of."""
_ROWS: dict[str, tuple[Any, ...]] = {
    "row_factory": (None, sqlite3.Row),
    "text_factory": (str, bytes),
    "isolation_level": (None, "DEFERRED", "IMMEDIATE", "EXCLUSIVE"),
}
"""What may be set of a database of the test's: nothing that the student wrote."""


_OWN_FUNCTIONS = "SELECT name FROM pragma_function_list WHERE NOT builtin"
_SCHEMA = "SELECT sql FROM sqlite_master UNION SELECT sql FROM sqlite_temp_master"
_IMPLIED = ("like", "glob", "regexp", "match", "quote", "replace", "printf", "format", "substr")
"""Functions that SQLite, or who dumps a database, runs without their being written down."""


class Receiver(NamedTuple):
    """The object that is used, and what of it."""

    owner: Any
    name: str

    def __str__(self) -> str:
        owner = type(self.owner).__name__
        return f"`{self.name}`" if self.owner is None else f"`{owner}.{self.name}`"

    def takes(self, kind: str) -> bool:
        """Tell whether what is no plain value does no harm here."""
        if kind == "exception" or (kind == "class" and self.name == "__exit__"):
            return True
        if isinstance(self.owner, _CHOOSERS):
            return kind in _CHOSEN
        return kind == "function" and self._is_database and self.name == "create_function"

    @property
    def _is_database(self) -> bool:
        return isinstance(self.owner, _DATABASE)

    def fault(self, given: list[Any], cells: Iterable[str]) -> str:
        """Say why a function may not be given to a database: what the test asks may run it."""
        called = [one for one in given if link_of(one) is not None and callable(one)]
        if not called or not self._is_database or self.name == "__exit__":
            return ""
        if self.name != "create_function":
            return "may not be called by the test's database"
        told = [one.lower() for one in given if type(one) is str]
        cursor = self.owner.cursor()
        cursor.row_factory = None
        own = [row[0].lower() for row in cursor.execute(_OWN_FUNCTIONS).fetchall()]
        texts = (*cells, *(str(row[0]) for row in cursor.execute(_SCHEMA).fetchall()))
        taken = {*own, *_IMPLIED, *re.findall(r"\w+", " ".join(texts).lower())}
        if not told or not all(name.isidentifier() and name not in taken for name in told):
            return "has a name that the test's statements may use"
        return ""


def receiver_of(obj: Any, header: dict[str, Any]) -> Receiver:
    """Return who is given the arguments of a question."""
    if header["do"] == "op" and header.get("o") == "__call__":
        return Receiver(_owner_of(obj), str(getattr(obj, "__name__", type(obj).__name__)))
    return Receiver(obj, str(header.get("o") or header.get("n") or header["do"]))


def _owner_of(function: Any) -> Any:
    owner = getattr(function, "__self__", None)
    return None if isinstance(owner, type(re)) else owner


def may_be_set(obj: Any, name: str, value: Any) -> bool:
    """Tell whether a database of the test's may be told so how to hand over its rows."""
    is_one = isinstance(obj, (_DATABASE, sqlite3.Cursor))
    return is_one and any(value is one or value == one for one in _ROWS.get(name, ()))


def row_class(node: dict[str, Any]) -> type | None:
    """Return the class for rows of a database if a class of the student's is described as that."""
    return sqlite3.Row if node.get("l") == [["sqlite3", "Row"]] else None
