"""The queue at the evening peak: against Erlang C, published values, simpy, and over seeds."""

from dataclasses import replace
from math import factorial, inf

import numpy as np
import pytest
import simpy
from scipy import stats

from course.data.requests import traffic
from course.simulate.infrastructure.availability import UNCHECKED_HOUR
from course.simulate.infrastructure.load import (
    PEAK_REQUESTS,
    PEAKS,
    Service,
    _answer,
    draw_peaks,
    late_cost,
    p99,
    percentile,
    share_later_than,
    wait,
)

MERIDIAN = Service()
SEEDS = range(60)


@pytest.mark.parametrize(("servers", "busy"), [(1, 0.5), (2, 0.75), (4, 0.8), (10, 0.9)])
def test_the_chance_to_wait_is_erlangs_second_formula(servers, busy):
    load = servers * busy
    full = load**servers / factorial(servers) / (1 - busy)
    exact = full / (sum(load**n / factorial(n) for n in range(servers)) + full)
    chance, mean = wait(Service(servers), busy)
    assert chance == pytest.approx(exact)
    assert mean == pytest.approx(100 / (servers * (1 - busy)))


def test_one_server_with_exponential_times_answers_in_exponential_time():
    # M/M/1: the time to an answer is exponential with mean S / (1 - utilisation).
    one = Service(1)
    for busy in (0.5, 0.8, 0.95):
        exact = stats.expon(scale=100 / (1 - busy))
        assert percentile(one, np.array([busy]))[0] == pytest.approx(exact.ppf(0.99), rel=0.005)
        assert share_later_than(500, one, busy) == pytest.approx(exact.sf(500), rel=0.005)


@pytest.mark.parametrize("arrivals", [24, 32, 36])
def test_four_servers_agree_with_the_closed_form_of_mm4(arrivals):
    # Density of the sum of an exponential work time and the wait of M/M/c, integrated by hand.
    work, (chance, delay) = 100.0, wait(MERIDIAN, arrivals / 40)
    both = (work * np.exp(-500 / work) - delay * np.exp(-500 / delay)) / (work - delay)
    exact = (1 - chance) * np.exp(-500 / work) + chance * both
    assert share_later_than(500, MERIDIAN, arrivals / 40) == pytest.approx(exact, rel=0.005)


@pytest.mark.parametrize("variability", [0.5, 1.0, 2.0])
def test_long_draws_agree_with_the_formula(variability):
    service = Service(4, 100, variability)
    drawn = draw_peaks(32, service, peaks=10, requests=40_000)[:, 2_000:]
    slow = np.quantile(drawn, 0.99, axis=1)
    error = slow.std(ddof=1) / np.sqrt(len(slow))
    # The formula is exact for exponential times, and an approximation for others: 2%.
    assert abs(slow.mean() - p99(service, 32)) < 3 * error + 0.02 * slow.mean() * (variability != 1)


def test_simpy_finds_the_same_times_request_by_request():
    rng = np.random.default_rng(3)
    arrivals = np.cumsum(rng.exponential(1000 / 38, 3_000))
    work = rng.gamma(1, 100, 3_000)
    taken = np.zeros(3_000)
    world = simpy.Environment()
    servers = simpy.Resource(world, capacity=4)

    def request(number):
        yield world.timeout(arrivals[number])
        with servers.request() as turn:
            yield turn
            yield world.timeout(work[number])
        taken[number] = world.now - arrivals[number]

    for number in range(3_000):
        world.process(request(number))
    world.run()
    gaps = np.diff(arrivals, prepend=0.0)
    assert np.allclose(taken, _answer(gaps, work, 4))


def test_a_mean_time_in_simpy_lies_around_erlang_c():
    means = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        world, waits = simpy.Environment(), []
        servers = simpy.Resource(world, capacity=4)

        def request(work, world=world, waits=waits, servers=servers):
            came = world.now
            with servers.request() as turn:
                yield turn
                waits.append(world.now - came)
                yield world.timeout(work)

        def source(world=world, rng=rng, request=request):
            for _ in range(2_500):
                yield world.timeout(rng.exponential(1000 / 32))
                world.process(request(rng.exponential(100)))

        world.process(source())
        world.run()
        means.append(np.mean(waits[300:]))
    chance, mean = wait(MERIDIAN, 0.8)
    error = np.std(means, ddof=1) / np.sqrt(len(means))
    assert abs(np.mean(means) - chance * mean) < 3 * error


def test_discovery_the_last_fifteen_points_hurt_a_small_team_more():
    assert p99(MERIDIAN, 32) == pytest.approx(689, abs=2)
    assert p99(MERIDIAN, 38) == pytest.approx(2357, abs=8)
    grows = {
        servers: p99(Service(servers), 9.5 * servers) / p99(Service(servers), 8 * servers)
        for servers in (4, 8, 16)
    }
    assert grows[4] == pytest.approx(3.4, abs=0.05)
    assert grows[8] == pytest.approx(2.4, abs=0.05)
    assert grows[16] == pytest.approx(1.5, abs=0.05)


def crossing(servers):
    """The utilisation from which one more server beats half the variability."""
    for busy in np.arange(0.5, 0.98, 0.01):
        arrivals = busy * servers * 10
        more, steady = Service(servers + 1), Service(servers, 100, 0.5)
        if p99(more, arrivals) < p99(steady, arrivals):
            return round(float(busy), 2)
    return None


def test_discovery_which_lever_wins_depends_on_how_busy_and_how_many():
    assert [crossing(servers) for servers in (2, 4, 8)] == [0.67, 0.83, 0.92]


def best_step(servers, busy):
    """The step of the three that the chart offers with the lowest p99."""
    steps = {
        "server": Service(servers + 1),
        "steady": Service(servers, 100, 0.5),
        "fast": Service(servers, 80),
    }
    return min(steps, key=lambda step: p99(steps[step], busy * servers * 10))


def test_discovery_a_fifth_faster_is_best_of_three_when_four_servers_are_busy():
    assert [best_step(4, busy) for busy in (0.5, 0.77)] == ["steady", "steady"]
    assert [best_step(4, busy) for busy in (0.79, 0.8, 0.95)] == ["fast", "fast", "fast"]
    assert best_step(2, 0.75) == "server"
    assert Service(4, 80).cost() < Service(4, 100, 0.5).cost() < Service(5).cost()


def test_discovery_those_that_wait_wait_four_times_as_long_and_work_does_not_grow():
    for servers in (1, 4, 8):
        (_, before), (_, after) = (wait(Service(servers), busy) for busy in (0.8, 0.95))
        assert after / before == pytest.approx(4)
    work_alone = Service(8).times(np.array([0.99]))[0]
    assert work_alone / p99(Service(8), 64) > 0.85


def test_discovery_a_short_test_near_the_edge_flatters():
    long_run = p99(MERIDIAN, 38)
    short = np.array(
        [
            np.quantile(draw_peaks(38, MERIDIAN, peaks=1, requests=PEAK_REQUESTS, seed=seed), 0.99)
            for seed in range(200)
        ]
    )
    assert (short < long_run).mean() > 0.9
    drawn = np.quantile(draw_peaks(38, MERIDIAN), 0.99, axis=1)
    assert len(drawn) == PEAKS
    assert (drawn < long_run).all()


def test_discovery_faster_and_steadier_together_do_what_neither_does_alone():
    assert p99(Service(4, 80, 1), 34) > 400
    assert p99(Service(4, 100, 0.5), 34) > 400
    assert p99(Service(4, 80, 0.5), 34) < 300


def test_discovery_black_friday_is_cheaper_with_a_faster_model_at_these_prices():
    fast = Service(5, 60)
    assert fast.cost() == 19_000
    assert share_later_than(500, fast, fast.utilisation(64)) < 0.001
    plain = [Service(servers) for servers in range(7, 10)]
    enough = [s.servers for s in plain if share_later_than(500, s, s.utilisation(64)) <= 0.01]
    assert enough == [9]
    assert Service(9).cost() == 27_000
    # One server is down: five leave four on the edge, six leave five with room.
    assert 0.95 < Service(4, 60).utilisation(64) < 0.965
    assert p99(Service(4, 60), 64) == pytest.approx(1_760, abs=10)
    assert p99(fast, 64) == pytest.approx(340, abs=10)
    spare = Service(6, 60)
    assert spare.cost() == 22_000
    # At three times the price of speed they would cost as much as ten servers.
    assert spare.cost() + 2 * 4_000 == Service(10).cost() == 30_000


def test_overload_has_no_long_run():
    assert p99(MERIDIAN, 40) == inf
    assert share_later_than(500, MERIDIAN, 1.0) == 1
    early, late = np.split(draw_peaks(60, MERIDIAN).mean(axis=0), 2)
    assert late.mean() > 2 * early.mean()


def test_the_same_luck_meets_every_setting():
    slow, fast = (draw_peaks(32, replace(MERIDIAN, mean=mean)) for mean in (100, 90))
    assert (fast <= slow + 1e-9).all()
    assert draw_peaks(32, MERIDIAN, seed=1)[0, 0] != slow[0, 0]


def test_the_evening_of_the_log_has_a_lower_p99_than_the_preset():
    log = Service(4, traffic.SERVICE_MS, traffic.SHAPE**-0.5)
    assert round(p99(log, 115_000 / 3_600) / 1000, 2) == 0.48


def test_a_late_answer_and_an_hour_without_the_check_have_one_price():
    assert late_cost(50_000 / 3_600, 1) / 30 == pytest.approx(UNCHECKED_HOUR)


def test_money_follows_from_the_invented_prices():
    assert Service(4, 100, 1).cost() == 12_000
    assert Service(4, 100, 0.25).cost() == 17_000
    assert Service(4, 150, 2).cost() == 12_000
    assert late_cost(32, 0.01) == pytest.approx(32 * 3_600 * 30 * 0.01 * 0.8)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"servers": 0}, ValueError, "servers is 0; expected a whole number from 1"),
        ({"mean": 0}, ValueError, "mean is 0; expected a number from 1"),
        ({"variability": "high"}, TypeError, "variability is 'high'; expected a number"),
    ],
)
def test_bad_input_says_what_was_expected(options, error, message):
    with pytest.raises(error, match=message):
        Service(**options)
