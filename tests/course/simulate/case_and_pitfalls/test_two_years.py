"""Two years of decisions: closed forms, and what the lesson says about them."""

from dataclasses import fields, replace

import numpy as np
import pytest
from scipy.stats import nbinom

from course.board import boards, decision_checks
from course.simulate.case_and_pitfalls import MONTHS, two_years
from course.simulate.case_and_pitfalls.purgatory import NO_LIMIT, REVIEWS, run_programmes
from course.simulate.case_and_pitfalls.two_years import EFFECTS, Assumptions
from course.simulate.drift.retraining import simulate_retraining

TODAY = boards.effects({})
USUAL = Assumptions()


def played(usual=USUAL, **effects):
    return two_years({**TODAY, **effects}, usual)


def test_the_model_takes_what_decisions_may_move():
    assert set(EFFECTS) == set(decision_checks.EFFECTS)


def test_without_incidents_trust_goes_its_way_as_the_formula_says():
    path = played(incidents=0, trust=0.8).trust
    months = np.arange(MONTHS + 1)
    expected = 0.8 + (USUAL.trust - 0.8) * (1 - USUAL.recovers) ** months
    assert path == pytest.approx(expected)


def test_new_products_earn_their_worth_and_old_ones_as_before():
    usual = replace(USUAL, open=0)
    assert played(usual, launches=0, worth=2).money == pytest.approx(
        played(usual, launches=0).money
    )
    assert played(worth=2).money[-1] > played().money[-1] + 10


def test_further_months_go_on_where_two_years_end():
    assert two_years(TODAY, months=36).money[: MONTHS + 1] == pytest.approx(played().money)


def test_nothing_begun_and_nothing_open_leaves_what_is_live():
    end = played(replace(USUAL, open=0), launches=0)
    assert end.live == pytest.approx(USUAL.live)
    assert end.open == pytest.approx(0)
    assert end.incidents[-1] == pytest.approx(MONTHS * USUAL.incidents * USUAL.live)


def test_a_sound_pilot_alone_takes_as_long_as_its_work_by_two_people():
    # Nine stages in a row at the pace p pass on a share as a negative binomial does.
    usual = replace(USUAL, open=0, live=1e-9, sound=1.0, at_one=1.5)
    end = played(usual, launches=6)
    pace = 9 * usual.at_one / usual.work
    waits = np.arange(1, MONTHS + 1)
    pilots = 0.5 * nbinom.cdf(waits - 9, 9, pace)  # half a one a month, fully staffed: few are open
    assert end.open.max() * usual.at_one <= usual.people - usual.upkeep * end.live[-1]
    assert end.live[-1] == pytest.approx(pilots.sum(), abs=1e-6)


def test_people_are_shared_so_more_launches_finish_fewer():
    live = played(launches=np.array([6.0, 12, 20, 30, 40])).live[-1]
    assert (np.diff(live) < 0).all()


@pytest.mark.parametrize("review", REVIEWS)
@pytest.mark.parametrize("limit", [NO_LIMIT, 24, 12, 8, 4])
def test_two_years_finish_what_the_programme_of_the_lesson_finishes(review, limit):
    launches, after = [5, 10, 20, 40], REVIEWS[review]
    worlds = [run_programmes(launches, review=review, limit=limit, seed=s) for s in range(4)]
    live = np.mean([[programme.live.mean() for programme in world] for world in worlds], axis=0)
    never = np.isinf(after)
    right = {2.0: 0.70, 4.0: 0.88}.get(after)
    end = played(
        replace(USUAL, open=0, live=1e-9, upkeep=0),
        launches=np.array(launches, float),
        limit=1_000 if limit == NO_LIMIT else limit,
        review_after=4 if never else after,
        stopped_sound=0 if never else 1 - right,
        stopped_unsound=0 if never else right,
    )
    assert end.live[-1] == pytest.approx(live, rel=0.25, abs=0.3)


def test_in_a_pause_nothing_begins_and_afterwards_as_before():
    with_pause, usual = played(replace(USUAL, open=0), pause=12), played(replace(USUAL, open=0))
    assert with_pause.open[:13].max() == 0
    assert with_pause.open[13:] == pytest.approx(usual.open[1:13], rel=0.05)


def test_the_balance_of_money_is_what_came_in_less_all_costs():
    lasting = replace(USUAL, decay=0)
    one = played(lasting, incidents=0)
    wages = USUAL.wage * USUAL.people
    assert one.money[1:] == pytest.approx(USUAL.worth * one.live[1:] * one.use[1:] - wages)
    assert played(cost=50).money[1:] == pytest.approx(played().money[1:] - 50)
    assert one.total[-1] == pytest.approx(one.money.sum())


def test_many_boards_at_once_are_as_one_by_one():
    together = played(launches=np.array([8.0, 20.0]))
    for place, launches in enumerate((8.0, 20.0)):
        assert together.money[:, place] == pytest.approx(played(launches=launches).money)


@pytest.mark.parametrize(
    ("effects", "problem"),
    [
        ({}, "Expected a value for each of cost, incident_harm.*; got none"),
        ({**TODAY, "luck": 1}, "got .*luck"),
        ({**TODAY, "worth": float("nan")}, "worth is nan; expected finite numbers"),
        (
            {**TODAY, "cost": [1, -1]},
            r"cost is \[1.0, -1.0\]; expected finite numbers of at least 0",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(effects, problem):
    with pytest.raises(ValueError, match=problem):
        two_years(effects)


def test_quality_fades_as_accuracy_does_in_lesson_7_where_nobody_looks():
    month, start = np.arange(48), 0.88
    quality = simulate_retraining("never").monthly["accuracy"].mean() / start
    assert ((1 - USUAL.decay) ** month).mean() == pytest.approx(quality, abs=0.005)


def drawn(seed, draws=100):
    """Return the reference boards' ends with every assumption moved by up to a fifth."""
    rng = np.random.default_rng(seed)
    names = [field.name for field in fields(Assumptions)]
    many = [
        Assumptions(**{name: getattr(USUAL, name) * f for name, f in zip(names, row, strict=True)})
        for row in rng.uniform(0.8, 1.2, (draws, len(names)))
    ]
    board_effects = [boards.effects(board) for board in boards.REFERENCE.values()]
    effects = {name: np.array([each[name] for each in board_effects]) for name in EFFECTS}
    runs = [two_years(effects, usual) for usual in many]
    ends = {
        "live": [each.live[-1] for each in runs],
        "incidents": [each.incidents[-1] for each in runs],
        "a product": [each.incidents[-1] / each.live[-1] for each in runs],
        "money": [each.money[-1] for each in runs],
        "total": [each.total[-1] for each in runs],
        "trust": [each.trust[-1] for each in runs],
    }
    return {name: np.array(rows) for name, rows in ends.items()}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_the_lesson_says_of_the_boards_holds_under_other_assumptions(seed):
    as_it_is, more, platform, finish = range(4)
    ends = drawn(seed)
    for name in ("live", "trust", "money", "total"):
        assert (ends[name].argmax(axis=1) == finish).all(), name
    assert (ends["incidents"].argmax(axis=1) == finish).all()
    assert (ends["incidents"].argmin(axis=1) == platform).all()
    assert (ends["a product"].argmin(axis=1) == platform).all()
    assert (ends["live"].argmin(axis=1) == more).mean() > 0.9
    assert (ends["total"].argmin(axis=1) == more).all()
    assert (ends["total"][:, platform] > ends["total"][:, as_it_is]).mean() > 0.9
