"""Two years of decisions: closed forms, and what the lesson says about them."""

from dataclasses import fields, replace

import numpy as np
import pytest
from scipy.stats import nbinom

from course import boards, decisions
from course.simulate.case_and_pitfalls import EFFECTS, MONTHS, Assumptions, two_years

TODAY = boards.effects({})
USUAL = Assumptions()


def played(usual=USUAL, **effects):
    return two_years({**TODAY, **effects}, usual)


def test_the_model_takes_what_decisions_may_move():
    assert set(EFFECTS) == set(decisions.EFFECTS)


def test_without_incidents_trust_goes_its_way_as_the_formula_says():
    path = played(incidents=0, trust=0.8).trust
    months = np.arange(MONTHS + 1)
    expected = 0.8 + (USUAL.trust - 0.8) * (1 - USUAL.recovers) ** months
    assert path == pytest.approx(expected)


def test_where_a_promise_breaks_trust_and_where_it_goes_fall_by_a_share():
    kept = played(incidents=0, trust=0.8).trust
    path = played(incidents=0, trust=0.8, broken=0.25, breaks_in=6).trust
    assert path[:6] == pytest.approx(kept[:6])
    assert path[6:] == pytest.approx(0.75 * kept[6:], rel=0.01)


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
    # Six stages in a row at the pace p pass on a share as a negative binomial does.
    usual = replace(USUAL, open=0, live=1e-9, sound=1.0)
    end = played(usual, launches=12, sound=1.0, late_block=0, people=0, upkeep=0, work=1)
    pace = 6 * USUAL.at_one / USUAL.work
    waits = np.arange(1, MONTHS + 1)
    done = nbinom.cdf(waits - 6, 6, pace)  # one a month, fully staffed while few are open
    few = end.open[:8].max() * USUAL.at_one <= USUAL.people
    assert few
    assert end.live[7] == pytest.approx(done[:7].sum(), abs=1e-6)


def test_people_are_shared_so_more_launches_finish_fewer():
    live = played(launches=np.array([6.0, 12, 20, 30, 40])).live[-1]
    assert (np.diff(live) < 0).all()


def test_the_balance_of_money_is_what_came_in_less_all_costs():
    one = played(incidents=0, decay=0)
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
        ({}, "Expected a value for each of breaks_in, broken, cost.*; got none"),
        ({**TODAY, "luck": 1}, "got .*luck"),
        ({**TODAY, "sound": float("nan")}, "sound is nan; expected finite numbers"),
        (
            {**TODAY, "cost": [1, -1]},
            r"cost is \[1.0, -1.0\]; expected finite numbers of at least 0",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(effects, problem):
    with pytest.raises(ValueError, match=problem):
        two_years(effects)


def drawn(seed, draws=300):
    """Return the reference boards' ends with every assumption moved by up to a fifth."""
    rng = np.random.default_rng(seed)
    factors = rng.uniform(0.8, 1.2, (draws, len(fields(Assumptions))))
    names = [field.name for field in fields(Assumptions)]
    many = [
        Assumptions(**{name: getattr(USUAL, name) * f for name, f in zip(names, row, strict=True)})
        for row in factors
    ]
    moved = [boards.effects(board) for board in boards.REFERENCE.values()]
    effects = {name: np.array([each[name] for each in moved]) for name in EFFECTS}
    return [two_years(effects, usual) for usual in many]


def test_no_reference_board_wins_all_whatever_the_assumptions():
    names = list(boards.REFERENCE)
    finish, platform, more = (
        names.index(name) for name in ("Stop and finish", "Platform first", "Launch more")
    )
    ends = drawn(1, 100)
    live = np.array([end.live[-1] for end in ends])
    incidents = np.array([end.incidents[-1] for end in ends])
    money = np.array([end.money[-1] for end in ends])
    assert (live.argmax(axis=1) == finish).all()
    assert (incidents.argmax(axis=1) == finish).mean() > 0.95
    assert (incidents.argmin(axis=1) == platform).all()
    assert (live.argmin(axis=1) == more).all()
    assert (money.argmax(axis=1) == finish).mean() > 0.9
