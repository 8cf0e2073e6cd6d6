import numpy as np
import pandas as pd
import pytest

from course.simulate.drift.feedback import gini, simulate_feedback_loop


def final_mean(column, seeds=30, **controls):
    return np.mean(
        [simulate_feedback_loop(seed=s, **controls).rounds[column].iloc[-1] for s in range(seeds)]
    )


class TestTheLoop:
    def test_it_starts_with_every_item_seen_equally_often(self):
        first = simulate_feedback_loop().rounds.iloc[0]
        assert first["gini"] == pytest.approx(0, abs=1e-9)
        assert first["top_share"] == pytest.approx(1 / 20)
        assert first["utility_vs_random"] == pytest.approx(1)

    def test_exposure_concentrates_round_by_round(self):
        rounds = simulate_feedback_loop().rounds
        assert rounds["gini"].is_monotonic_increasing
        assert rounds["gini"].iloc[-1] > 0.7
        assert rounds["top_share"].iloc[-1] > 0.3

    def test_equally_good_items_end_up_unequal_by_luck_alone(self):
        winners = {
            simulate_feedback_loop(appeal_spread=0.0, seed=s).items["exposure_share"].idxmax()
            for s in range(10)
        }
        assert final_mean("gini", seeds=5, appeal_spread=0.0) > 0.7
        assert len(winners) > 3

    def test_more_rounds_do_not_repair_the_recommendations(self):
        short, long = (final_mean("utility_vs_best", rounds=n) for n in (10, 100))
        assert long == pytest.approx(short, abs=0.02)
        assert long < 0.95

    def test_clicks_confirm_the_winner_although_a_better_item_exists(self):
        items = simulate_feedback_loop().items
        winner = items["clicks"].idxmax()
        assert items.loc[winner, "exposure_share"] == items["exposure_share"].max()
        assert items.loc[winner, "true_appeal"] < items["true_appeal"].max()


class TestTheLevers:
    def test_correction_brings_the_exposure_closer_to_the_true_appeal(self):
        assert final_mean("rank_correlation", exploration=0.1, correction=1.0) > (
            final_mean("rank_correlation", exploration=0.1) + 0.2
        )

    def test_correction_raises_utility(self):
        assert final_mean("utility_vs_best", correction=1.0) > final_mean("utility_vs_best") + 0.04

    def test_exploration_alone_spreads_exposure_but_does_not_find_better_items(self):
        assert final_mean("gini", exploration=0.3) < final_mean("gini") - 0.1
        assert final_mean("utility_vs_best", exploration=0.3) <= final_mean("utility_vs_best")

    def test_correction_cannot_learn_about_items_that_are_no_longer_shown(self):
        def never_shown_again(study):
            return (study.items["exposure_share"] < 0.002).sum()

        assert never_shown_again(simulate_feedback_loop(correction=1.0)) > 5
        assert never_shown_again(simulate_feedback_loop(correction=1.0, exploration=0.1)) == 0

    def test_both_levers_together_estimate_every_appeal_well(self):
        def error(**controls):
            items = simulate_feedback_loop(rounds=200, **controls).items
            return (items["estimated_appeal"] - items["true_appeal"]).abs().max()

        assert error(exploration=0.3, correction=1.0) < 0.02 < error()

    def test_showing_only_random_slates_is_fair_and_no_better_than_random(self):
        last = simulate_feedback_loop(exploration=1.0).rounds.iloc[-1]
        assert last["gini"] == pytest.approx(0, abs=1e-9)
        assert last["utility_vs_random"] == pytest.approx(1)

    def test_without_position_bias_the_shown_items_share_the_looks(self):
        shares = simulate_feedback_loop(position_bias=0.0).items["exposure_share"]
        assert shares.max() < 0.25


class TestFrames:
    def test_shares_and_utilities_stay_in_their_ranges(self):
        study = simulate_feedback_loop(exploration=0.2, correction=0.5)
        assert study.items["exposure_share"].sum() == pytest.approx(1)
        assert study.rounds["utility_vs_best"].between(0, 1 + 1e-9).all()
        assert study.rounds["rank_correlation"].dropna().between(-1, 1).all()

    def test_items_come_best_first_around_an_appeal_of_ten_percent(self):
        appeal = simulate_feedback_loop().items["true_appeal"]
        assert appeal.is_monotonic_decreasing
        assert appeal.mean() == pytest.approx(0.10)
        assert appeal.std(ddof=0) == pytest.approx(0.02)

    def test_the_rank_correlation_is_spearmans(self):
        study = simulate_feedback_loop(exploration=0.1, correction=1.0)
        expected = (
            study.items["exposure_share"]
            .round(9)
            .corr(study.items["true_appeal"], method="spearman")
        )
        assert study.rounds["rank_correlation"].iloc[-1] == pytest.approx(expected)

    def test_the_same_seed_gives_the_same_loop(self):
        one, same = (simulate_feedback_loop(seed=7).items for _ in range(2))
        pd.testing.assert_frame_equal(one, same)
        assert not one.equals(simulate_feedback_loop(seed=8).items)


class TestGini:
    def test_equal_values_have_none_and_one_owner_has_nearly_all(self):
        assert gini(np.array([3.0, 3.0, 3.0])) == pytest.approx(0)
        assert gini(np.array([0.0, 0.0, 0.0, 5.0])) == pytest.approx(3 / 4)

    @pytest.mark.parametrize("values", [[0.0, 0.0], [-1.0, 2.0]])
    def test_it_refuses_values_it_is_not_defined_for(self, values):
        with pytest.raises(ValueError, match="positive sum"):
            gini(np.array(values))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"items": 4}, "items is 4; expected a whole number from 5"),
        ({"rounds": 0}, "rounds is 0"),
        ({"exploration": 1.1}, "exploration is 1.1; expected a number from 0 to 1"),
        ({"correction": -0.1}, "correction is -0.1"),
        ({"users_per_round": 1}, "users_per_round is 1"),
        ({"position_bias": 9}, "position_bias is 9"),
        ({"appeal_spread": 0.2}, "appeal_spread is 0.2"),
    ],
)
def test_an_argument_out_of_range_is_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        simulate_feedback_loop(**arguments)
