import numpy as np
import pandas as pd
import pytest
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from course.simulate.prioritization import ranks, rice, weighted_score, wsjf
from course.simulate.prioritization.scoring import normalise

# Three alternatives, then a fourth that nobody wants: they swap the first two (fact pack, 8.6).
THREE = pd.DataFrame({"value": [9, 6, 3], "ease": [5, 7, 2]}, index=["A", "B", "C"])
FOUR = pd.concat([THREE, pd.DataFrame({"value": [30], "ease": [1]}, index=["D"])])
EQUAL = {"value": 1, "ease": 1}


def test_min_max_scores_agree_with_a_hand_computed_case():
    assert weighted_score(THREE, EQUAL).to_dict() == pytest.approx({"A": 0.8, "B": 0.75, "C": 0})
    four = weighted_score(FOUR, EQUAL)
    assert four.round(2).to_dict() == {"A": 0.44, "B": 0.56, "C": 0.08, "D": 0.5}


def test_fixed_ends_do_not_care_who_else_is_on_the_list():
    ends = {"value": (0, 10), "ease": (0, 10)}
    three = weighted_score(THREE, EQUAL, "anchored", anchors=ends)
    four = weighted_score(FOUR, EQUAL, "anchored", anchors=ends)
    assert four[["A", "B", "C"]].equals(three)
    assert three["A"] == pytest.approx(0.7)
    assert four["D"] == pytest.approx(0.55)  # 30 counts as 10


def test_scales_agree_with_scikit_learn():
    frame = pd.DataFrame(np.random.default_rng(3).normal(size=(20, 3)), columns=list("abc"))
    assert normalise(frame).to_numpy() == pytest.approx(MinMaxScaler().fit_transform(frame))
    assert normalise(frame, "z_score").to_numpy() == pytest.approx(
        StandardScaler().fit_transform(frame)
    )


def test_ranks_as_a_scale_go_from_0_to_1_and_ties_share():
    frame = pd.DataFrame({"a": [10, 30, 20, 20, 1000]})
    assert normalise(frame, "rank")["a"].tolist() == [0, 0.75, 0.375, 0.375, 1]


@pytest.mark.parametrize("method", ["min_max", "z_score", "rank"])
def test_less_can_be_better_and_all_equal_says_nothing(method):
    frame = pd.DataFrame({"cost": [1, 2, 3], "same": [5, 5, 5]})
    scaled = normalise(frame, method, lower_is_better=["cost"])
    assert scaled["cost"].is_monotonic_decreasing
    assert (scaled["same"] == 0).all()


def test_a_falling_anchor_says_that_less_is_better():
    frame = pd.DataFrame({"cost": [0, 250, 1000]})
    assert normalise(frame, "anchored", anchors={"cost": (1000, 0)})["cost"].tolist() == [
        1,
        0.75,
        0,
    ]


def test_weights_count_by_their_share_and_other_columns_do_not_count():
    frame = THREE.assign(note=[0, 0, 100])
    assert weighted_score(frame, {"value": 3, "ease": 1}).equals(
        weighted_score(THREE, {"value": 0.75, "ease": 0.25})
    )


@pytest.mark.parametrize("weights", [{}, {"value": 0}, {"value": -1, "ease": 2}, {"price": 1}])
def test_weights_that_mean_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="expected zero or more, not all zero"):
        weighted_score(THREE, weights)


def test_a_method_or_an_anchor_that_is_missing_is_named():
    with pytest.raises(ValueError, match="method is 'max'; expected one of min_max"):
        normalise(THREE, "max")
    with pytest.raises(ValueError, match="no ends for 'ease'"):
        normalise(THREE, "anchored", anchors={"value": (0, 10)})
    with pytest.raises(ValueError, match="are both 4; give two ends"):
        normalise(THREE[["ease"]], "anchored", anchors={"ease": (4, 4)})


def test_rice_and_wsjf_agree_with_a_hand_computed_case():
    pilot = pd.DataFrame(
        {"reach": [500], "impact": [2], "confidence": [0.8], "effort": [4]}
        | {"business_value": [8], "time_criticality": [5], "risk_reduction": [3], "job_size": [2]}
    )
    assert rice(pilot).tolist() == [200]
    assert wsjf(pilot).tolist() == [8]


def test_equal_scores_share_the_better_rank():
    assert ranks(pd.Series([0.2, 0.9, 0.9, 0.1])).tolist() == [3, 1, 1, 4]
