import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import MinMaxScaler

from course.simulate.prioritization import ranks, rice, weighted_score, wsjf
from course.simulate.prioritization.scoring import ends_of, scale

# Three alternatives, then a fourth that nobody wants: they swap the first two (fact pack, 8.6).
THREE = pd.DataFrame({"value": [9, 6, 3], "ease": [5, 7, 2]}, index=["A", "B", "C"])
FOUR = pd.concat([THREE, pd.DataFrame({"value": [30], "ease": [1]}, index=["D"])])
EQUAL = {"value": 1, "ease": 1}


def test_min_max_scores_agree_with_a_hand_computed_case():
    assert weighted_score(THREE, EQUAL).to_dict() == pytest.approx({"A": 0.8, "B": 0.75, "C": 0})
    four = weighted_score(FOUR, EQUAL)
    assert four.round(2).to_dict() == {"A": 0.44, "B": 0.56, "C": 0.08, "D": 0.5}


def test_scales_agree_with_scikit_learn():
    values = np.random.default_rng(3).normal(size=(20, 3))
    assert scale(values) == pytest.approx(MinMaxScaler().fit_transform(values))


def test_less_can_be_better_and_all_equal_says_nothing():
    frame = pd.DataFrame({"cost": [1, 2, 3], "same": [5, 5, 5]})
    score = weighted_score(frame, {"cost": 1, "same": 1}, lower_is_better=["cost"])
    assert score.tolist() == [0.5, 0.25, 0]


def test_weights_count_by_their_share_and_other_columns_do_not_count():
    frame = THREE.assign(note=[0, 0, 100])
    assert weighted_score(frame, {"value": 3, "ease": 1}).equals(
        weighted_score(THREE, {"value": 0.75, "ease": 0.25})
    )


@pytest.mark.parametrize("weights", [{}, {"value": 0}, {"value": -1, "ease": 2}, {"price": 1}])
def test_weights_that_mean_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="expected zero or more, not all zero"):
        weighted_score(THREE, weights)


def test_an_anchor_that_is_missing_is_named():
    with pytest.raises(ValueError, match="no ends for 'ease'"):
        ends_of(THREE, {"value": (0, 10)})
    with pytest.raises(ValueError, match="are both 4; give two ends"):
        ends_of(["ease"], {"ease": (4, 4)})


def test_rice_and_wsjf_agree_with_a_hand_computed_case():
    pilot = pd.DataFrame(
        {"reach": [500], "impact": [2], "confidence": [0.8], "effort": [4]}
        | {"business_value": [8], "time_criticality": [5], "risk_reduction": [3], "job_size": [2]}
    )
    assert rice(pilot).tolist() == [200]
    assert wsjf(pilot).tolist() == [8]


def test_equal_scores_share_the_better_rank():
    assert ranks(pd.Series([0.2, 0.9, 0.9, 0.1])).tolist() == [3, 1, 1, 4]
