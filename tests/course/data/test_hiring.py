"""Applicants whose unfairness is known to the last amount, and can be found in the rows."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from course import data
from course.data import hiring
from support.sampling import sampled

LEARNERS = [None, *(f"learner-{number}" for number in range(12))]


@pytest.fixture(scope="module")
def large():
    return hiring.load(200_000)


def planted(variant=None):
    return hiring.truth(variant).set_index(["column", "site"])[["group_a", "group_b"]]


def logistic_fit(columns, outcome):
    return LogisticRegression(C=np.inf, max_iter=1000).fit(columns, outcome)


def by_group(column):
    return column.groupby(level=0).mean().tolist()


@pytest.mark.parametrize("variant", [None, "ada", "grace"])
def test_shares_and_proxies_are_the_planted_ones(variant):
    rows = hiring.load(100_000, variant=variant).set_index("group")
    amounts = planted(variant)
    assert by_group(rows["good"]) == pytest.approx(amounts.loc[("good", "")].tolist(), abs=0.01)
    assert by_group(rows["referred"]) == pytest.approx(
        amounts.loc[("referred", "")].tolist(), abs=0.01
    )
    assert by_group(rows["career_gap"] > 0) == pytest.approx(
        amounts.loc[("career_gap", "")].tolist(), abs=0.01
    )
    medians = rows["commute_km"].groupby(level=0).median().tolist()
    assert medians == pytest.approx(amounts.loc[("commute_km", "")].tolist(), rel=0.03)
    is_missed = 1 - rows.loc[rows["good"] == 1, "rated"]
    assert by_group(is_missed) == pytest.approx(amounts.loc[("rated", "")].tolist(), abs=0.01)


@pytest.mark.parametrize("variant", [None, "ada"])
def test_a_regression_finds_what_recruiters_added_at_each_site(variant):
    rows, amounts = hiring.load(200_000, variant=variant), planted(variant)
    for site in hiring.SITES:
        here = rows[rows["site"] == site]
        columns = np.column_stack(
            [hiring.merit_log_odds(here), here["referred"], here["group"] == "B"]
        )
        merit, bonus, malus = logistic_fit(columns, here["hired"]).coef_[0]
        assert merit == pytest.approx(1, abs=0.05)
        assert bonus == pytest.approx(
            hiring.truth(variant).set_index("kind").loc["referral_bonus", "group_a"], abs=0.12
        )
        assert malus == pytest.approx(amounts.loc[("hired", site), "group_b"], abs=0.12)


def test_evidence_speaks_as_strongly_in_both_groups(large):
    base = large["group"].map({"A": 0.5, "B": 0.4})
    chance = expit(np.log(base / (1 - base)) + hiring.merit_log_odds(large))
    for group in hiring.GROUPS:
        mine = large["group"] == group
        for low, high in [(0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1)]:
            cell = mine & chance.between(low, high)
            assert large.loc[cell, "good"].mean() == pytest.approx(chance[cell].mean(), abs=0.02)


def test_proxies_tell_the_group_and_nothing_about_the_job(large):
    for _, rows in large.groupby("group"):
        for column in hiring.PROXIES:
            assert roc_auc_score(rows["good"], rows[column]) == pytest.approx(0.5, abs=0.01)
    gap, way = large["career_gap"] > 0, np.log(large["commute_km"])
    columns = np.column_stack([large["referred"], gap, way])
    probabilities = logistic_fit(columns, large["group"]).predict_proba(columns)[:, 1]
    assert roc_auc_score(large["group"] == "B", probabilities) == pytest.approx(0.84, abs=0.01)


def test_the_score_is_the_best_that_learns_from_past_decisions_without_the_group(large):
    for low in np.arange(0, 0.9, 0.1):
        cell = large["score"].between(low, low + 0.1)
        assert large.loc[cell, "hired"].mean() == pytest.approx(
            large.loc[cell, "score"].mean(), abs=0.02
        )
    columns = np.column_stack(
        [
            (large["test"] - 50) / 10, large["interview"], np.log(large["experience"]),
            large["referred"], np.log(large["commute_km"] + 0.1), large["career_gap"] > 0,
        ]
    )  # fmt: skip
    probabilities = logistic_fit(columns, large["hired"]).predict_proba(columns)[:, 1]
    assert log_loss(large["hired"], large["score"]) < log_loss(large["hired"], probabilities)


def test_a_score_that_never_saw_the_group_still_holds_it_back(large):
    pass_rates = (large["score"] >= 0.5).groupby(large["group"]).mean()
    assert pass_rates["B"] / pass_rates["A"] == pytest.approx(0.63, abs=0.02)
    good = large[large["good"] == 1]
    among_good = (good["score"] >= 0.5).groupby(good["group"]).mean()
    assert among_good.to_dict() == pytest.approx({"A": 0.55, "B": 0.42}, abs=0.015)


@pytest.mark.parametrize("variant", LEARNERS)
def test_in_every_variant_the_small_site_is_fair_and_the_large_ones_differ(variant):
    malus = planted(variant)["group_b"].loc["hired"]
    assert malus["Lakeside"] == 0
    large = sorted(malus[["Harbour", "Hill"]])
    assert large[0] <= -1.1
    assert -0.7 <= large[1] <= -0.3
    a, b = planted(variant).loc[("good", "")]
    assert 0.07 <= a - b <= 0.15
    rows = hiring.load(variant=variant)
    hiring_rates = rows.groupby(["site", "group"])["hired"].mean()[malus.idxmin()]
    assert hiring_rates["B"] / hiring_rates["A"] < 0.7


def test_the_truth_names_every_planted_amount_and_its_remedy():
    table = hiring.truth()
    assert set(table["kind"]) == set(hiring.REMEDIES)
    assert (table["remedy"] == table["kind"].map(hiring.REMEDIES)).all()
    assert not table.isna().any(axis=None)
    row = table[table["site"] == "Hill"].iloc[0]
    assert row["description"] == (
        "what recruiters added for the group alone: 0 in A, -1.3 in B (log odds), at Hill"
    )


def test_the_card_gives_the_amounts():
    card = data.card("hiring", planted_truths=True).replace("−", "-")  # noqa: RUF001 - as printed
    for row in hiring.truth().itertuples():
        place = f", at {row.site}" if row.site else ""
        line = f"| `{row.kind}` | `{row.column}`{place} | {row.group_a:g} | {row.group_b:g} |"
        assert line in card
    assert "Hill | 0" not in data.card("hiring")


def test_a_seed_brings_other_applicants():
    assert not hiring.load(seed=1).equals(hiring.load())
    assert hiring.load().head(50).shape == (50, 13)


def test_bad_input_says_what_was_expected():
    with pytest.raises(ValueError, match=r"applicants is 0; expected a whole number from 1 to"):
        hiring.load(0)
    with pytest.raises(TypeError, match=r"applicants is 10\.5; expected a whole number"):
        hiring.load(10.5)
    with pytest.raises(ValueError, match="seed is -1; expected a whole number, at least 0"):
        hiring.load(seed=-1)


@pytest.mark.parametrize("variant", sampled([None, "ada", "grace", "alan"], every=2))
def test_without_proxies_a_model_holds_nobody_back_whatever_it_learns_from(variant):
    rows = hiring.load(40_000, variant=variant)
    past, new = rows[:20_000], rows[20_000:]
    good = new[new["good"] == 1]
    evidence = ["test", "interview", "experience"]
    everything = [*evidence, *hiring.PROXIES]

    def gap_and_right(columns, outcome):
        model = logistic_fit(past[columns], past[outcome])
        a, b = (
            model.predict(good.loc[good["group"] == group, columns]).mean()
            for group in hiring.GROUPS
        )
        return b - a, model.score(new[columns], new["good"])

    for outcome in ("hired", "rated", "good"):
        assert abs(gap_and_right(evidence, outcome)[0]) < 0.05
    (past_gap, past_right), (rated_gap, _), (_, good_right) = (
        gap_and_right(everything, outcome) for outcome in ("hired", "rated", "good")
    )
    assert max(past_gap, rated_gap) < -0.05
    assert good_right > past_right + 0.005


@pytest.mark.parametrize(
    ("columns", "among_hired", "among_good"),
    [((*hiring.EVIDENCE, *hiring.PROXIES), -0.01, -0.11), (hiring.EVIDENCE, -0.06, 0.01)],
    ids=["with proxies", "without"],
)
def test_the_unfair_model_is_the_one_whose_hires_look_alike(columns, among_hired, among_good):
    gaps = []
    for seed in range(4):
        rows = hiring.load(20_000, seed=seed)
        past, new = rows[:10_000], rows[10_000:]
        model = make_pipeline(StandardScaler(), LogisticRegression())
        model.fit(past[[*columns]], past["hired"])
        new = new.assign(invited=model.predict(new[[*columns]]))
        good_of_hired = new[new["invited"] == 1].groupby("group")["good"].mean()
        hired_of_good = new[new["good"] == 1].groupby("group")["invited"].mean()
        gaps.append([share["B"] - share["A"] for share in (good_of_hired, hired_of_good)])
    assert np.mean(gaps, axis=0) == pytest.approx([among_hired, among_good], abs=0.02)


def test_the_lesson_prints_the_true_ratios_of_its_two_models():
    """The decision's three measures, by B's share over A's, as modules/text/09_governance.md says."""
    text = (Path(__file__).parents[3] / "modules" / "text" / "09_governance.md").read_text("utf-8")
    past, new = hiring.load(20_000)[:10_000], hiring.load(400_000, seed=1)
    in_a, good = (new["group"] == "A").to_numpy(), (new["good"] == 1).to_numpy()
    alike = pd.qcut(hiring.merit_log_odds(new), 40, labels=False)
    for place, columns in enumerate([[*hiring.EVIDENCE, *hiring.PROXIES], [*hiring.EVIDENCE]]):
        model = make_pipeline(StandardScaler(), LogisticRegression())
        is_invited = model.fit(past[columns], past["hired"]).predict(new[columns]) == 1
        chances_as_in_a = pd.Series(is_invited[in_a]).groupby(alike[in_a]).mean()[alike[~in_a]]
        ratios = {
            "equal evidence": is_invited[~in_a].mean() / chances_as_in_a.mean(),
            "invited, of all": is_invited[~in_a].mean() / is_invited[in_a].mean(),
            "good, of the invited": good[~in_a & is_invited].mean()
            / good[in_a & is_invited].mean(),
        }
        for measure, ratio in ratios.items():
            (row,) = re.findall(rf"^\| \*{measure}\*.*$", text, re.MULTILINE)
            printed_ratio = float(row.split(" | ")[1 + place])
            assert printed_ratio == pytest.approx(ratio, abs=0.012), (measure, columns)
