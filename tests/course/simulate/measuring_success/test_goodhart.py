"""A reward on a proxy: what teams do, and what comes of it."""

import numpy as np
import pytest
from scipy.optimize import minimize

from course.explore.measuring_success import goodhart as explorable
from course.simulate.measuring_success.goodhart import draw_teams, respond

REWARDS = np.arange(0, 2.01, 0.25)
SEEDS = range(30)


def along(seed, ease=1.75, audit=0.0):
    """Mean proxy, mean value and their correlation, along the reward."""
    runs = [respond(draw_teams(seed), reward, ease, audit) for reward in REWARDS]
    together = [np.corrcoef(run.proxy, run.value)[0, 1] for run in runs]
    return (
        np.array([run.proxy.mean() for run in runs]),
        np.array([run.value.mean() for run in runs]),
        np.array(together),
    )


@pytest.mark.parametrize("setting", [(0.5, 1.75, 0), (1.5, 2.5, 0.2), (1, 1, 0.6), (0, 2, 0.3)])
def test_teams_do_what_is_best_for_them(setting):
    reward, ease, audit = setting
    teams = draw_teams(1, teams=25)
    response = respond(teams, *setting)
    for care, skill, work, gaming in zip(
        teams.care, teams.skill, response.work, response.gaming, strict=True
    ):
        points = ease * skill * (1 - 2 * audit)

        def loss(effort, care=care, points=points):
            r, g = effort
            gain = care * r + reward * (r + points * g)
            return -(gain - r**2 / 2 - g**2 / 2 - 0.6 * r * g)

        best = minimize(loss, [1.0, 0.1], bounds=[(0, None), (0, None)], tol=1e-10).x
        assert best == pytest.approx([work, gaming], abs=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_proxy_only_rises_and_value_peaks_at_a_small_reward(seed):
    proxy, value, together = along(seed)
    assert (np.diff(proxy) > 0).all()
    assert REWARDS[value.argmax()] in {0.25, 0.5}
    assert value.max() > 1.15 * value[0]
    assert value[-1] < 0.7 * value[0]
    assert together[0] > 0.7
    assert together[4] < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_with_audits_value_rises_above_any_reward_without(seed):
    values = along(seed, audit=0.3)[1]
    assert values[6] > along(seed)[1].max()
    assert (np.diff(values) > 0).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_with_few_audits_value_still_turns(seed):
    values = along(seed, audit=0.05)[1]
    assert REWARDS[values.argmax()] in {0.5, 0.75}


def test_the_best_reward_can_have_a_negative_correlation_between_teams():
    runs = [along(seed) for seed in SEEDS]
    value, together = (np.mean([run[part] for run in runs], axis=0) for part in (1, 2))
    assert value[2] == value.max()
    assert together[2] < -0.2


def test_the_least_audit_of_the_challenge_is_the_least():
    card = explorable()
    challenge = card.challenges[1]
    runs = [
        {"reward": reward, "ease": ease, "audit": audit}
        for audit in range(0, 51, 5)
        for ease in (1.75, 2, 2.25, 2.5)
        for reward in REWARDS[4:]
    ]
    scenes = [(run, card._model(**run)) for run in runs]
    least = min(run["audit"] for run, scene in scenes if scene.facts["value"] >= 17)
    assert {run["audit"] for run, scene in scenes if challenge.reached(run, scene)} == {least}


@pytest.mark.parametrize("seed", SEEDS)
def test_where_gaming_is_hard_value_keeps_rising(seed):
    assert (np.diff(along(seed, ease=1)[1]) > 0).all()
