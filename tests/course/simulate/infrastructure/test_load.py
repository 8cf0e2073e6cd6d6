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
    PEAKS,
    SPREAD,
    Service,
    _answer,
    answer_times,
    draw_peaks,
    late_cost,
    p99,
    percentile,
    share_later_than,
    wait,
)

P17 = Service()
EXPONENTIAL = Service(4, 100, 1)  # M/M/4, for which formulas are exact


@pytest.mark.parametrize(("servers", "busy"), [(1, 0.5), (2, 0.75), (4, 0.8), (10, 0.9)])
def test_the_chance_to_wait_is_erlangs_second_formula(servers, busy):
    load = servers * busy
    full = load**servers / factorial(servers) / (1 - busy)
    exact = full / (sum(load**n / factorial(n) for n in range(servers)) + full)
    chance, mean = wait(Service(servers, 100, 1), busy)
    assert chance == pytest.approx(exact)
    assert mean == pytest.approx(100 / (servers * (1 - busy)))


def test_one_server_with_exponential_times_answers_in_exponential_time():
    # M/M/1: the time to an answer is exponential with mean S / (1 - utilisation).
    one = Service(1, 100, 1)
    for busy in (0.5, 0.8, 0.95):
        exact = stats.expon(scale=100 / (1 - busy))
        assert percentile(one, np.array([busy]))[0] == pytest.approx(exact.ppf(0.99), rel=0.005)
        assert share_later_than(500, one, busy) == pytest.approx(exact.sf(500), rel=0.005)


@pytest.mark.parametrize("arrivals", [24, 32, 36])
def test_four_servers_agree_with_the_closed_form_of_mm4(arrivals):
    # Density of the sum of an exponential work time and the wait of M/M/c, integrated by hand.
    work, (chance, delay) = 100.0, wait(EXPONENTIAL, arrivals / 40)
    both = (work * np.exp(-500 / work) - delay * np.exp(-500 / delay)) / (work - delay)
    exact = (1 - chance) * np.exp(-500 / work) + chance * both
    assert share_later_than(500, EXPONENTIAL, arrivals / 40) == pytest.approx(exact, rel=0.005)


@pytest.mark.parametrize("variability", [0.5, 1.0, 2.0])
def test_long_draws_agree_with_the_formula(variability):
    service = Service(4, 100, variability)
    latencies = draw_peaks(32, service, peaks=10, requests=40_000)[:, 2_000:]
    slow = np.quantile(latencies, 0.99, axis=1)
    error = slow.std(ddof=1) / np.sqrt(len(slow))
    # The formula is exact for exponential times, and an approximation for others: 2%.
    assert abs(slow.mean() - p99(service, 32)) < 3 * error + 0.02 * slow.mean() * (variability != 1)


def test_simpy_finds_the_same_times_request_by_request():
    rng = np.random.default_rng(3)
    arrivals = np.cumsum(rng.exponential(1000 / 38, 3_000))
    work = rng.gamma(1, 100, 3_000)
    times = np.zeros(3_000)
    world = simpy.Environment()
    servers = simpy.Resource(world, capacity=4)

    def request(number):
        yield world.timeout(arrivals[number])
        with servers.request() as turn:
            yield turn
            yield world.timeout(work[number])
        times[number] = world.now - arrivals[number]

    for number in range(3_000):
        world.process(request(number))
    world.run()
    gaps = np.diff(arrivals, prepend=0.0)
    assert np.allclose(times, _answer(gaps, work, 4))


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
    chance, mean = wait(EXPONENTIAL, 0.8)
    error = np.std(means, ddof=1) / np.sqrt(len(means))
    assert abs(np.mean(means) - chance * mean) < 3 * error


@pytest.mark.parametrize(
    ("service", "busy"),
    [(P17, 0.76), (P17, 0.95), (Service(1, 150, 2), 0.9), (Service(8, 60, 0.25), 0.3)],
)
def test_many_percentiles_at_once_agree_with_single_ones(service, busy):
    shares = np.array([0.1, 0.5, 0.9, 0.99])
    single = [percentile(service, np.array([busy]), share)[0] for share in shares]
    assert answer_times(service, busy, shares) == pytest.approx(single, rel=0.015)


def test_discovery_the_last_points_hurt_most():
    assert p99(P17, 32) == pytest.approx(477, abs=2)
    assert p99(P17, 40) == pytest.approx(1835, abs=8)  # a quarter more: nearly four times
    for service in (Service(5), Service(4, 75)):
        assert p99(service, 40) < p99(P17, 32)
    grows = {
        servers: p99(Service(servers), 9.5 * servers) / p99(Service(servers), 8 * servers)
        for servers in (4, 8, 16)
    }
    assert grows[4] > grows[8] > grows[16] > 1


def test_discovery_which_lever_wins_depends_on_how_busy_and_how_many():
    def wins_from(better, servers):
        """The utilisation from which a lever beats half the spread."""
        steady = Service(servers, variability=SPREAD / 2)
        for busy in np.arange(0.3, 0.98, 0.01):
            arrivals = busy * servers / 0.095
            if p99(better, arrivals) < p99(steady, arrivals):
                return round(float(busy), 2)
        return None

    assert [wins_from(Service(servers + 1), servers) for servers in (2, 4, 8)] == [0.6, 0.79, 0.9]
    assert wins_from(Service(4, 95 * 0.8), 4) == 0.72
    assert wins_from(Service(2), 1) == 0.3, "one more server counts most in a small team"


def test_discovery_those_that_wait_wait_almost_five_times_as_long_and_work_does_not_grow():
    for servers in (1, 4, 8):
        (_, before), (_, after) = (wait(Service(servers), busy) for busy in (0.76, 0.95))
        assert after / before == pytest.approx(4.8)
    work_alone = Service(8).times(np.array([0.99]))[0]
    assert work_alone / p99(Service(8), 64) > 0.85


def test_discovery_a_short_test_near_the_edge_flatters():
    long_run = p99(P17, 40)
    short = np.concatenate(
        [np.quantile(draw_peaks(40, P17, seed=seed), 0.99, axis=1) for seed in range(20)]
    )
    assert (short < long_run).mean() > 0.9
    percentiles = np.quantile(draw_peaks(40, P17), 0.99, axis=1)
    assert len(percentiles) == PEAKS
    assert (percentiles < long_run).all()


def test_discovery_faster_and_steadier_together_do_what_neither_does_alone():
    assert p99(Service(4, 85, SPREAD), 34) > 300
    assert p99(Service(4, 95, 0.4), 34) > 300
    assert p99(Service(4, 85, 0.4), 34) < 300


def late_on_black_friday(servers, mean):
    service = Service(servers, mean)
    return share_later_than(500, service, service.utilisation(64))


def test_discovery_black_friday_is_cheaper_with_a_faster_model_at_these_prices():
    assert [servers for servers in range(6, 10) if late_on_black_friday(servers, 95) <= 0.01] == [
        8,
        9,
    ]
    assert late_on_black_friday(7, 95) == pytest.approx(0.0104, abs=0.0001), "just misses 99%"
    assert Service(8).cost() == 24_000
    cheap = [
        (servers, mean)
        for servers in range(4, 9)
        for mean in range(60, 96, 5)
        if late_on_black_friday(servers, mean) <= 0.01 and Service(servers, mean).cost() <= 20_000
    ]
    assert cheap == [(5, 60), (5, 65), (6, 75), (6, 80)]
    for servers, mean in cheap:  # one server is down: over the cliff
        assert late_on_black_friday(servers - 1, mean) > 0.2


def test_discovery_the_cheapest_plans_with_one_server_down():
    def cost_of(means):
        return min(
            (Service(servers, mean).cost(), servers, mean)
            for servers in range(4, 12)
            for mean in means
            if late_on_black_friday(servers - 1, mean) <= 0.01
        )

    assert cost_of([95]) == (27_000, 9, 95)
    assert cost_of(range(60, 96, 5)) == (21_000, 6, 65)


def test_overload_has_no_long_run():
    assert p99(EXPONENTIAL, 40) == inf
    assert share_later_than(500, EXPONENTIAL, 1.0) == 1
    early, late = np.split(draw_peaks(60, EXPONENTIAL).mean(axis=0), 2)
    assert late.mean() > 2 * early.mean()


def test_the_same_luck_meets_every_setting():
    slow, fast = (draw_peaks(32, replace(P17, mean=mean)) for mean in (100, 90))
    assert (fast <= slow + 1e-9).all()
    assert draw_peaks(32, P17, seed=1)[0, 0] != slow[0, 0]


def test_the_default_is_the_evening_of_the_log():
    log = Service(traffic.SERVERS, traffic.SERVICE_MS, traffic.SHAPE**-0.5)
    assert (log.servers, log.mean, round(log.variability, 2)) == (P17.servers, P17.mean, SPREAD)
    assert p99(log, 115_000 / 3_600) == pytest.approx(p99(P17, 32), rel=0.01)


def test_a_late_answer_and_an_hour_without_the_check_have_one_price():
    assert late_cost(50_000 / 3_600, 1) / 30 == pytest.approx(UNCHECKED_HOUR)


def test_money_follows_from_the_invented_prices():
    assert P17.cost() == Service(4, 150, 2).cost() == 12_000
    assert Service(4, 85).cost() == 13_000
    assert Service(4, variability=SPREAD / 4).cost() == 17_000
    assert late_cost(32, 0.01) == pytest.approx(32 * 3_600 * 30 * 0.01 * 0.8)
