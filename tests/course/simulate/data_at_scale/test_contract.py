"""A rule and its threshold: caught, missed, wrongly held back."""

import pytest

from course.simulate.data_at_scale import simulate_contract
from course.simulate.data_at_scale.contract import MISS_COST, SCALES, TARGETS


@pytest.mark.parametrize("rule", SCALES)
@pytest.mark.parametrize("action", ["row", "file"])
def test_a_stricter_threshold_never_catches_less_nor_spares_more(rule, action):
    curve = simulate_contract(rule, action=action).curve
    assert curve["caught"].is_monotonic_increasing
    assert curve["blocked"].is_monotonic_increasing
    assert len(curve) == 101


@pytest.mark.parametrize("rule", SCALES)
def test_the_ends_of_the_scale_are_its_thresholds(rule):
    ends = [simulate_contract(rule, end).threshold for end in (0, 100)]
    assert ends == pytest.approx(SCALES[rule])


def test_a_rule_that_relates_columns_beats_one_that_knows_a_usual_size():
    usual = simulate_contract("usual").curve["cost"].min()
    related = simulate_contract("amount", 50)
    assert related.curve["cost"].min() < usual
    assert related.curve["blocked"].iloc[50] == 0
    assert related.precision == 1


def test_a_strict_usual_size_holds_back_good_days():
    loose, strict = simulate_contract("usual", 55), simulate_contract("usual", 90)
    assert loose.precision > 0.95
    assert strict.precision < 0.3
    assert strict.curve["caught"].iloc[90] < loose.curve["caught"].iloc[55] + 0.05


def test_phantom_stock_hardly_shows_in_a_file():
    """Until more good rows than bad ones are held, the rule finds less than a half."""
    found = [simulate_contract("silence", step) for step in range(0, 101, 5)]
    shares = [s.by_defect.set_index("defect").loc["phantom stock", "caught"] for s in found]
    assert max(share for share, s in zip(shares, found, strict=True) if s.precision >= 0.5) < 0.4


def test_late_and_resent_files_are_found_by_the_clock_alone():
    study = simulate_contract("arrival", 40)
    caught = study.by_defect.set_index("defect")["caught"]
    assert caught["late files"] == caught["duplicates"] == 1
    assert study.precision == 1


def test_holding_a_file_holds_its_good_rows_too():
    row, file = simulate_contract("amount", 50), simulate_contract("amount", 50, "file")
    assert row.curve["blocked"].iloc[50] == 0
    assert file.curve["blocked"].iloc[50] > 0.01
    assert file.curve["cost"].iloc[50] > row.curve["cost"].iloc[50]


def test_dearer_checks_move_the_cheapest_threshold_to_the_lenient_side():
    cheap, dear = (simulate_contract("usual", check_cost=cost).curve for cost in (0.1, 10.0))
    assert dear["cost"].idxmin() < cheap["cost"].idxmin()


def test_every_rule_has_targets_with_a_price():
    assert {kind for kinds in TARGETS.values() for kind in kinds} <= set(MISS_COST)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rule": "mood"}, "rule is 'mood'; expected one of usual, amount"),
        ({"action": "shout"}, "action is 'shout'; expected one of row, file"),
        ({"strictness": 101}, "strictness is 101; expected a whole number from 0 to 100"),
        ({"check_cost": -1}, "check_cost is -1; expected euros, at least 0"),
    ],
)
def test_bad_options(options, message):
    with pytest.raises(ValueError, match=message):
        simulate_contract(**options)


def test_a_row_that_is_exactly_at_the_threshold_is_let_through():
    """Some files arrive at one o'clock sharp, which is the strictest threshold."""
    assert 0.99 < simulate_contract("arrival", 100).curve["blocked"].iloc[100] < 1
