import numpy as np
import pandas as pd
import pytest
from scipy import stats

from course.simulate.prioritization import weighted_score
from course.simulate.prioritization.ranking import (
    draw_estimates,
    draw_weights,
    rank_stability,
    score_draws,
)

LOW, LIKELY, HIGH = (pd.Series(amounts, index=["A", "B"]) for amounts in ([0, 5], [1, 5], [5, 5]))


def test_draws_follow_the_triangular_distribution():
    estimates = draw_estimates(LOW, LIKELY, HIGH, draws=20_000, seed=1)
    assert estimates.shape == (20_000, 2)
    assert estimates["A"].mean() == pytest.approx(2, abs=0.03)
    assert stats.kstest(estimates["A"], stats.triang(0.2, 0, 5).cdf).pvalue > 0.01
    assert (estimates["B"] == 5).all()  # an amount without doubt


def test_draws_are_independent_and_seeded():
    wide = [pd.Series([value, value]) for value in (0, 1, 4)]
    estimates = draw_estimates(*wide, draws=5_000, seed=2)
    assert abs(estimates.corr().iloc[0, 1]) < 0.05
    assert estimates.equals(draw_estimates(*wide, draws=5_000, seed=2))
    assert not estimates.equals(draw_estimates(*wide, draws=5_000, seed=3))


def test_an_estimate_out_of_order_is_refused():
    with pytest.raises(ValueError, match="low <= likely <= high"):
        draw_estimates(HIGH, LIKELY, LOW)


def test_drawn_weights_add_up_and_spread_as_documented():
    weights = draw_weights({"value": 3, "ease": 7}, draws=20_000, concentration=20, seed=4)
    assert weights.sum(axis=1).to_numpy() == pytest.approx(1)
    assert weights["value"].mean() == pytest.approx(0.3, abs=0.005)
    assert weights["value"].std() == pytest.approx(np.sqrt(0.3 * 0.7 / 21), rel=0.03)


def test_stability_agrees_with_a_case_counted_by_hand():
    scores = pd.DataFrame({"A": [3, 3, 3, 1], "B": [2, 2, 2, 3], "C": [1, 1, 1, 2]})
    stability = rank_stability(scores, top=1)
    assert stability["top_share"].to_dict() == {"A": 0.75, "B": 0.25, "C": 0}
    assert stability["median"].to_dict() == {"A": 1, "B": 2, "C": 3}
    assert stability.loc["A", "worst"] > 1  # in one draw of four it is last


def test_a_certain_ranking_has_no_band():
    stability = rank_stability(pd.DataFrame({"A": [2.0] * 9, "B": [1.0] * 9}))
    assert (stability["best"] == stability["worst"]).all()


def test_many_draws_are_scored_as_one_is():
    rng = np.random.default_rng(6)
    criteria = pd.DataFrame(rng.random((6, 3)), columns=["value", "ease", "months"])
    values = pd.DataFrame(rng.random((4, 6)))
    weights = draw_weights({"value": 2, "ease": 1, "months": 1}, draws=4)
    scores = score_draws(criteria, weights, {"value": values}, lower_is_better=["months"])
    for draw in range(4):
        one = criteria.assign(value=values.loc[draw])
        expected = weighted_score(one, weights.loc[draw].to_dict(), lower_is_better=["months"])
        assert scores.loc[draw].to_numpy() == pytest.approx(expected.to_numpy())


def test_fixed_ends_do_not_care_who_else_is_on_the_list():
    three = pd.DataFrame({"value": [9, 6, 3], "months": [5, 3, 8]}, index=list("ABC"))
    four = pd.concat([three, pd.DataFrame({"value": [30], "months": [9]}, index=["D"])])
    weights = pd.DataFrame({"value": [0.5], "months": [0.5]})
    ends = {"value": (0, 10), "months": (10, 0)}
    one, other = (score_draws(rows, weights, {}, anchors=ends) for rows in (three, four))
    assert other[list("ABC")].equals(one)
    assert one.loc[0].to_list() == pytest.approx([0.7, 0.65, 0.25])
    assert other.loc[0, "D"] == pytest.approx(0.55)  # 30 counts as 10
