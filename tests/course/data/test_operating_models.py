"""Five organisations: clear cases, a veto, a draw, and one that hangs on a weight."""

import pandas as pd
import pytest

from course.data import operating_models

LEARNERS = [f"learner-{number}" for number in range(40)]


def lean(organisation: pd.Series, weights: pd.Series) -> float:
    """The weighted mean of (score - 3) / 2, worked out plainly."""
    points = sum(weight * (organisation[name] - 3) / 2 for name, weight in weights.items())
    return float(points / weights.sum())


def weights_of(variant: str | None) -> pd.Series:
    return operating_models.load("criteria", variant).set_index("criterion")["weight"]


@pytest.mark.parametrize("variant", [None, *LEARNERS])
def test_the_choice_follows_from_the_lean_and_the_veto(variant):
    organisations, weights = operating_models.load(variant=variant), weights_of(variant)
    truth = operating_models.truth(variant)
    for (_, organisation), row in zip(organisations.iterrows(), truth.itertuples(), strict=True):
        value = lean(organisation, weights)
        assert row.lean == pytest.approx(value, abs=1e-6)
        if value <= -0.25:
            assert row.kind == "centre of excellence"
        elif value >= 0.25 and organisation["regulation"] > 1:
            assert row.kind == "federated"
        else:
            assert row.kind == "hybrid"


def test_the_default_has_all_three_models():
    kinds = operating_models.truth().set_index("organisation")["kind"]
    assert set(kinds) == set(operating_models.CHOICES)
    assert kinds["Cedar Insurance"] == "hybrid"
    assert operating_models.truth()["lean"].tolist()[2] > operating_models.BAND


@pytest.mark.parametrize("variant", LEARNERS)
def test_every_learner_meets_the_same_clear_cases(variant):
    kinds = operating_models.truth(variant)["kind"].tolist()
    assert kinds[:3] == ["centre of excellence", "federated", "hybrid"]
    assert kinds[4] in {"centre of excellence", "hybrid"}


def test_one_weight_changes_the_choice_for_the_hospitals():
    elm = operating_models.load().set_index("organisation").loc["Elm Hospitals"]
    weights = weights_of(None).astype(float)
    assert lean(elm, weights) < -operating_models.BAND
    weights["regulation"] = 2.3
    assert lean(elm, weights) > -operating_models.BAND


@pytest.mark.parametrize("variant", [None, *LEARNERS])
def test_scores_and_weights_stay_in_their_range(variant):
    criteria = operating_models.load("criteria", variant)
    scores = operating_models.load(variant=variant)[criteria["criterion"].tolist()]
    assert scores.isin(range(1, 6)).all(axis=None)
    assert criteria["weight"].between(1, 5).all()
    assert not criteria.isna().any(axis=None)


def test_a_variant_keeps_names_stories_and_who_is_supervised():
    columns = ["organisation", "story", "regulation"]
    ada = operating_models.load(variant="ada")
    assert ada[columns].equals(operating_models.load()[columns])
