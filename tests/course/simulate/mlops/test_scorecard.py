"""A scorecard on NumPy, and what the lesson shows with it."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from course import load
from course.data.credit import COEFFICIENTS
from course.simulate.mlops import Scorecard, fingerprint, measure, train

SEEDS = (58, *range(5))


@pytest.fixture(scope="module")
def stories():
    return {seed: load("credit", seed=seed) for seed in SEEDS}


def months(rows, first, last):
    return rows[rows["month"].between(first, last)]


def repaired(rows):
    is_broken = (rows["channel"] == "broker") & (rows["month"] >= 21)
    return rows.assign(income=np.where(is_broken, rows["income"] / 12, rows["income"]))


def yearly(rows):
    return repaired(rows).assign(income=lambda table: table["income"] * 12)


def test_it_agrees_with_scikit_learn(stories):
    rows = months(stories[58], 1, 9)
    ours = train(rows).predict(rows)
    dummies = pd.get_dummies(rows[["channel", "region", "purpose"]])
    values = StandardScaler().fit_transform(np.hstack([rows[list(COEFFICIENTS)], dummies]))
    theirs = LogisticRegression(C=1e6, max_iter=1_000).fit(values, rows["defaulted"])
    assert ours == pytest.approx(theirs.predict_proba(values)[:, 1], abs=1e-3)


def test_it_finds_the_weights_that_made_the_reference_year():
    many = train(load("credit", per_month=20_000, months=12))
    for name, weight in COEFFICIENTS.items():
        assert many.weights[name] == pytest.approx(weight, rel=0.1)


def test_weights_that_went_through_json_decide_alike(stories):
    rows = months(stories[58], 1, 9)
    card = train(rows)
    again = Scorecard(json.loads(json.dumps(dict(card.weights))))
    assert (again.predict(rows) == card.predict(rows)).all()


def test_discovery_a_retrained_version_beats_the_first_after_the_drift(stories):
    for rows in stories.values():
        test = months(rows, 20, 20)
        first, second = (train(months(rows, *span)) for span in ((1, 9), (17, 19)))
        assert measure(second, test)["accuracy"] > measure(first, test)["accuracy"] + 0.07


def test_discovery_versions_that_are_live_misread_brokers_and_inputs_alone_show_it(stories):
    for seed, rows in stories.items():
        new_rows = months(load("credit", seed=seed, as_of=21), 20, 21)
        assert new_rows["defaulted"].isna().all()
        middle = new_rows.groupby(["month", "channel"])["income"].median()
        assert middle[20].between(1_500, 4_500).all()
        assert not middle[21].between(1_500, 4_500)["broker"]
        test = months(rows, 21, 21)
        for card in (train(months(rows, *span)) for span in ((1, 9), (17, 19))):
            is_refused = card.predict(test[test["channel"] == "broker"]) >= 0.5
            assert is_refused.sum() <= 1
            figures = measure(card, test)
            assert figures["worst_group"] < figures["accuracy"] - 0.06


def test_discovery_the_first_version_loses_silently(stories):
    for rows in stories.values():
        first = train(months(rows, 1, 9))
        early, late = (measure(first, months(rows, *span)) for span in ((10, 12), (20, 20)))
        assert early["accuracy"] - late["accuracy"] > 0.04


def test_the_gate_of_the_lesson_allows_less_than_luck_moves(stories):
    for rows in stories.values():
        test = months(rows, 20, 20)
        cards = [train(months(rows, *span)) for span in ((1, 9), (17, 19))]
        right = [(card.predict(test) >= 0.5) == (test["defaulted"] == 1) for card in cards]
        lead = right[1].astype(int) - right[0].astype(int)
        assert 0.01 < lead.sem() < 0.016


def test_discovery_a_gate_on_figures_alone_lets_the_broken_feed_out(stories):
    for rows in stories.values():
        second, third = (train(months(rows, *span)) for span in ((17, 19), (21, 23)))
        feed = months(rows, 24, 24)
        assert measure(third, feed)["accuracy"] > measure(second, feed)["accuracy"] + 0.02
        right = repaired(feed)
        assert measure(second, right)["accuracy"] > measure(third, right)["accuracy"] + 0.005
        assert measure(second, right)["worst_group"] > measure(third, right)["worst_group"] + 0.03


def test_discovery_a_version_that_reads_other_inputs_fails_without_a_word(stories):
    for rows in stories.values():
        second = train(months(rows, 17, 19))
        silent = measure(second, yearly(months(rows, 24, 24)))
        assert silent["accuracy"] < 0.72
        assert silent["found"] < 0.03


def test_a_fingerprint_stands_for_these_very_rows(stories):
    rows = months(stories[58], 17, 19)
    assert fingerprint(rows) == fingerprint(rows.copy())
    assert len(fingerprint(rows)) == 7
    changed_rows = rows.assign(income=rows["income"].where(rows.index != rows.index[5], 1))
    others = [changed_rows, rows.iloc[1:], rows.iloc[::-1]]
    assert fingerprint(rows) not in {fingerprint(other) for other in others}


def test_what_cannot_be_learned_from_is_refused_in_words():
    rows = load("credit", per_month=20, as_of=14)
    with pytest.raises(ValueError, match="expected applications with a known outcome"):
        train(rows)
    with pytest.raises(ValueError, match="got 0 rows"):
        train(rows.iloc[:0])
