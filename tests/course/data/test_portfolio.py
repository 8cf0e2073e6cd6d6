"""The register of 40 pilots: believable, whole, the same lesson for every learner."""

import pandas as pd
import pytest

from course.data import portfolio

LEARNERS = [f"learner-{number}" for number in range(25)]


@pytest.fixture(scope="module")
def pilots():
    return portfolio.load()


def test_forty_pilots_of_four_businesses_two_of_them_in_production(pilots):
    assert len(pilots) == pilots["name"].nunique() == 40
    assert set(pilots["business"]) == {"retail", "lending", "manufacturing", "hiring"}
    assert (pilots["stage"] == "in production").sum() == 2


def test_nothing_is_missing(pilots):
    assert not pilots.isna().any(axis=None)


@pytest.mark.parametrize("variant", [None, *LEARNERS])
def test_every_register_is_sound(variant):
    pilots = portfolio.load(variant=variant)
    assert (pilots["value_low"] <= pilots["value_likely"]).all()
    assert (pilots["value_likely"] <= pilots["value_high"]).all()
    assert (pilots[["cost", *portfolio.ROLES, "job_size", "effort", "reach"]] > 0).all(axis=None)
    for score in ("feasibility", "strategic_fit", "risk", "data_readiness"):
        assert pilots[score].between(1, 5).all()
    foundation_ids = set(portfolio.load("foundations", variant)["foundation_id"])
    assert {need for needs in pilots["needs"] for need in needs.split()} <= foundation_ids


def test_overlaps_are_mutual(pilots):
    others = pilots.set_index("pilot_id")["overlaps"]
    for name, overlaps in others.items():
        for other in overlaps.split():
            assert name in others[other].split()


def test_the_truth_has_every_pilot_and_seven_kinds(pilots):
    truth = portfolio.truth()
    assert list(truth["pilot_id"]) == list(pilots["pilot_id"])
    assert truth["remedy"].notna().all()
    assert truth["kind"].nunique() == 7


def test_a_variant_has_the_same_pilots_and_other_amounts(pilots):
    ada = portfolio.load(variant="ada")
    columns = ["pilot_id", "name", "business", "stage", "status", "needs", "overlaps", "spent"]
    assert ada[columns].equals(pilots[columns])
    assert (ada["value_likely"] != pilots["value_likely"]).mean() > 0.8
    assert not ada.equals(portfolio.load(variant="grace"))


def test_a_variants_truth_goes_with_its_estimates():
    for variant in (None, "ada"):
        pilots, truth = portfolio.load(variant=variant), portfolio.truth(variant)
        mean = pilots[["value_low", "value_likely", "value_high"]].mean(axis=1)
        assert (truth["delivered_value"] - truth["delivered"] * mean).abs().max() <= 0.5


def test_points_and_confidence_follow_from_the_register(pilots):
    shelf = pilots.set_index("pilot_id").loc["P01"]
    assert shelf["business_value"] == 20  # 4,300 is above the last step
    assert shelf["job_size"] == 20
    assert shelf["confidence"] == 0.8
    assert shelf["effort"] == shelf["data_engineer"] + shelf["ml_engineer"] + shelf["change_lead"]


def test_the_sample_reads_back_as_it_was():
    from course.data import card  # noqa: PLC0415 - the card's own promise

    assert "An empty `needs`" in card("portfolio")
    assert isinstance(portfolio.load()["needs"].iloc[2], str)
    assert pd.api.types.is_integer_dtype(portfolio.load()["value_low"])
