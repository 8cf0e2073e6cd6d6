"""The lead picture of lesson 13: its words count its models, and its world is one of the hundred."""

from functools import cache

import pytest

from course.explore import future
from course.simulate.future.automl import GATES
from scaling_ai_kit.explorable_rules import rows_in

MOST_MARKS = 600
SHOWN, WORLDS, TESTED = 40, 100, 10
SETTINGS = [
    {},
    {"tried": "10"},
    {"cases": "5,000"},
    *({"leaks": leaks, "gate": gate} for leaks in ("0", "2", "10") for gate in GATES),
]


@cache
def scene(**setting):
    explorable = future.automl()
    return explorable._model(**explorable.setting(setting)).data


def figure(words):
    """The first figure of such words as "2.7 delivered"."""
    return float(words.split()[0].replace("\u2212", "-"))


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_words_above_the_models_say_what_their_marks_show(setting):
    data = scene(**setting)
    models, (promise, fate) = data["models"], data["said"]["words"]
    tried_count = setting.get("tried", "1,000")
    assert len(models) == min(SHOWN, int(tried_count.replace(",", "")))
    assert models["model"].is_unique
    assert models["score"].is_monotonic_decreasing
    start, promised_figure = promise.split(": ")
    assert start == f"Best of {tried_count}"
    assert figure(promised_figure) == pytest.approx(models["score"][0], abs=0.06)
    stopped_count = (models["fate"] == "stopped").sum()
    assert (f"{stopped_count} stopped" in fate) if stopped_count else ("stopped" not in fate)
    live = models[models["fate"] == "goes live"]
    ending = fate.split("; ")[-1]
    assert (ending == "none goes live") == live.empty
    assert live.empty or figure(ending) == pytest.approx(live["use"].item(), abs=0.06)
    assert 3 * len(models) + len(data["worlds"]) <= MOST_MARKS


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_world_that_is_drawn_is_the_ringed_dot(setting):
    data = scene(**setting)
    models, worlds = data["models"], data["worlds"]
    ringed_world = worlds[worlds["drawn"]]
    live = models[models["fate"] == "goes live"]
    assert len(worlds) == WORLDS
    assert ringed_world["promised"].item() == models["score"][0]
    assert ringed_world["live"].item() == (live["use"].item() if len(live) else 0)
    assert (ringed_world["reads"].item() == "none live") == live.empty


def test_a_gate_looks_at_the_best_one_or_at_ten_in_turn():
    for gate, most in zip(GATES, (0, 1, 1, TESTED), strict=True):
        for leaks in ("0", "2", "10"):
            models = scene(leaks=leaks, gate=gate)["models"]
            stopped_places = models.loc[models["fate"] == "stopped", "place"].to_list()
            live = models.loc[models["fate"] == "goes live", "place"].to_list()
            assert live == [len(stopped_places)] or (not live and len(stopped_places) == most)


def test_what_a_model_brings_in_use_does_not_depend_on_the_cases_of_the_search():
    few, many = (scene(cases=cases)["models"].set_index("model") for cases in ("500", "5,000"))
    both = few.index.intersection(many.index)
    assert len(both)
    assert few.loc[both, "use"].equals(many.loc[both, "use"])


def test_before_the_guess_models_have_no_score():
    usual = future.automl()
    variant = future.automl(at={"tried": "10", "leaks": "3"})
    assert usual.before == variant.before
    dots = [row for row in rows_in(usual.before) if "column" in row]
    assert len(dots) == 200
    assert {*dots[0]} == {"column", "line"}
