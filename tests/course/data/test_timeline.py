"""Timeline: every claim has a date, a source and a status, and the statuses mean what they say."""

import re

import pytest

from course import data
from course.data import timeline


@pytest.fixture(scope="module")
def rows():
    return timeline.load()


def test_every_row_has_a_date_a_source_and_a_status(rows):
    assert rows["claim_id"].is_unique
    assert rows["date"].between("2016-01-01", timeline.AS_OF).all()
    assert rows["status"].isin(timeline.STATUSES).all()
    for column in ("claim", "counts", "speaker", "source", "fact", "flag"):
        assert (rows[column].str.strip().str.len() > 2).all(), column
    assert rows["fact"].str.fullmatch(r"14\.\d+(; 14\.\d+)*").all()


def test_a_date_is_the_first_day_of_what_its_precision_names(rows):
    assert (rows["date"].dt.day == 1).all()
    years = rows["precision"] == "year"
    assert (rows.loc[years, "date"].dt.month == 1).all()
    assert set(rows["precision"]) == {"month", "year"}


def test_words_come_from_the_lists_of_the_card(rows):
    card = data.card("timeline")
    for column in ("precision", "topic", "status", "flag"):
        word_list = re.search(rf"\| `{column}` \| ([^|]+) \|", card)[1]
        assert set(rows[column]) <= {word.strip() for word in word_list.split(",")}, column


def test_no_claim_is_audited_and_the_contradicted_ones_are_not_the_firms(rows):
    assert "audited" not in set(rows["status"])
    contradicted_rows = rows[rows["status"] == "contradicted"]
    assert set(contradicted_rows["speaker"]) == {"web pages", "headlines"}
    assert (contradicted_rows["note"].str.len() > 20).all()


def test_a_figure_has_a_unit_and_a_unit_a_figure(rows):
    assert ((rows["unit"] == "") == rows["value"].isna()).all()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("C01", ("2017-02-01", 360_000, "work before the software", "press")),
        ("C10", ("2023-06-01", 300, "in production", "company")),
        ("C16", ("2024-04-01", 400, "in production", "company")),
        ("C20", ("2025-05-01", 450, "proofs of concept", "press")),
        ("C11", ("2023-06-01", 1.5, "value expected", "company")),
        ("C22", ("2025-10-01", 2.0, "benefit estimated", "company")),
        ("C25", ("2026-01-01", 19.8, "technology budget", "press")),
    ],
)
def test_the_figures_that_are_quoted_most(rows, number, expected):
    row = rows.set_index("claim_id").loc[number]
    assert (str(row["date"].date()), row["value"], row["counts"], row["status"]) == expected


def test_the_card_counts_the_rows_and_carries_its_date(rows):
    card = data.card("timeline", planted_truths=True)
    assert "As of 24 November 2026" in card
    assert f"{len(rows)} rows" in card
