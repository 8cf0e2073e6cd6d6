"""Who is alone in a table, how wrong noise makes it, and what repeated questions undo."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kstest, laplace

from course.simulate.governance import class_sizes, laplace_noise
from course.simulate.governance.privacy import (
    DETAILS,
    answer_errors,
    coarsen,
    draw_staff,
    error_bound,
    knows_pay_within,
    mean_pay,
    share_alone,
    typical_cell,
)

FINEST, _, TEN_YEARS, TWENTY_YEARS = DETAILS


def test_class_sizes_count_rows_that_look_alike():
    table = pd.DataFrame({"age": [30, 30, 40, 40], "sex": list("ffmf"), "pay": [1, 2, 3, 4]})
    assert class_sizes(table, ["age", "sex"]).tolist() == [2, 2, 1, 1]
    assert class_sizes(table, ["sex"]).tolist() == [3, 3, 1, 3]


def test_evenly_filled_cells_leave_as_many_alone_as_the_formula_says():
    people, cells = 20_000, 90_000
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"cell": rng.integers(cells, size=people)})
    alone = (class_sizes(table, ["cell"]) == 1).mean()
    assert alone == pytest.approx((1 - 1 / cells) ** (people - 1), abs=0.01)


def test_noise_has_a_laplace_distribution():
    noise = laplace_noise(100_000, 2.0, 20_000)
    assert kstest(noise, laplace(scale=50_000).cdf).pvalue > 0.001


def test_one_person_moves_the_chance_of_an_answer_by_at_most_e_to_the_epsilon():
    epsilon, sensitivity = 0.5, 100.0
    noise = laplace_noise(sensitivity, epsilon, 400_000)
    edges = np.arange(-300, 401, 100)
    without, _ = np.histogram(noise, edges)
    with_one, _ = np.histogram(noise + sensitivity, edges)
    ratio = with_one / without
    assert ratio.max() < np.exp(epsilon) * 1.03
    assert ratio.min() > np.exp(-epsilon) / 1.03


@pytest.mark.parametrize("seed", range(5))
def test_three_harmless_facts_single_out_most_people(seed):
    assert 0.53 < share_alone(2_000, FINEST, seed) < 0.62
    assert 0 < share_alone(2_000, TEN_YEARS, seed) < 0.01
    assert share_alone(2_000, TWENTY_YEARS, seed) == 0


@pytest.mark.parametrize("seed", range(5))
def test_one_question_can_be_safe_and_useful_and_a_small_firm_pays_more(seed):
    def error(staff, **more):
        bound = error_bound(typical_cell(staff, TWENTY_YEARS, seed), **more)
        return bound / mean_pay(staff, seed)

    assert error(2_000, epsilon=2) < 0.01
    assert error(200, epsilon=2) > 0.05
    assert error(2_000, epsilon=5, asked=100, budget=True) > 0.2
    assert error(20_000, epsilon=5, asked=100, budget=True) < 0.05
    assert error(2_000, epsilon=5, asked=10, budget=True) < 0.05


def test_many_questions_tell_one_persons_pay_and_a_shared_epsilon_does_not():
    assert knows_pay_within(2) == 120_000
    assert [knows_pay_within(5), knows_pay_within(5, 100)] == [48_000, 4_800]
    assert knows_pay_within(5, 100, budget=True) == 480_000
    assert knows_pay_within(5, 10, budget=True) > 100_000


def test_the_noise_hides_whoever_joins_or_leaves():
    pay = draw_staff(20_000)["pay"]
    # What one person adds to a total is her pay; the mean size of the noise covers the highest.
    noise = answer_errors(1, 1.0)
    scale = error_bound(1, 1.0) / np.log(20)
    assert scale == pytest.approx(pay.max())
    assert abs(noise).mean() == pytest.approx(scale, rel=0.35)


def test_the_subtraction_of_averages_is_as_good_as_stated():
    epsilon, questions, pay = 5.0, 100, 61_000
    noise = laplace_noise(120_000, epsilon, 2 * questions * 2_000).reshape(2, 2_000, questions)
    guesses = pay + noise[0].mean(axis=1) - noise[1].mean(axis=1)
    assert guesses.std() == pytest.approx(knows_pay_within(epsilon, questions), rel=0.05)


def test_95_of_100_answers_stay_within_the_bound():
    errors = np.concatenate([answer_errors(449, 2.0, seed=seed) for seed in range(50)])
    assert (abs(errors) < error_bound(449, 2.0)).mean() == pytest.approx(0.95, abs=0.01)


def test_pay_stays_in_its_range_and_coarsening_only_merges():
    staff = draw_staff(2_000)
    assert staff["pay"].between(20_000, 120_000).all()
    columns = ["age", "sex", "postcode"]
    sizes = [class_sizes(coarsen(staff, detail), columns).min() for detail in DETAILS]
    assert sizes == sorted(sizes)
