"""What a judge is asked about of the statements that a database is given."""

from __future__ import annotations

import sqlite3
import warnings

import pytest

from grader.split import statements


@pytest.fixture
def asked():
    return []


@pytest.fixture
def connection(asked):
    def judge(statement):
        asked.append(statement)
        if "secret" in statement:
            raise ValueError(statement)

    kind = type("Judged", (statements.Connection,), {"_judges": (judge,)})
    made = kind(":memory:")
    made.executescript("CREATE TABLE s (name TEXT, age INT); INSERT INTO s VALUES ('a', 3);")
    asked.clear()
    yield made
    made.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT replace(name, 'a', 'b') FROM s -- DELETE FROM s",
        "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 3) SELECT * FROM n",
        "SELECT row_number() OVER (ORDER BY age), (SELECT count(*) FROM s) FROM s",
        "SELECT value FROM json_each('[1]')",
        "SELECT name FROM pragma_table_info('s')",
        "PRAGMA Table_Info(s)",
    ],
)
def test_what_only_reads_is_not_asked_about(connection, asked, statement):
    assert connection.execute(statement).fetchall()
    assert asked == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM s",
        "WITH n AS (SELECT 1) INSERT INTO s SELECT 'b', 1 FROM n RETURNING name",
        "BEGIN",
        "CREATE TEMP TABLE t (a INT)",
        "PRAGMA query_only = 1",
        "ATTACH ':memory:' AS other",
    ],
)
def test_what_changes_something_is_asked_about(connection, asked, statement):
    connection.execute(statement).fetchall()
    assert set(asked) == {statement}


def test_what_the_judge_refuses_is_not_done(connection):
    for refused in (
        lambda: connection.execute("DELETE FROM s WHERE name != 'secret'"),
        lambda: connection.cursor().executemany("UPDATE s SET name = 'secret' || ?", [("a",)]),
        lambda: connection.executescript("DROP TABLE s; -- secret"),
    ):
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            refused()
    assert connection.execute("SELECT * FROM s").fetchall() == [("a", 3)]


def test_an_authorizer_of_the_tests_own_is_asked_as_well(connection, asked):
    connection.set_authorizer(lambda action, *_: int(action == sqlite3.SQLITE_UPDATE))
    with pytest.raises(sqlite3.DatabaseError):
        connection.execute("UPDATE s SET age = 4")
    connection.set_authorizer(None)
    connection.execute("UPDATE s SET age = 5")
    assert set(asked) == {"UPDATE s SET age = 4", "UPDATE s SET age = 5"}


def test_what_is_run_by_a_function_of_the_statement_is_judged_by_itself(connection, asked):
    connection.create_function("f", 0, lambda: connection.execute("DELETE FROM s") and 1)
    assert connection.execute("SELECT f()").fetchone() == (1,)
    assert set(asked) == {"DELETE FROM s"}


def test_every_connection_that_is_made_is_watched(monkeypatch, asked):
    for module in (sqlite3, sqlite3.dbapi2):
        for name in ("connect", "Connection", "Cursor"):
            monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setattr(statements.Connection, "_judges", ())
    statements.watch(asked.append)
    own = type("Own", (sqlite3.Connection,), {})
    # So old code calls it; from Python 3.13 on it is told to use names.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        by_place = sqlite3.connect(":memory:", 5.0, 0, "", 1, own)
    for made in (
        sqlite3.connect(":memory:"),
        sqlite3.dbapi2.connect(":memory:", timeout=5.0, factory=own),
        by_place,
        sqlite3.Connection(":memory:"),
    ):
        asked.clear()
        made.execute("CREATE TABLE t (a INT)")
        assert set(asked) == {"CREATE TABLE t (a INT)"}
        assert isinstance(made, sqlite3.Connection)
        made.close()
