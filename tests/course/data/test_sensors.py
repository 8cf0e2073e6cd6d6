"""Machine-weeks: rare failures, a score that orders, costs by line."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from course.data import sensors


@pytest.fixture(scope="module")
def long():
    """Enough weeks to tell rates apart."""
    return sensors.load(weeks=1500)


def test_a_year_has_one_row_for_each_machine_and_week():
    windows = sensors.load()
    assert len(windows) == 52 * 120
    assert not windows.duplicated(["week", "machine"]).any()
    assert windows.groupby("machine")["line"].nunique().eq(1).all()
    assert not windows.isna().any(axis=None)


def test_failures_are_as_rare_as_the_truth_says(long):
    rate = long.groupby("line")["failed"].agg(["mean", "size"])
    true_rate = sensors.truth().set_index("line")["failures_per_1000"] / 1000
    error = np.sqrt(true_rate * (1 - true_rate) / rate["size"])
    assert ((rate["mean"] - true_rate).abs() < 4 * error).all()


def test_the_score_orders_alike_well_on_every_line(long):
    areas = [roc_auc_score(part["failed"], part["score"]) for _, part in long.groupby("line")]
    assert min(areas) > 0.87
    assert max(areas) - min(areas) < 0.05


def test_the_score_is_no_probability(long):
    conveyors = long[long["line"] == "conveyors"]
    assert conveyors["score"].mean() > 20 * conveyors["failed"].mean()


def test_share_real_of_the_truth_agrees_with_the_published_table():
    # Sensitivity and specificity 85%; 5, 10, 20 and 50 failures per 1,000: 3%, 5%, 10%, 23% real.
    shares = sensors.truth().set_index("failures_per_1000")["share_real"]
    assert [round(100 * shares[rate]) for rate in (5, 10, 20, 50)] == [3, 5, 10, 23]


def test_fewer_weeks_are_the_beginning_of_more():
    pd.testing.assert_frame_equal(sensors.load(weeks=3), sensors.load(weeks=5).head(360))


def test_a_seed_and_a_variant_together_choose_the_rows():
    assert sensors.load(weeks=2, variant="ada", seed=12)["score"].equals(
        sensors.load(weeks=2)["score"]
    )


@pytest.mark.parametrize("variant", [None, *(f"learner-{number}" for number in range(12))])
def test_every_learner_meets_rare_failures_that_cost_more_than_checks(variant):
    lines = sensors.load("lines", variant=variant)
    assert (lines["failure_cost"] > 5 * lines["check_cost"]).all()
    assert sensors.truth(variant)["share_real"].max() < 0.35


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"weeks": 0}, ValueError, "weeks is 0; expected a whole number, at least 1"),
        ({"weeks": 2.5}, TypeError, "weeks is 2.5; expected a whole number"),
        ({"weeks": True}, TypeError, "weeks is True; expected a whole number"),
        ({"seed": -1}, ValueError, "seed is -1; expected a whole number, at least 0"),
    ],
)
def test_bad_input_says_what_was_expected(options, error, message):
    with pytest.raises(error, match=message):
        sensors.load(**options)
