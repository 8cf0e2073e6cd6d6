import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulate.prioritization.option import pilot_value

shares = st.floats(0, 1)
amounts = st.floats(0, 1e4)


def test_a_hand_computed_case():
    # 50:50, gain 4 or lose 6: leave it. A pilot that is right 9 in 10 and 8 in 10 times:
    # go 0.45 good + 0.10 bad: 1.8 - 0.6 = 1.2; stop: 0.2 - 2.4 < 0.
    value = pilot_value(0.5, 4, 6, detection=0.9, false_alarm=0.2)
    assert (value.now, value.informed, value.worth) == pytest.approx((0, 1.2, 1.2))
    assert value.go == pytest.approx(0.55)
    assert value.good_after_go == pytest.approx(0.45 / 0.55)
    assert value.good_after_stop == pytest.approx(0.05 / 0.45)


def test_perfect_information_saves_every_loss():
    assert pilot_value(0.6, 10, 5, detection=1, false_alarm=0).informed == pytest.approx(6)


@given(shares, amounts, amounts, shares)
def test_a_pilot_that_says_nothing_is_worth_nothing(chance, gain, loss, go):
    assert pilot_value(chance, gain, loss, go, go).worth == pytest.approx(0, abs=1e-6)


@given(shares, amounts, amounts, shares, shares)
def test_information_never_hurts_and_never_beats_certainty(chance, gain, loss, detection, alarm):
    value = pilot_value(chance, gain, loss, detection, alarm)
    certain = pilot_value(chance, gain, loss, 1, 0)
    assert 0 <= value.worth <= certain.worth + 1e-6


def test_it_agrees_with_a_simulation():
    rng = np.random.default_rng(8)
    good = rng.random(200_000) < 0.4
    go = rng.random(good.size) < np.where(good, 0.85, 0.25)
    outcome = np.where(good, 5, -3)
    value = pilot_value(0.4, 5, 3, 0.85, 0.25)
    assert np.where(go, outcome, 0).mean() == pytest.approx(value.informed, abs=0.02)
    assert good[go].mean() == pytest.approx(value.good_after_go, abs=0.01)


def test_a_result_that_never_comes_changes_no_belief():
    assert pilot_value(0.3, 1, 1, detection=1, false_alarm=1).good_after_stop == 0.3
