"""A registry in SQLite: versions, approvals, aliases that move, and what is on record of it."""

import sqlite3

import pytest

from course.simulate.mlops import Candidate, Registry


@pytest.fixture
def registry():
    new_registry = Registry()
    yield new_registry
    new_registry.close()


def candidate(**changes):
    return Candidate(
        **{
            "author": "bo",
            "code": "c0de",
            "data": "da7a",
            "inputs": 1,
            "weights": {"intercept": -1.5},
            "metrics": {"accuracy": 0.9},
            **changes,
        }
    )


def release(registry, day, model="credit", **changes):
    version = registry.register(model, candidate(**changes))
    registry.approve(model, version, "dita")
    registry.promote(model, version, day=day, person="dita")
    return version


def test_versions_are_numbered_by_model_and_keep_their_lineage(registry):
    assert registry.register("credit", candidate()) == 1
    assert registry.register("credit", candidate(data="beef")) == 2
    assert registry.register("shelf", candidate()) == 1
    assert registry.version("credit", 2) == {
        "model": "credit",
        "version": 2,
        "author": "bo",
        "approved_by": None,
        "code": "c0de",
        "data": "beef",
        "inputs": 1,
        "weights": {"intercept": -1.5},
        "metrics": {"accuracy": 0.9},
    }


def test_an_author_does_not_approve_and_what_is_not_approved_does_not_go_live(registry):
    registry.register("credit", candidate())
    with pytest.raises(ValueError, match="bo made credit 1; expected the approval of a second"):
        registry.approve("credit", 1, "bo")
    with pytest.raises(ValueError, match="credit 1 is not approved"):
        registry.promote("credit", 1, day="2026-01-01", person="dita")
    assert registry.live("credit") is None


def test_an_approval_stays_as_it_was_given(registry):
    release(registry, "2026-01-01")
    with pytest.raises(ValueError, match="dita has approved credit 1; expected one approval"):
        registry.approve("credit", 1, "emil")
    assert registry.version("credit", 1)["approved_by"] == "dita"


@pytest.mark.parametrize("missing", ["code", "data"])
def test_a_version_without_lineage_is_refused(registry, missing):
    with pytest.raises(ValueError, match=f"{missing} is empty; expected what"):
        registry.register("credit", candidate(**{missing: ""}))
    assert registry.query("SELECT * FROM versions").empty


def test_the_log_says_what_was_live_when(registry):
    release(registry, "2025-01-13")
    release(registry, "2026-02-01")
    release(registry, "2026-02-01", model="shelf")
    assert registry.roll_back("credit", day="2026-02-05", person="emil") == 1
    days = ["2025-01-01", "2025-01-13", "2026-01-31", "2026-02-01", "2026-02-04", "2026-02-05"]
    assert [registry.live("credit", day) for day in days] == [None, 1, 1, 2, 2, 1]
    assert registry.live("credit") == 1
    assert registry.query("SELECT event FROM moves")["event"].tolist() == [
        *["promote"] * 3,
        "roll back",
    ]


def test_a_second_rollback_goes_further_back_and_not_forth(registry):
    for day in ("2026-01-01", "2026-02-01", "2026-03-01"):
        release(registry, day)
    assert registry.roll_back("credit", day="2026-03-02", person="emil") == 2
    release(registry, "2026-04-01")
    assert registry.roll_back("credit", day="2026-04-02", person="emil") == 2
    assert registry.roll_back("credit", day="2026-04-03", person="emil") == 1
    with pytest.raises(LookupError, match=r"has named \[1\]; expected an earlier version"):
        registry.roll_back("credit", day="2026-04-04", person="emil")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE moves SET day = '2020-01-01'",
        "DELETE FROM moves",
        "DROP TABLE moves",
        "INSERT INTO moves VALUES (9, 'credit', 'live', 1, '2020-01-01', 'bo', 'promote')",
        "PRAGMA writable_schema = ON",
        "COMMIT",
    ],
)
def test_a_question_changes_nothing_on_record(registry, sql):
    release(registry, "2026-01-01")
    before = registry.query("SELECT * FROM moves")
    with pytest.raises(ValueError, match="does more than read; expected a SELECT"):
        registry.query(sql)
    assert registry.query("SELECT * FROM moves").equals(before)
    release(registry, "2026-02-01")
    assert registry.live("credit") == 2


def test_a_question_may_join_count_and_be_wrong(registry):
    release(registry, "2026-01-01")
    count = "SELECT count(*) AS moves FROM moves JOIN versions USING (model, version)"
    assert registry.query(count)["moves"].tolist() == [1]
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        registry.query("SELECT * FROM models")


def test_nothing_goes_live_before_the_last_move(registry):
    release(registry, "2026-01-01")
    release(registry, "2026-02-01")
    error = "day is 2025-01-01, but live of credit moved on 2026-02-01; expected that day or later"
    with pytest.raises(ValueError, match=error):
        registry.promote("credit", 1, day="2025-01-01", person="dita")
    with pytest.raises(ValueError, match=error):
        registry.roll_back("credit", day="2025-01-01", person="emil")
    assert registry.roll_back("credit", day="2026-02-01", person="emil") == 1


def test_an_alias_of_another_name_moves_alone(registry):
    release(registry, "2026-01-01")
    two = registry.register("credit", candidate())
    registry.approve("credit", two, "dita")
    registry.promote("credit", two, day="2026-01-02", person="dita", alias="shadow")
    assert (registry.live("credit"), registry.live("credit", alias="shadow")) == (1, 2)


def test_what_is_not_there_is_refused_in_words(registry):
    with pytest.raises(LookupError, match="credit 3 is not in the registry"):
        registry.version("credit", 3)
    with pytest.raises(LookupError, match="has named nothing"):
        registry.roll_back("credit", day="2026-01-01", person="emil")


def test_it_keeps_everything_in_its_file(tmp_path):
    first = Registry(tmp_path / "registry.db")
    release(first, "2026-01-01")
    first.close()
    again = Registry(tmp_path / "registry.db")
    assert again.live("credit") == 1
    assert again.version("credit", 1)["weights"] == {"intercept": -1.5}
    again.close()
    with pytest.raises(sqlite3.ProgrammingError):
        again.live("credit")


def test_a_question_without_words_is_refused_in_words(registry):
    with pytest.raises(ValueError, match="asks for nothing; expected a SELECT"):
        registry.query("")
