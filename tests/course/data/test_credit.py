"""Meridian Lending's applications: accuracy, planted incidents, seasons, variants."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ks_2samp
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from course.data.credit import (
    CATEGORIES,
    COEFFICIENTS,
    DEFAULT_INCIDENTS,
    Incident,
    applications,
    load,
    truth,
    variant_incidents,
    variant_seed,
)
from support.sampling import sampled

COVARIATE, CONCEPT, FAULT = DEFAULT_INCIDENTS
PRIOR = Incident(kind="prior", start=1, feature="defaulted", size=0.8)
LEARNERS = [f"learner-{number}" for number in range(25)]


def accuracy(frame: pd.DataFrame) -> pd.Series:
    return (frame["defaulted"] == frame["predicted_default"]).groupby(frame["month"]).mean()


def calibration_error(frame: pd.DataFrame) -> float:
    """Largest gap between predicted and actual default rate in five bands of the score."""
    bands = pd.cut(frame["score"], [0, 0.1, 0.3, 0.5, 0.8, 1], include_lowest=True)
    gap = (frame["defaulted"] - frame["score"]).groupby(bands, observed=True).mean()
    return float(gap.abs().max())


@pytest.fixture(scope="module")
def large() -> pd.DataFrame:
    return applications(per_month=50_000, incidents=(COVARIATE, CONCEPT, FAULT))


@pytest.fixture(scope="module")
def quiet() -> pd.DataFrame:
    return applications(per_month=20_000, incidents=())


class TestColumns:
    def test_columns_are_those_of_the_data_card(self):
        assert list(applications(per_month=1, months=1)) == [
            "application_id",
            "month",
            *COEFFICIENTS,
            *CATEGORIES,
            "score",
            "predicted_default",
            "defaulted",
        ]

    def test_every_month_has_as_many_applications_as_asked_for(self):
        frame = applications(per_month=7, months=14, incidents=(PRIOR,))
        assert frame["month"].value_counts().to_dict() == dict.fromkeys(range(1, 15), 7)
        assert frame["application_id"].tolist() == list(range(1, 99))

    def test_categories_are_text_and_counts_are_whole(self):
        types = applications(per_month=5, months=1).dtypes
        assert all(isinstance(types[name], pd.StringDtype) for name in CATEGORIES)
        whole = ["age", "income", "months_employed", "prior_arrears", "loan_amount", "defaulted"]
        assert all(types[name] == np.int64 for name in whole)

    def test_values_stay_in_the_range_of_the_data_card(self, quiet):
        assert quiet["age"].between(18, 75).all()
        assert quiet["debt_to_income"].between(0.01, 0.95).all()
        assert quiet["credit_utilisation"].between(0, 1).all()
        assert (quiet["months_employed"] <= (quiet["age"] - 18) * 12).all()
        assert quiet["score"].between(0, 1).all()

    def test_a_default_is_predicted_from_a_score_of_one_half(self, quiet):
        assert (quiet["predicted_default"] == (quiet["score"] >= 0.5)).all()


class TestAccuracy:
    def test_reference_year_is_88_per_cent_in_every_month(self, large):
        # A month of 50,000 has a standard error of 0.15 points.
        assert accuracy(large).loc[1:12].between(0.875, 0.885).all()

    def test_default_rate_is_in_the_twenties_so_that_repays_always_is_a_worse_guess(self, large):
        rate = large.loc[large["month"] <= 12, "defaulted"].mean()
        assert 0.2 < rate < 0.3
        assert 1 - rate < 0.88 - 0.05

    def test_drift_takes_it_to_79_per_cent_six_months_after_going_live(self, large):
        assert accuracy(large).loc[18:20].between(0.785, 0.795).all()

    def test_it_falls_step_by_step(self, large):
        assert accuracy(large).loc[13:18].is_monotonic_decreasing

    def test_it_stays_at_79_per_cent_when_the_feed_is_sound(self):
        frame = applications(per_month=50_000, incidents=(COVARIATE, CONCEPT))
        assert accuracy(frame).loc[18:].between(0.785, 0.795).all()

    def test_the_broken_feed_costs_the_broker_channel_only(self, large):
        late = large[large["month"] >= 21]
        by_channel = (
            (late["defaulted"] == late["predicted_default"]).groupby(late["channel"]).mean()
        )
        assert by_channel["broker"] < 0.70
        assert by_channel[["branch", "web"]].between(0.78, 0.80).all()


class TestRecovery:
    @staticmethod
    def repaired(frame: pd.DataFrame, fault: Incident) -> pd.DataFrame:
        column, value = fault.segment
        wrong = (frame[column] == value) & (frame["month"] >= fault.start)
        values = frame[fault.feature]
        return frame.assign(**{fault.feature: values.where(~wrong, values / fault.size)})

    @staticmethod
    def inputs(frame: pd.DataFrame) -> pd.DataFrame:
        return pd.get_dummies(frame[[*COEFFICIENTS, *CATEGORIES]], dtype=float)

    def out_of_time(self, frame: pd.DataFrame, training: range) -> float:
        model = make_pipeline(StandardScaler(), LogisticRegression())
        past, future = frame[frame["month"].isin(training)], frame[frame["month"] >= 22]
        model.fit(self.inputs(past), past["defaulted"])
        return float(model.score(self.inputs(future), future["defaulted"]))

    def test_retraining_after_the_drift_recovers_out_of_time(self):
        assert self.out_of_time(self.repaired(load(), FAULT), range(17, 21)) >= 0.86

    def test_retraining_without_repair_recovers_less(self):
        accuracy_after_repair = self.out_of_time(self.repaired(load(), FAULT), range(17, 21))
        assert self.out_of_time(load(), range(17, 21)) < accuracy_after_repair - 0.03

    def test_recalibrating_is_not_enough(self):
        frame = applications(per_month=10_000, incidents=(CONCEPT,))
        past, future = frame[frame["month"].between(18, 20)], frame[frame["month"] >= 22]
        best_cut_off = max(
            np.linspace(0.02, 0.98, 97),
            key=lambda cut: ((past["score"] >= cut) == past["defaulted"]).mean(),
        )
        assert ((future["score"] >= best_cut_off) == future["defaulted"]).mean() < 0.83

    @pytest.mark.parametrize("learner", sampled(LEARNERS[:6], every=3))
    def test_every_variant_recovers(self, learner):
        fault = next(i for i in variant_incidents(learner) if i.kind == "fault")
        frame = self.repaired(load(variant=learner), fault)
        assert self.out_of_time(frame, range(18, 21)) >= 0.86


class TestWhatEachKindKeeps:
    def test_nothing_moves_without_an_incident(self, quiet):
        assert calibration_error(quiet) < 0.01
        assert accuracy(quiet).between(0.87, 0.89).all()

    def test_covariate_shift_keeps_the_risk_at_given_inputs(self):
        before, during = (
            applications(per_month=60_000, months=14, incidents=story).query("month == 14")
            for story in ((), (COVARIATE,))
        )
        assert during["age"].mean() < before["age"].mean() - 3
        assert (during["channel"] == "web").mean() > (before["channel"] == "web").mean() + 0.2
        assert calibration_error(during) < 0.015
        assert abs(accuracy(during).loc[14] - accuracy(before).loc[14]) < 0.01

    def test_a_campaign_ends(self):
        with_campaign = applications(incidents=(COVARIATE,)).query("month > 16")
        without = applications(incidents=()).query("month > 16")
        pd.testing.assert_frame_equal(with_campaign, without)

    def test_prior_shift_moves_the_odds_of_default_by_its_size(self):
        before, after = (
            applications(per_month=100_000, months=1, incidents=story)["defaulted"].mean()
            for story in ((), (PRIOR,))
        )
        shift = np.log(after / (1 - after)) - np.log(before / (1 - before))
        assert shift == pytest.approx(PRIOR.size, abs=0.03)

    @pytest.mark.parametrize("size", [0.8, -0.8])
    @pytest.mark.parametrize("outcome", [0, 1])
    def test_prior_shift_keeps_the_inputs_at_a_given_outcome(self, outcome, size):
        shift = Incident(kind="prior", start=1, feature="defaulted", size=size)
        before, after = (
            frame[frame["defaulted"] == outcome]
            for frame in (applications(100_000, 1, 1, ()), applications(100_000, 1, 2, (shift,)))
        )
        for name in [*COEFFICIENTS, "score"]:
            assert ks_2samp(before[name], after[name]).statistic < 0.02

    def test_concept_drift_touches_outcomes_only(self):
        before = applications(per_month=5000, incidents=())
        after = applications(per_month=5000, incidents=(CONCEPT,))
        pd.testing.assert_frame_equal(
            before.drop(columns="defaulted"), after.drop(columns="defaulted")
        )
        late = after["month"] >= 18
        assert calibration_error(after[late]) > 0.1
        pd.testing.assert_series_equal(
            before["defaulted"][before["month"] < 15], after["defaulted"][after["month"] < 15]
        )

    def test_fault_changes_the_record_and_neither_applicant_nor_outcome(self):
        before = applications(incidents=())
        after = applications(incidents=(FAULT,))
        columns = ["income", "score", "predicted_default"]
        pd.testing.assert_frame_equal(before.drop(columns=columns), after.drop(columns=columns))
        wrong = (after["channel"] == "broker") & (after["month"] >= 21)
        pd.testing.assert_frame_equal(before[~wrong], after[~wrong])
        assert (after["income"][wrong] == 12 * before["income"][wrong]).all()

    def test_a_ramp_grows_in_equal_steps_and_ends_at_full_strength(self):
        assert [CONCEPT.strength(month) for month in range(14, 20)] == [0, 0.25, 0.5, 0.75, 1, 1]


class TestSeasons:
    def test_purposes_and_amounts_repeat_a_year_later(self, quiet):
        shares = pd.crosstab(quiet["month"], quiet["purpose"], normalize="index")
        np.testing.assert_allclose(shares.loc[1:12], shares.loc[13:24], atol=0.02)
        median = quiet.groupby("month")["loan_amount"].median()
        np.testing.assert_allclose(median.loc[1:12], median.loc[13:24], rtol=0.04)

    def test_purposes_and_amounts_differ_within_the_year(self, quiet):
        shares = pd.crosstab(quiet["month"], quiet["purpose"], normalize="index")
        assert shares.loc[9, "education"] > shares.loc[5, "education"] + 0.15
        median = quiet.groupby("month")["loan_amount"].median()
        assert median.loc[6] > 1.2 * median.loc[1]


class TestDeterminism:
    def test_sample_has_the_pinned_bytes_on_every_platform(self):
        text = load(per_month=20).to_csv(index=False, lineterminator="\n")
        assert hashlib.sha256(text.encode()).hexdigest() == (
            "75ed82fc7fa967784905b2373aaa48521c6beccf5f66517456c700b1b47532fe"
        )

    def test_another_seed_gives_other_rows(self):
        assert not applications(10, 1, seed=1).equals(applications(10, 1, seed=2))

    def test_fewer_months_are_the_first_rows_of_more(self):
        short, long = applications(30, 13), applications(30, 24)
        pd.testing.assert_frame_equal(short, long.head(len(short)))


class TestAsOf:
    def test_only_outcomes_a_year_old_are_known(self):
        counts = load(per_month=10, as_of=18).groupby("month")["defaulted"].count()
        assert counts.to_dict() == {month: 10 if month <= 6 else 0 for month in range(1, 19)}

    def test_applications_of_the_future_are_left_out(self):
        assert load(per_month=10, as_of=18)["month"].max() == 18

    def test_known_outcomes_are_the_true_ones(self):
        rows, true_rows = load(per_month=10, as_of=30), load(per_month=10)
        is_known = rows["defaulted"].notna()
        assert is_known.sum() == 180
        assert (rows["defaulted"][is_known] == true_rows["defaulted"][is_known]).all()

    def test_comparing_with_an_unknown_outcome_is_not_an_error_of_the_model(self):
        frame = load(per_month=500, as_of=18)
        assert 0.8 < (frame["defaulted"] == frame["predicted_default"]).mean() < 0.95

    def test_everything_is_known_a_year_after_the_last_month(self):
        assert load(per_month=2, as_of=36)["defaulted"].notna().all()


class TestVariants:
    def test_no_variant_is_the_default_story(self):
        assert variant_incidents(None) == DEFAULT_INCIDENTS
        pd.testing.assert_frame_equal(load(per_month=3), applications(per_month=3))

    def test_a_learner_always_gets_the_same_variant(self):
        assert variant_seed("ada@example.org") == 60_301_932
        incidents = variant_incidents("ada@example.org")
        assert [(i.kind, i.start, i.feature) for i in incidents] == [
            ("prior", 13, "defaulted"),
            ("concept", 17, "credit_utilisation"),
            ("covariate", 19, "age"),
            ("fault", 22, "debt_to_income"),
        ]

    def test_learners_get_different_stories_and_rows(self):
        assert len({variant_incidents(learner) for learner in LEARNERS}) >= 23
        assert len({variant_seed(learner) for learner in LEARNERS}) == len(LEARNERS)

    def test_some_variants_have_a_prior_shift_and_some_do_not(self):
        having = sum(
            any(i.kind == "prior" for i in variant_incidents(learner)) for learner in LEARNERS
        )
        assert 5 <= having <= 20

    @pytest.mark.parametrize("learner", LEARNERS)
    def test_every_variant_can_be_dated_and_typed(self, learner):
        incidents = variant_incidents(learner)
        by_kind = {incident.kind: incident for incident in incidents}
        assert len(by_kind) == len(incidents)
        assert by_kind.keys() >= {"covariate", "concept", "fault"}
        assert len({incident.feature for incident in incidents}) == len(incidents)
        assert by_kind["concept"].strength(18) == 1
        assert by_kind["fault"].start in {21, 22}
        if "prior" in by_kind:
            others = [i.start for i in incidents if i.kind != "prior"]
            assert by_kind["prior"].end < min(others)

    @pytest.mark.parametrize("learner", sampled(LEARNERS, every=5))
    def test_every_variant_falls_from_88_to_79_per_cent(self, learner):
        fault = next(i for i in variant_incidents(learner) if i.kind == "fault")
        frame = applications(10_000, 20, variant_seed(learner), variant_incidents(learner))
        monthly = accuracy(frame)
        assert monthly.loc[1:12].mean() == pytest.approx(0.88, abs=0.005)
        assert monthly.loc[18 : fault.start - 1].mean() == pytest.approx(0.79, abs=0.01)


class TestTruth:
    def test_default_story_in_one_table(self):
        table = truth()
        assert table["kind"].tolist() == ["covariate", "concept", "fault"]
        assert table["start"].tolist() == [14, 15, 21]
        assert table["remedy"].tolist() == ["none", "retrain", "repair"]
        assert table["segment"].fillna("").tolist() == ["channel=web", "", "channel=broker"]
        assert table["end"].tolist() == [16, pd.NA, pd.NA]

    def test_a_prior_shift_wants_recalibration(self):
        assert PRIOR.remedy == "recalibrate"

    @pytest.mark.parametrize("learner", LEARNERS[:5])
    def test_each_incident_is_described_in_a_sentence(self, learner):
        for row in truth(learner).itertuples():
            assert row.description.startswith(f"From month {row.start} ")
            assert row.description.endswith(".")


class TestErrors:
    @pytest.mark.parametrize(
        ("options", "error", "message"),
        [
            ({"per_month": 0}, ValueError, "per_month is 0; expected a whole number, at least 1"),
            ({"per_month": 2.5}, TypeError, "per_month is 2.5; expected a whole number"),
            ({"months": True}, TypeError, "months is True"),
            ({"seed": -1}, ValueError, "seed is -1"),
            ({"incidents": ("flood",)}, TypeError, "incidents holds 'flood'"),
        ],
    )
    def test_bad_arguments_of_applications(self, options, error, message):
        with pytest.raises(error, match=message):
            applications(**options)

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"kind": "magic"}, "kind is 'magic'; expected one of covariate, prior"),
            ({"feature": "shoe_size"}, "feature of a fault incident is 'shoe_size'"),
            ({"start": 0}, "start, ramp and end are 0, 1 and None"),
            ({"end": 2}, "expected start >= 1"),
            ({"segment": ("channel", "pigeon")}, "channel: branch, web, broker"),
            (
                {"kind": "prior", "feature": "defaulted", "segment": ("channel", "web")},
                "a prior incident affects everybody",
            ),
        ],
    )
    def test_bad_incidents(self, changes, message):
        sound = {"kind": "fault", "start": 3, "feature": "income", "size": 12.0}
        with pytest.raises(ValueError, match=message):
            Incident(**(sound | changes))

    def test_bad_as_of(self):
        with pytest.raises(ValueError, match="as_of is 0"):
            load(as_of=0)
