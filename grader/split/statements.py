"""Statements of SQL in the checker's process: one that changes a database is judged.

``connection.execute(query())`` runs a text of the student's where the test's own data are. Only
SQLite knows what a statement does, and tells it as it prepares one: reading is free.
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Judge = Callable[[str], None]

_READS = frozenset(
    {
        *(sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION),
        sqlite3.SQLITE_RECURSIVE,
    }
)
_HARMLESS = frozenset(
    {
        *("table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo"),
        *("foreign_key_list", "foreign_key_check", "database_list", "foreign_keys"),
    }
)
"""Pragmas that tell something, or that make a database stricter about what it is told."""


class _Guard:
    """Asks the judge about each statement that changes something.

    Not the connection itself, which would then hold itself open.
    """

    def __init__(self, judges: tuple[Judge, ...]) -> None:
        self._judges = judges
        self._running: list[str] = []
        self.asks: Callable[..., int] | None = None
        """What else is asked: the test's own authorizer."""

    @contextlib.contextmanager
    def running(self, statement: Any) -> Iterator[None]:
        """Note what is being run; a function that SQLite calls may run something else."""
        self._running.append(str(statement))
        try:
            yield
        finally:
            self._running.pop()

    def authorize(self, action: int, what: str | None, *rest: Any) -> int:
        """Rule on one thing that a statement does; what the judge raises denies it."""
        tells = action == sqlite3.SQLITE_PRAGMA and str(what).lower() in _HARMLESS
        reads = tells or action in _READS
        for judge in self._judges if self._running and not reads else ():
            judge(self._running[-1])
        return sqlite3.SQLITE_OK if self.asks is None else self.asks(action, what, *rest)


class Cursor(sqlite3.Cursor):
    """A cursor that says which statement it runs."""

    __module__ = "sqlite3"

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._guard = connection._guard  # noqa: SLF001 - the two are one

    def execute(self, sql: str, *args: Any) -> Any:
        """Run a statement."""
        with self._guard.running(sql):
            return super().execute(sql, *args)

    def executemany(self, sql: str, *args: Any) -> Any:
        """Run a statement for each of some rows."""
        with self._guard.running(sql):
            return super().executemany(sql, *args)

    def executescript(self, sql_script: str) -> Any:
        """Run several statements."""
        with self._guard.running(sql_script):
            return super().executescript(sql_script)


class Connection(sqlite3.Connection):
    """A connection whose cursors say which statement they run."""

    __module__ = "sqlite3"
    _judges: tuple[Judge, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._guard = _Guard(self._judges)
        super().set_authorizer(self._guard.authorize)

    def set_authorizer(self, authorizer_callback: Any) -> None:
        """Have something else asked as well."""
        self._guard.asks = authorizer_callback

    def cursor(self, factory: Any = Cursor) -> Any:
        """Make a cursor."""
        return super().cursor(factory)

    def execute(self, *args: Any) -> Any:
        """Run a statement."""
        return self.cursor().execute(*args)

    def executemany(self, *args: Any) -> Any:
        """Run a statement for each of some rows."""
        return self.cursor().executemany(*args)

    def executescript(self, *args: Any) -> Any:
        """Run several statements."""
        return self.cursor().executescript(*args)


def watch(judge: Judge) -> None:
    """Have every statement that changes a database judged: ``judge(statement)`` may raise."""
    original = sqlite3.connect

    def connect(*args: Any, **options: Any) -> Any:
        if len(args) < 6:  # the sixth argument is the class of the connection
            options.setdefault("factory", Connection)
        return original(*args, **options)

    Connection._judges = (judge,)  # noqa: SLF001 - closed to whoever is lent a connection
    for module in (sqlite3, sqlite3.dbapi2):
        vars(module).update(connect=connect, Connection=Connection, Cursor=Cursor)
