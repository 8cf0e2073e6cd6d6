"""A centre, a federation and a hybrid before the same requests."""

import numpy as np
import pytest

from course.simulate.platforms import MODELS, Assumptions, serve_requests

CENTRE, FEDERATION, HYBRID = range(3)
SEEDS = range(12)


def middles(seed, **company):
    """Weeks, waste and incidents of the three models in the middle world; one row a measure."""
    outcome = serve_requests(**company, seed=seed)
    measures = (outcome.weeks, outcome.wasted, outcome.incidents)
    return np.array([np.median(each, axis=1) for each in measures])


def over_seeds(**company):
    return np.array([middles(seed, **company) for seed in SEEDS])


def centre_leads(**company):
    """Weeks by which the centre answers sooner than the federation, for each seed."""
    weeks = over_seeds(**company)[:, 0]
    return weeks[:, FEDERATION] - weeks[:, CENTRE]


def test_the_models_come_in_the_order_of_their_names():
    assert MODELS == ("centre", "federation", "hybrid")
    assert serve_requests().weeks.shape == (3, 25)


def test_where_nothing_is_shared_a_federation_wastes_nothing_and_a_centre_pays_for_distance():
    outcome = serve_requests(alike=0, clear=100)
    assert (outcome.wasted[FEDERATION] == 0).all()
    requests = 8 * 0.7 / 8 * 104  # requests in two years
    # 40% longer, and one in four done again: 0.4 + 0.25 * 1.4 of eight weeks at EUR 2,200.
    waste = requests * 0.75 * 8 * 2.2
    assert np.mean(over_seeds(alike=0)[:, 1, CENTRE]) == pytest.approx(waste, rel=0.06)


def test_where_all_is_shared_a_centre_wastes_nothing():
    assert (serve_requests(alike=100).wasted[CENTRE] == 0).all()


def test_incidents_are_the_chances_that_the_model_states():
    requests = 8 * 0.7 / 8 * 104
    incidents = over_seeds(alike=50, rules=50).mean(axis=0)[2]
    assert incidents == pytest.approx(
        [requests * 0.04, requests * 0.07, requests * (0.02 + 0.1 * 0.07)], rel=0.06
    )


def test_discovery_the_centre_is_sooner_and_wastes_more_than_a_federation():
    measures = over_seeds()
    assert (centre_leads() > 1.5).all()
    assert (measures[:, 1, CENTRE] > 2 * measures[:, 1, FEDERATION]).all()
    assert (measures[:, 2, FEDERATION] > measures[:, 2, CENTRE]).all()


def test_discovery_the_hybrid_wastes_least_and_is_not_the_fastest():
    measures = over_seeds()
    assert (measures[:, 1].argmin(axis=1) == HYBRID).all()
    assert (measures[:, 2].argmin(axis=1) == HYBRID).all()
    assert (measures[:, 0].argmin(axis=1) == CENTRE).all()


def test_discovery_the_order_turns_between_20_and_40_percent_alike():
    assert (centre_leads(alike=20) < 0).all()
    assert np.mean(centre_leads(alike=40) > 0) >= 0.9
    assert (centre_leads(alike=60) > 0).all()


def test_discovery_the_price_of_distance_decides():
    assert (centre_leads(alike=20) < -1).all()
    for assumptions in (Assumptions(redone=0), Assumptions(redone=0, distance=0)):
        assert (centre_leads(alike=20, assumptions=assumptions) > 2).all()
    near = Assumptions(distance=0.2)
    assert (centre_leads(alike=20, assumptions=near) > 0).mean() >= 0.75


def test_discovery_fully_busy_people_make_it_nearly_a_tie_even_without_repeats():
    leads = centre_leads(alike=20, load=90, assumptions=Assumptions(redone=0))
    assert abs(np.mean(leads)) < 2
    near = Assumptions(redone=0, distance=0)
    assert np.mean(centre_leads(alike=20, load=90, assumptions=near)) > 8


def test_discovery_the_order_turns_near_25_percent_extra_time():
    near, far = (Assumptions(distance=price) for price in (0.2, 0.3))
    assert np.mean(centre_leads(alike=20, assumptions=near)) > 0.5
    assert np.mean(centre_leads(alike=20, assumptions=far)) < -0.5


def test_discovery_four_busy_units_need_less_distance_as_well_as_no_repeats():
    busy = {"units": 4, "alike": 20, "load": 90}
    assert np.mean(centre_leads(**busy, assumptions=Assumptions(redone=0))) < -1
    half = Assumptions(redone=0, distance=0.2)
    assert (centre_leads(**busy, assumptions=half) > 2).all()


def test_discovery_a_busy_hybrid_with_clear_owners_is_about_as_fast_as_a_centre():
    calm, busy = (over_seeds(clear=100, load=load)[:, 0] for load in (50, 90))
    assert np.mean(calm[:, HYBRID] < calm[:, CENTRE]) >= 0.75
    assert 0.5 <= np.mean(busy[:, CENTRE] < busy[:, HYBRID]) <= 0.8


def test_discovery_a_hybrid_wastes_least_only_where_much_is_shared():
    few, half = over_seeds(alike=20), over_seeds(alike=50)
    assert (few[:, 1].argmin(axis=1) == FEDERATION).all()
    assert (half[:, 1].argmin(axis=1) == HYBRID).all()


def test_discovery_a_hybrid_is_never_ahead_where_little_is_shared():
    for distance in (0, 0.2, 0.4):
        weeks = over_seeds(alike=20, assumptions=Assumptions(distance=distance))[:, 0]
        assert np.mean(weeks[:, HYBRID]) > np.mean(weeks, axis=0)[:HYBRID].min() + 2


def test_discovery_scarcity_widens_whichever_lead_there_is():
    assert (centre_leads(alike=20, load=90) < centre_leads(alike=20, load=50)).all()
    assert (centre_leads(alike=80, load=90) > centre_leads(alike=80, load=50)).all()
    assert np.mean(centre_leads(alike=20, load=90)) < -8
    assert np.mean(centre_leads(alike=80, load=90)) > 6


def test_discovery_more_units_help_the_centre_since_coordination_is_free_here():
    assert np.mean(centre_leads(units=3)) < 0
    for alike in (20, 50, 80):
        assert (centre_leads(alike=alike, units=15) > centre_leads(alike=alike, units=3)).all()


def test_discovery_a_hybrid_without_owners_is_the_worst_of_the_three():
    measures = over_seeds(clear=20)
    assert (measures.argmax(axis=2) == HYBRID).all()
    assert (np.diff([over_seeds(clear=c)[:, 1, HYBRID].mean() for c in (20, 50, 90)]) < 0).all()


def test_challenge_a_federation_that_beats_the_centre_on_all_three():
    measures = over_seeds(alike=10, rules=10)
    assert (measures[:, :, FEDERATION] < measures[:, :, CENTRE]).all()


def test_challenge_a_hybrid_that_is_the_worst_though_owners_are_not_rare():
    measures = over_seeds(alike=40, rules=20, clear=40)
    assert np.mean((measures.argmax(axis=2) == HYBRID).all(axis=1)) >= 0.9


def test_challenge_a_small_busy_centre_is_slower_though_half_is_shared():
    assert (centre_leads(units=3, load=90) < 0).all()
    assert np.mean(centre_leads(units=3, load=90)) < -3
    for near in ({"units": 3, "load": 80}, {"units": 4, "load": 90}):
        assert -3 < np.mean(centre_leads(**near)) < 0
    assert np.mean(centre_leads(load=90)) > 1


def test_discovery_many_units_carry_a_centre_at_30_percent_alike():
    assert (centre_leads(alike=30, units=15) > 0).all()
    assert np.mean(centre_leads(alike=30)) < 0
    assert (centre_leads(alike=30, units=15, load=90) < 0).all()


def test_regulation_moves_incidents_alone_and_owners_the_hybrid_alone():
    base, strict, unclear = serve_requests(), serve_requests(rules=90), serve_requests(clear=40)
    assert (base.weeks == strict.weeks).all()
    assert (base.wasted == strict.wasted).all()
    assert (base.weeks[:HYBRID] == unclear.weeks[:HYBRID]).all()
    assert (base.weeks[HYBRID] < unclear.weeks[HYBRID]).all()
