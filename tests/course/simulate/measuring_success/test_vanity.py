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
    euros = brought()
    way = (euros["accounts"] - euros["lots"]) / (euros["best"] - euros["lots"])
    assert 0.42 < way < 0.58
    runs = [keep_by_metric(seed=seed) for seed in SEEDS]
    assert np.mean([run.by_metric["accounts"] > run.lots for run in runs]) > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_effect_times_count_less_cost_finds_nine_tenths(seed):
    euros = brought(seed=seed)
    assert euros["measured_value"] > 0.88 * euros["best"]
    assert max(METRICS, key=euros.get) == "measured_value"
    assert euros["measured_minutes"] < 0.8 * euros["best"]


def test_which_of_count_and_effect_is_better_depends_on_which_of_the_two_varies_more():
    assert wins("accounts", "measured_minutes") < 0.35
    assert wins("accounts", "measured_minutes", size_spread=0.2) < 0.1
    assert wins("accounts", "measured_minutes", mean_minutes=2, size_spread=1) > 0.55


@pytest.mark.parametrize("seed", SEEDS)
def test_where_the_average_use_case_harms_accounts_are_worse_than_lots(seed):
    euros = brought(minutes=-2, month=3, seed=seed)
    assert euros["lots"] - euros["accounts"] >= 0.05
    assert euros["measured_value"] > euros["lots"] + 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_where_most_harm_keeping_only_those_above_zero_turns_a_loss_into_a_gain(seed):
    programme = run_programme(draw_luck(np.random.default_rng(seed), 60), mean_minutes=-2)
    later = programme.value[..., 3:].sum(axis=-1)
    measurement = candidate_metrics(programme, 3, 20)["measured_value"]
    ten = np.argsort(measurement, axis=-1)[:, -10:]
    mean_value = np.take_along_axis(later * (measurement > 0), ten, axis=-1).sum(axis=-1).mean()
    best = keep_by_metric(-2, month=3, seed=seed).best.mean()
    assert mean_value > 10_000 + 1e6 * brought(minutes=-2, month=3, seed=seed)["measured_value"]
    assert mean_value == pytest.approx(best, abs=50_000)
    assert mean_value > 0


def test_who_returns_says_as_much_as_minutes_do():
    euros = brought()
    for minutes in ("reported_minutes", "measured_minutes"):
        assert euros["returning"] == pytest.approx(euros[minutes], abs=0.05)


def test_with_few_pairs_an_opinion_beats_a_measurement():
    euros = brought(month=3, pairs=2)
    assert euros["reported_minutes"] - euros["measured_value"] > 0.15
    assert brought(month=3)["measured_value"] > brought(month=3)["reported_minutes"]


def test_an_opinion_times_a_count_comes_within_a_tenth_of_measured_value():
    means = []
    for seed in SEEDS:
        programme = run_programme(draw_luck(np.random.default_rng(seed), 60))
        later = programme.value[..., 6:].sum(axis=-1)
        metrics = candidate_metrics(programme, 6, 20)
        ranking = metrics["active"] * metrics["reported_minutes"]
        values = np.take_along_axis(later, np.argsort(ranking, axis=-1)[:, -10:], axis=-1)
        means.append(values.sum(axis=-1).mean() / 1e6)
    assert brought()["measured_value"] / np.mean(means) == pytest.approx(1.08, abs=0.02)


def test_offline_accuracy_is_nearly_lots():
    euros = brought()
    assert euros["accuracy"] < 0.4 * euros["best"]


def test_a_metric_ranks_as_sorting_by_hand_does():
    luck = draw_luck(np.random.default_rng(3), 60)
    programme = run_programme(luck)
    run = keep_by_metric(seed=3)
    later = programme.value[..., 6:].sum(axis=-1)
    metrics = candidate_metrics(programme, 6, 20)
    for world in (0, 17, 59):
        for name, low_is_good in (("accounts", False), ("cost_per_task", True)):
            rows = sorted(
                zip(metrics[name][world], later[world], strict=True), reverse=not low_is_good
            )
            by_hand = sum(value for _, value in rows[:10])
            assert run.by_metric[name][world] == pytest.approx(by_hand)
        assert run.best[world] == pytest.approx(np.sort(later[world])[-10:].sum())
        assert run.lots[world] == pytest.approx(later[world].sum() / 4)
