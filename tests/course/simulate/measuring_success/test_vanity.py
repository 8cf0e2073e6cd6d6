"""What each metric would have kept, over many programmes."""

from functools import cache

import numpy as np
import pytest

from course.data.metrics.programme import candidate_metrics, draw_luck, run_programme
from course.simulate.measuring_success.vanity import METRICS, keep_by_metric

SEEDS = range(10)


@cache
def brought(minutes=1.0, size=0.8, month=6, pairs=20, seed=None):
    """Mean million euros by metric, lots and best, over 600 worlds or in those of one seed."""
    runs = [
        keep_by_metric(minutes, size, month, pairs, one)
        for one in (SEEDS if seed is None else [seed])
    ]
    means = {name: np.mean([run.by_metric[name].mean() for run in runs]) / 1e6 for name in METRICS}
    lots = np.mean([run.lots.mean() for run in runs]) / 1e6
    return means | {"lots": lots, "best": np.mean([run.best.mean() for run in runs]) / 1e6}


def wins(one, other, **setting):
    """Share of worlds in which keeping by one metric brings more than by another."""
    runs = [keep_by_metric(**setting, seed=seed) for seed in SEEDS]
    return np.mean([run.by_metric[one] > run.by_metric[other] for run in runs])


def test_accounts_find_half_of_the_way_from_lots_to_the_best():
    kept = brought()
    way = (kept["accounts"] - kept["lots"]) / (kept["best"] - kept["lots"])
    assert 0.42 < way < 0.58
    runs = [keep_by_metric(seed=seed) for seed in SEEDS]
    assert np.mean([run.by_metric["accounts"] > run.lots for run in runs]) > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_effect_times_count_less_cost_finds_nine_tenths(seed):
    kept = brought(seed=seed)
    assert kept["measured_value"] > 0.88 * kept["best"]
    assert max(METRICS, key=kept.get) == "measured_value"
    assert kept["measured_minutes"] < 0.8 * kept["best"]


def test_which_of_count_and_effect_is_better_depends_on_which_of_the_two_varies_more():
    assert wins("accounts", "measured_minutes") < 0.35
    assert wins("accounts", "measured_minutes", size_spread=0.2) < 0.1
    assert wins("accounts", "measured_minutes", mean_minutes=2, size_spread=1) > 0.55


@pytest.mark.parametrize("seed", SEEDS)
def test_where_the_average_use_case_harms_accounts_are_worse_than_lots(seed):
    kept = brought(minutes=-2, month=3, seed=seed)
    assert kept["lots"] - kept["accounts"] >= 0.05
    assert kept["measured_value"] > kept["lots"] + 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_where_most_harm_keeping_only_those_above_zero_turns_a_loss_into_a_gain(seed):
    programme = run_programme(draw_luck(np.random.default_rng(seed), 60), mean_minutes=-2)
    later = programme.value[..., 3:].sum(axis=-1)
    measured = candidate_metrics(programme, 3, 20)["measured_value"]
    ten = np.argsort(measured, axis=-1)[:, -10:]
    kept = np.take_along_axis(later * (measured > 0), ten, axis=-1).sum(axis=-1).mean()
    best = keep_by_metric(-2, month=3, seed=seed).best.mean()
    assert kept > 10_000 + 1e6 * brought(minutes=-2, month=3, seed=seed)["measured_value"]
    assert kept == pytest.approx(best, abs=50_000)
    assert kept > 0


def test_who_returns_says_as_much_as_minutes_do():
    kept = brought()
    for minutes in ("reported_minutes", "measured_minutes"):
        assert kept["returning"] == pytest.approx(kept[minutes], abs=0.05)


def test_with_few_pairs_an_opinion_beats_a_measurement():
    kept = brought(month=3, pairs=2)
    assert kept["reported_minutes"] - kept["measured_value"] > 0.15
    assert brought(month=3)["measured_value"] > brought(month=3)["reported_minutes"]


def test_an_opinion_times_a_count_comes_within_a_tenth_of_measured_value():
    gained = []
    for seed in SEEDS:
        programme = run_programme(draw_luck(np.random.default_rng(seed), 60))
        later = programme.value[..., 6:].sum(axis=-1)
        metrics = candidate_metrics(programme, 6, 20)
        by = metrics["active"] * metrics["reported_minutes"]
        kept = np.take_along_axis(later, np.argsort(by, axis=-1)[:, -10:], axis=-1)
        gained.append(kept.sum(axis=-1).mean() / 1e6)
    assert brought()["measured_value"] / np.mean(gained) == pytest.approx(1.08, abs=0.02)


def test_offline_accuracy_is_nearly_lots():
    kept = brought()
    assert kept["accuracy"] < 0.4 * kept["best"]


def test_a_metric_ranks_as_sorting_by_hand_does():
    luck = draw_luck(np.random.default_rng(3), 60)
    programme = run_programme(luck)
    kept = keep_by_metric(seed=3)
    later = programme.value[..., 6:].sum(axis=-1)
    metrics = candidate_metrics(programme, 6, 20)
    for world in (0, 17, 59):
        for name, low_is_good in (("accounts", False), ("cost_per_task", True)):
            rows = sorted(
                zip(metrics[name][world], later[world], strict=True), reverse=not low_is_good
            )
            by_hand = sum(value for _, value in rows[:10])
            assert kept.by_metric[name][world] == pytest.approx(by_hand)
        assert kept.best[world] == pytest.approx(np.sort(later[world])[-10:].sum())
        assert kept.lots[world] == pytest.approx(later[world].sum() / 4)
