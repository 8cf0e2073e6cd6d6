"""What solves a challenge does so not by the luck of one draw."""

from functools import partial
from importlib import import_module

import pytest

DRAWN = {  # an explorable: the part of its model that draws, how many draws, how many must do
    "case_and_pitfalls.diagnosis": ("code_cases", 20, 18),
    "measuring_success.experiment": ("run_tests", 12, 12),
    "measuring_success.goodhart": ("draw_teams", 30, 30),
    "measuring_success.vanity": ("keep_by_metric", 10, 8),
}


@pytest.mark.parametrize("name", DRAWN)
def test_witnesses_hold_in_most_draws(name, monkeypatch):
    module = import_module(f"course.explore.{name}")
    draws, count, least = DRAWN[name]
    function, explorable = getattr(module, draws), getattr(module, name.rpartition(".")[2])()
    for challenge in explorable.challenges:
        values, successes = explorable.setting(challenge.witness), 0
        for seed in range(count):
            monkeypatch.setattr(module, draws, partial(function, seed=seed))
            successes += challenge.reached(values, explorable._model(**values))
        assert successes >= least, challenge.text
