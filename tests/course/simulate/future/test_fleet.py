"""An update in rings: what a fault breaks."""

import numpy as np
import pytest

from course.simulate.future.fleet import DEVICES, KINDS, RINGS, ring_kinds, roll_out

SEEDS = range(15)


def broken(kind, **plan):
    """Devices of a kind that break, in 20 worlds of each seed."""
    return np.concatenate([roll_out(**plan, seed=seed).broken[kind] for seed in SEEDS])


def worst(**plan):
    """The most that any fault breaks, by seed."""
    runs = [roll_out(**plan, seed=seed).broken.values() for seed in SEEDS]
    return np.array([max(each.max() for each in run) for run in runs])


def days(**plan):
    return np.array([roll_out(**plan, seed=seed).days.max() for seed in SEEDS])


@pytest.mark.parametrize("mixed", [False, True])
def test_rings_hold_every_device_once(mixed):
    rings = ring_kinds(mixed=mixed)
    assert rings.sum(axis=1).tolist() == list(RINGS)
    assert rings.sum(axis=0).tolist() == list(KINDS.values())
    assert rings.sum() == DEVICES
    assert (rings > 0).all() == mixed


@pytest.mark.parametrize("kind", list(KINDS))
def test_all_at_once_breaks_what_arithmetic_says_before_anybody_can_stop(kind):
    # 80% of those in reach on the first day, then it stops; of handhelds too few fail to be seen.
    reach = 1 if kind == "handheld" else 0.7
    assert broken(kind, wait=0).mean() == pytest.approx(KINDS[kind] * 0.8 * reach, rel=0.02)


def test_a_kind_alone_breaks_as_a_binomial_number():
    counts = broken("camera", wait=0)
    spread = np.sqrt(850 * 0.56 * 0.44)
    assert counts.std() == pytest.approx(spread, rel=0.1)


def test_discovery_rings_by_kind_protect_only_the_first_kind():
    assert broken("gateway").mean() == pytest.approx(28, abs=1)
    assert broken("gateway", wait=0).mean() == pytest.approx(2_240, abs=15)
    assert broken("camera").mean() == pytest.approx(broken("camera", wait=0).mean(), abs=6)
    assert broken("camera", wait=4).mean() == pytest.approx(476, abs=6)


def test_discovery_mixed_rings_save_the_cameras_and_not_the_handhelds():
    cameras, handhelds = broken("camera", mixed=True), broken("handheld", mixed=True)
    assert np.quantile(cameras, 0.95) < 35
    assert 90 < handhelds.mean() < 115
    assert (handhelds > 50).mean() > 0.7


def test_discovery_counting_each_kind_saves_the_handhelds_at_the_same_limit():
    assert worst(mixed=True, by_kind=True).max() <= 40
    assert broken("handheld", mixed=True, by_kind=True).mean() < 10
    assert (days(mixed=True, by_kind=True) == 6).all()
    assert broken("camera", by_kind=True).mean() == pytest.approx(476, abs=6)


def test_challenge_a_limit_of_one_per_cent_for_all_can_see_the_rare_kind():
    plan = {"wait": 2, "stop": 1, "mixed": True}
    assert (worst(**plan) <= 50).mean() > 0.9
    assert (days(**plan) == 9).all()


def test_challenge_poor_links_need_patience_and_a_count_by_kind():
    plan = {"wait": 2, "stop": 5, "mixed": True, "by_kind": True, "offline": 60}
    assert (worst(**plan) <= 50).mean() > 0.9
    assert (days(**plan) <= 14).mean() > 0.9
    assert worst(**{**plan, "by_kind": False}).min() > 50
    assert (worst(**{**plan, "wait": 1}) > 50).mean() > 0.4
