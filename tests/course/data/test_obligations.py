"""Obligations: every row has a source, dates make sense, and what moved is said to have moved."""

import re

import pytest

from course import data
from course.data import obligations


@pytest.fixture(scope="module")
def rows():
    return obligations.load()


def in_force(rows, use, places, day):
    mine = rows[rows["use"].isin([use, "any"]) & rows["place"].isin(places)]
    return set(mine[~(mine["from"] > day) & ~(mine["until"] < day)]["obligation_id"])


def test_every_row_says_where_it_was_read(rows):
    assert rows["obligation_id"].is_unique
    for column in ("use", "place", "kind", "duty", "source", "fact", "flag"):
        assert (rows[column].str.strip().str.len() > 1).all(), column
    assert rows["fact"].str.fullmatch(r"11\.\d+(; 11\.\d+)*").all()
    assert set(rows["flag"]) == {"primary", "secondary", "recalled"}
    assert set(rows["kind"]) == {"law", "ruling", "guidance"}


def test_words_come_from_the_lists_of_the_card(rows):
    card = data.card("obligations")
    for column in ("use", "place", "kind", "changed", "flag"):
        word_list = re.search(rf"\| `{column}` \| ([^|]+) \|", card)[1]
        assert set(rows[column]) - {""} <= {word.strip() for word in word_list.split(",")}, column


def test_dates_are_days_that_make_sense(rows):
    first_days = rows["from"].dropna()
    assert first_days.between("2011-01-01", "2028-12-31").all()
    both = rows.dropna(subset=["from", "until"])
    assert (both["from"] < both["until"]).all()
    # A row without a first day says why, and one that has ended says what happened.
    assert (rows.loc[rows["from"].isna(), "note"] != "").all()
    assert (rows.loc[rows["until"].notna(), "changed"] != "").all()
    assert (rows["until"].dropna() < "2027-01-01").all()


@pytest.mark.parametrize(
    ("use", "places", "day", "expected"),
    [
        ("hiring", ["EU"], "2026-11-24", {"O01", "O02", "O10", "O11"}),
        ("hiring", ["EU"], "2027-12-02", {"O01", "O02", "O07", "O10", "O11"}),
        ("hiring", ["US", "New York City"], "2026-11-24", {"O12", "O13"}),
        ("hiring", ["US", "New York City"], "2023-07-04", {"O13"}),
        ("credit", ["US"], "2026-04-16", {"O14", "O16", "O17"}),
        ("credit", ["US"], "2026-04-17", {"O15", "O16", "O17"}),
        ("credit", ["US"], "2026-07-21", {"O15", "O16"}),
        ("hiring", ["Colorado"], "2026-12-31", {"O18"}),
        ("hiring", ["Colorado"], "2027-01-01", {"O20"}),
        ("product", ["EU"], "2028-08-01", {"O01", "O02", "O10", "O11"}),
        ("generative", ["China"], "2024-01-01", {"O22"}),
    ],
)
def test_what_applies_on_a_day(rows, use, places, day, expected):
    assert in_force(rows, use, places, day) == expected


def test_the_number_of_duties_falls_as_well_as_rises(rows):
    months = [f"2026-{month:02d}-25" for month in range(1, 13)]
    counts = [len(in_force(rows, "credit", ["US"], day)) for day in months]
    assert counts[6] < counts[5]


def test_what_was_not_read_is_marked(rows):
    for number in ("11.11",):
        open_rows = rows[rows["fact"].str.contains(number, regex=False)]
        assert open_rows["note"].str.contains("Official Journal|EUR-Lex|omnibus").all()
    assert rows.set_index("obligation_id").loc["O11", "flag"] == "recalled"


def test_the_card_counts_the_rows_and_carries_its_date():
    card = data.card("obligations", planted_truths=True)
    assert "As of 24 November 2026. It is not legal advice" in card
    assert obligations.AS_OF == "2026-11-24"
    assert "23 rows" in card
    assert len(obligations.load()) == 23
