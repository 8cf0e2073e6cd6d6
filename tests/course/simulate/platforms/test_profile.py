"""Profiles: the data set's own labels, and the judgements that flip them."""

import pytest

from course import truth
from course.simulate.platforms import (
    doubt_weights,
    flipping_criteria,
    labels_by_weight,
    organisations,
    profile,
    usual_scores,
    usual_weights,
)

WEIGHTS = usual_weights()
ELM, DOGWOOD, CEDAR = (
    usual_scores(f"{name}") for name in ("Elm Hospitals", "Dogwood Machines", "Cedar Insurance")
)


def test_every_organisation_gets_the_lean_and_the_label_of_the_data_set():
    planted = truth("operating_models").set_index("organisation")
    assert organisations() == planted.index.tolist()
    for name, row in planted.iterrows():
        result = profile(usual_scores(name), WEIGHTS)
        assert result.lean == pytest.approx(row["lean"], abs=1e-6)
        assert result.label == row["kind"]


def test_elm_flips_where_the_closed_form_says():
    # (A + w x) / (B + w) = -1/4 with A = -1.5, B = 13, x = -1 gives w = 7/3.
    assert profile(ELM, {**WEIGHTS, "regulation": 2.3}).label == "hybrid"
    assert profile(ELM, {**WEIGHTS, "regulation": 2.34}).label == "centre of excellence"
    assert profile(ELM, {**WEIGHTS, "speed": 3}).label == "hybrid"


def test_discovery_one_weight_flips_two_of_the_five():
    flips = {name: flipping_criteria(usual_scores(name), WEIGHTS) for name in organisations()}
    assert [name.split()[0] for name, criteria in flips.items() if criteria] == ["Dogwood", "Elm"]
    assert flips["Dogwood Machines"] == ["platform"]
    assert len(flips["Elm Hospitals"]) == 6


def test_discovery_doubt_about_all_weights_matters_for_elm_alone():
    shares = {
        name: doubt_weights(usual_scores(name), WEIGHTS, seed=seed)
        for name in organisations()
        for seed in range(3)
    }
    assert shares.pop("Elm Hospitals") == pytest.approx(0.27, abs=0.05)
    assert set(shares.values()) == {0}


def test_discovery_meridians_label_is_loose_and_those_of_two_businesses_are_firm():
    group = dict(zip(WEIGHTS, [2, 5, 2, 3, 2, 2, 1], strict=True))
    lending = {**group, "regulation": 1, "diversity": 2}
    plants = {**group, "regulation": 4, "diversity": 4, "speed": 4}
    labels = [profile(scores, WEIGHTS).label for scores in (group, lending, plants)]
    assert labels == ["hybrid", "centre of excellence", "hybrid"]
    assert doubt_weights(group, WEIGHTS) == pytest.approx(0.29, abs=0.005)
    for seed in range(4):
        assert doubt_weights(group, WEIGHTS, seed=seed) == pytest.approx(0.29, abs=0.05)
        assert doubt_weights(lending, WEIGHTS, seed=seed) == 0
        assert doubt_weights(plants, WEIGHTS, seed=seed) == 0
    assert flipping_criteria(lending, WEIGHTS) == []
    assert flipping_criteria(plants, WEIGHTS) == ["platform"]
    assert profile(plants, {**WEIGHTS, "platform": 5}).label == "hybrid"
    assert profile(plants, {**WEIGHTS, "platform": 6}).label == "centre of excellence"


def test_challenges_a_heavy_platform_flips_dogwood_and_lighter_rules_flip_cedar():
    assert profile(DOGWOOD, {**WEIGHTS, "platform": 8}).label == "centre of excellence"
    assert profile(DOGWOOD, {**WEIGHTS, "platform": 7}).label == "hybrid"
    assert (labels_by_weight(CEDAR, WEIGHTS) == "hybrid").all(axis=None)
    assert profile(CEDAR, {**WEIGHTS, "regulation": 10}).lean == pytest.approx(0)
    assert profile({**CEDAR, "regulation": 2}, WEIGHTS).label == "federated"


def test_impossible_arguments_are_refused_in_words():
    with pytest.raises(ValueError, match="weights add up to 0; expected more than 0"):
        profile(ELM, dict.fromkeys(WEIGHTS, 0))
    with pytest.raises(ValueError, match="organisation is 'Fir'; expected one of Alder"):
        usual_scores("Fir")
