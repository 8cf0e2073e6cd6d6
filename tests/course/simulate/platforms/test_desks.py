"""Desks against queueing theory, and against simpy."""

import math

import numpy as np
import pytest
import simpy

from course.simulate.platforms.desks import Desk, serve

WORLDS, REQUESTS = 40, 6_000


def line(load, servers, shape, seed=0):
    """Arrivals and work of a long run with mean work 8 and gamma shape `shape`."""
    rng = np.random.default_rng(seed)
    arrivals = np.cumsum(rng.exponential(8 / (servers * load), (WORLDS, REQUESTS)), axis=1)
    return arrivals, rng.gamma(shape, 8 / shape, (WORLDS, REQUESTS))


def desk(work, low, high):
    return Desk(np.full(work.shape, low), np.full(work.shape, high), work)


@pytest.mark.parametrize(("load", "expected"), [(0.5, 13.0), (0.7, 19.0 + 2 / 3)])
def test_one_server_waits_as_pollaczek_and_khinchine_say(load, expected):
    arrivals, work = line(load, 1, 4)
    (ends,) = serve(arrivals, [desk(work, 0, 1)], 1)
    variation = 1 / 4  # coefficient of variation of a gamma with shape 4, squared
    formula = 8 + load * 8 * (1 + variation) / (2 * (1 - load))
    assert formula == pytest.approx(expected)
    assert (ends - arrivals).mean() == pytest.approx(formula, rel=0.02)


def test_several_servers_wait_as_erlang_says():
    servers, load = 5, 0.8
    arrivals, work = line(load, servers, 1)
    (ends,) = serve(arrivals, [desk(work, 0, servers)], servers)
    offered = servers * load
    last = offered**servers / math.factorial(servers) / (1 - load)
    waits = last / (sum(offered**k / math.factorial(k) for k in range(servers)) + last)
    assert (ends - arrivals).mean() == pytest.approx(
        8 + waits * 8 / (servers * (1 - load)), rel=0.03
    )


def ends_in_simpy(arrivals, work, servers):
    """The same queue, as an event simulation: requests come, hold a server and leave."""
    world = simpy.Environment()
    desk, ends = simpy.Resource(world, servers), np.zeros(len(arrivals))

    def come(number):
        yield world.timeout(arrivals[number])
        with desk.request() as turn:
            yield turn
            yield world.timeout(work[number])
        ends[number] = world.now

    for number in range(len(arrivals)):
        world.process(come(number))
    world.run()
    return ends


@pytest.mark.parametrize("servers", [1, 3, 8])
def test_it_ends_each_request_when_simpy_does(servers):
    arrivals, work = (each[:3, :300] for each in line(0.9, servers, 4, seed=1))
    (ends,) = serve(arrivals, [desk(work, 0, servers)], servers)
    simpy_ends = [ends_in_simpy(*world, servers) for world in zip(arrivals, work, strict=True)]
    assert ends == pytest.approx(np.array(simpy_ends))


def test_desks_know_nothing_of_each_other_and_keep_to_their_servers():
    arrivals, work = (each[:2, :200] for each in line(0.9, 3, 4))
    alone = serve(arrivals, [desk(work, 0, 3)], 3)[0]
    both = serve(arrivals, [desk(work, 0, 3), desk(work, 2, 3)], 3)
    assert (both[0] == alone).all()
    assert both[1] == pytest.approx(serve(arrivals, [desk(work, 0, 1)], 1)[0])


def test_a_request_without_work_delays_nobody():
    arrivals = np.array([[0.0, 1.0, 2.0]])
    work = np.array([[5.0, 0.0, 5.0]])
    assert serve(arrivals, [desk(work, 0, 1)], 1)[0].tolist() == [[5.0, 5.0, 10.0]]
