"""A rule and its threshold: caught, missed, wrongly held back."""

import math

import pytest

from course.simulate.data_at_scale.contract import MISS_COST, SCALES, TARGETS, simulate_contract


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


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_columns_beat_a_limit_on_size_whatever_chance_does(seed):
    usual, related = (simulate_contract(rule, 55, seed=seed) for rule in ("usual", "amount"))
    recalls = [s.by_defect.set_index("defect")["caught"]["typing errors"] for s in (usual, related)]
    assert 0.75 < recalls[0] < recalls[1] == 1
    assert related.curve["cost"].min() < usual.curve["cost"].min()
    whole = simulate_contract("amount", 55, "file", seed=seed).curve["cost"].min()
    assert 2.5 < whole / related.curve["cost"].min() < 3.5
    late = [simulate_contract("arrival", 50, action, seed=seed) for action in ("row", "file")]
    row, file = (study.curve["cost"].min() for study in late)
    assert 1.3 < file / row < 1.5


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_file_shows_a_part_of_phantom_stock_whatever_chance_does(seed):
    studies = [simulate_contract("silence", step, seed=seed) for step in range(40, 101)]
    recalls = [s.by_defect.set_index("defect")["caught"]["phantom stock"] for s in studies]
    half = max(recall for s, recall in zip(studies, recalls, strict=True) if s.precision >= 0.5)
    assert 0.3 < half < 0.7


def test_two_columns_find_every_typing_error_that_a_limit_on_size_misses():
    usual, related = simulate_contract("usual", 55), simulate_contract("amount", 55)
    recalls = [s.by_defect.set_index("defect")["caught"]["typing errors"] for s in (usual, related)]
    assert recalls == pytest.approx([0.93, 1], abs=0.01)
    assert related.curve["cost"].min() < usual.curve["cost"].min()


def test_the_good_rows_that_a_limit_holds_are_often_on_promotion():
    assert simulate_contract("usual", 55).promoted == pytest.approx(0.48, abs=0.02)
    assert math.isnan(simulate_contract("amount", 55).promoted)


def test_half_of_what_a_rule_against_phantom_stock_holds_is_good_where_it_catches_a_third():
    study = simulate_contract("silence", 64)
    assert study.precision == pytest.approx(0.5, abs=0.02)
    recall = study.by_defect.set_index("defect")["caught"]["phantom stock"]
    assert recall == pytest.approx(0.36, abs=0.01)


def test_a_strict_usual_size_holds_back_good_days():
    loose, strict = simulate_contract("usual", 55), simulate_contract("usual", 90)
    assert loose.precision > 0.95
    assert strict.precision < 0.3
    assert strict.curve["caught"].iloc[90] < loose.curve["caught"].iloc[55] + 0.05


def test_phantom_stock_hardly_shows_in_a_file():
    """Until more good rows than bad ones are held, the rule finds less than a half."""
    studies = [simulate_contract("silence", step) for step in range(0, 101, 5)]
    shares = [s.by_defect.set_index("defect").loc["phantom stock", "caught"] for s in studies]
    assert max(share for share, s in zip(shares, studies, strict=True) if s.precision >= 0.5) < 0.4


def test_late_and_resent_files_are_found_by_the_clock_alone():
    study = simulate_contract("arrival", 40)
    recalls = study.by_defect.set_index("defect")["caught"]
    assert recalls["late files"] == recalls["duplicates"] == 1
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


def test_a_row_that_is_exactly_at_the_threshold_is_let_through():
    """Some files arrive at one o'clock sharp, which is the strictest threshold."""
    assert 0.99 < simulate_contract("arrival", 100).curve["blocked"].iloc[100] < 1
