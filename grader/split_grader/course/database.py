"""Describe addresses and errors of the gradebook's database, without passwords."""

import re
import sqlite3
from pathlib import Path

from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from split_grader.base.errors import GraderError

_EXAMPLES = "sqlite:////srv/course/gradebook.db or postgresql://me@host/gradebook"
_DISK_FULL_SQLITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_DISK_FULL_POSTGRES = "53100"


def parse_url(text: str) -> URL:
    """Parse a database's address.

    Raises
    ------
    GraderError
        If it's invalid. The message doesn't repeat it, because it may contain a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # The driver's own message would show the address.
        raise GraderError(
            f"The gradebook's address (--db, or db_url in the configuration) can't be read; "
            f"expected one like {_EXAMPLES}."
        ) from None
    if "@" in (url.host or ""):
        raise GraderError(
            "The gradebook's address has more than one @. In a password, write @ as %40, : as %3A, "
            "/ as %2F and % as %25, or keep the password in ~/.pgpass."
        )
    return url


def with_driver(text: str) -> str:
    """Add a driver to an address where SQLAlchemy's default varies by version.

    Raises
    ------
    GraderError
        If the address is invalid.

    Examples
    --------
    >>> with_driver("postgresql://me@host/gradebook")
    'postgresql+psycopg2://me@host/gradebook'
    """
    url = parse_url(text)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg2")
        return url.render_as_string(hide_password=False)
    return text


def enter_version(url: URL) -> None:
    """Enter nbgrader's version in an empty database.

    nbgrader does so itself, but starts another program to learn the version: most of a second. And
    if it is stopped before, the database never has a version.
    """
    engine = create_engine(url)
    try:
        if inspect(engine).get_table_names():
            return
        from alembic.migration import MigrationContext  # noqa: PLC0415 - slow, and rarely needed
        from alembic.script import ScriptDirectory  # noqa: PLC0415

        with engine.begin() as connection:
            MigrationContext.configure(connection).stamp(ScriptDirectory(ALEMBIC_DIR), "head")
    finally:
        engine.dispose()


def shown_name(url: URL, root: Path) -> str:
    """Return a database's name or relative path, without user and password."""
    if url.get_backend_name() == "sqlite":
        path = Path(url.database or ":memory:")
        return str(path.relative_to(root) if path.is_relative_to(root) else path)
    host = url.host or url.normalized_query.get("host", ("",))[0]
    port = f":{url.port}" if url.port else ""
    return f"{url.get_backend_name()}://{host}{port}/{url.database or ''}"


def cannot_open(url: URL, error: Exception) -> GraderError:
    """Return the error to raise for a database that can't be opened."""
    address = url.render_as_string(hide_password=True)
    if isinstance(error, ImportError):
        what = "the grader's environment has no driver for it. For PostgreSQL install the "
        return GraderError(
            f"The gradebook {address} cannot be opened: {what}extra `postgres` by "
            "`pip install 'split-grader[postgres]'`, or `pip install psycopg2-binary`."
        )
    return GraderError(
        f"The gradebook {address} cannot be opened ({told_by_database(error)}). Check the address "
        "(--db, or db_url in the configuration), that the server runs, and that you may write."
    )


def told_by_database(error: Exception) -> str:
    """Return the driver's error in one line, without data or address."""
    if isinstance(error, DBAPIError) and str(error.orig).strip():
        return " ".join(str(error.orig).split("\n", 1)[0].split()).rstrip(".")
    return type(error).__name__


def told_state(error: DBAPIError, name: str) -> str:
    """Explain an outdated or read-only gradebook; empty for other errors.

    Parameters
    ----------
    name
        The gradebook's name, without a password.
    """
    cause = told_by_database(error)
    if re.search(r"no such (column|table)|(column|relation) \S+ does not exist", cause):
        return (
            f"The gradebook{name} is from another version of nbgrader ({cause}). Keep a copy of "
            "it, then run `nbgrader db upgrade` in the course's folder."
        )
    if "readonly database" in cause or "unable to open database" in cause:
        return (
            f"The gradebook{name} cannot be written ({cause}). Give yourself the right to write "
            "the file and its folder, or choose another gradebook with --db."
        )
    return ""


def disk_is_full(error: DBAPIError) -> bool:
    """Return whether the database's disk is full."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _DISK_FULL_SQLITE
    return getattr(cause, "pgcode", None) == _DISK_FULL_POSTGRES
