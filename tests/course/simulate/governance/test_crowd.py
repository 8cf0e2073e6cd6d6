"""A crowd of applicants: its counts agree with the rates, and its people keep their luck."""

import pytest

from course.simulate.governance.crowd import draw_crowd
from course.simulate.governance.thresholds import rates


@pytest.mark.parametrize("base", [0.3, 0.4, 0.5, 0.6])
@pytest.mark.parametrize("auc", [0.7, 0.8, 0.95])
def test_a_hundred_people_agree_with_the_rates(base, auc):
    crowd = draw_crowd(base, auc, 100)
    assert crowd["good"].sum() == round(100 * base)
    for cut in (0.3, 0.5, 0.7):
        expected = rates(base, cut, auc)
        is_hired = crowd["score"] > cut
        assert is_hired.sum() == pytest.approx(100 * expected.hired, abs=2.6)
        assert (is_hired & crowd["good"]).sum() == pytest.approx(
            100 * base * expected.true_positive, abs=2
        )


def test_the_score_is_a_true_chance_of_being_good():
    crowd = draw_crowd(0.4, 0.8, 1_000)
    for low in (0.2, 0.4, 0.6):
        near = crowd[crowd["score"].between(low, low + 0.2)]
        assert near["good"].mean() == pytest.approx(near["score"].mean(), abs=0.03)


def test_the_same_evidence_gives_a_lower_chance_where_fewer_are_good():
    many, few = draw_crowd(0.6), draw_crowd(0.4)
    alike = many["good"] == few["good"]
    odds = [crowd["score"] / (1 - crowd["score"]) for crowd in (many, few)]
    assert (odds[0] / odds[1])[alike].to_numpy() == pytest.approx(2.25)
