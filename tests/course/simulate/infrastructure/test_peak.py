"""A few seconds of a peak, request by request: the same queue as in the formulas."""

import numpy as np
import pytest

from course.simulate.infrastructure.load import (
    PEAK_REQUESTS,
    Service,
    draw_peaks,
    luck,
    share_later_than,
    wait,
)
from course.simulate.infrastructure.peak import CHAIR, SECONDS, SERVER, WARM_UP, watch_peak

P17 = Service()
# Arrivals and services that the lesson asks for.
SETTINGS = [
    (32, P17), (36, P17), (40, P17), (40, Service(5)), (40, Service(4, 75)),
    (64, Service(8)), (64, Service(5, 60)),
]  # fmt: skip


def split(stays):
    return (stays[stays["place"] == place] for place in (CHAIR, SERVER))


@pytest.mark.parametrize(("arrivals", "service"), SETTINGS)
def test_times_to_answers_are_those_of_the_drawn_peaks(arrivals, service):
    stays = watch_peak(arrivals, service, seconds=5, seed=2)
    times = draw_peaks(arrivals, service, peaks=1, seed=2)[0] / 1000
    arrival_times = np.cumsum(luck(1, PEAK_REQUESTS, 2, service.variability)[0][0]) / arrivals
    start = arrival_times[WARM_UP]
    _, services = split(stays)
    whole = services[(services["end"] < 5) & (arrival_times[services["request"]] > start)]
    assert len(whole) > 50
    durations = whole["end"] + start - arrival_times[whole["request"]]
    assert np.allclose(durations, times[whole["request"]])


@pytest.mark.parametrize(("arrivals", "service"), [*SETTINGS, (76, Service(1, 150, 2))])
def test_nobody_shares_a_place_and_nobody_waits_while_a_server_is_idle(arrivals, service):
    stays = watch_peak(arrivals, service)
    for _, places in stays.groupby(["place", "number"]):
        sequence = places.sort_values("begin")
        assert (sequence["begin"].to_numpy()[1:] >= sequence["end"].to_numpy()[:-1] - 1e-9).all()
    waits, services = split(stays)
    assert set(services["number"]) <= set(range(service.servers))
    for moment in np.arange(0.05, SECONDS, 0.1):
        busy, sitting = (
            ((rows["begin"] <= moment) & (rows["end"] > moment)).sum() for rows in (services, waits)
        )
        assert busy == service.servers or sitting == 0


def test_a_request_waits_before_it_is_served_and_is_late_in_both_places():
    waits, services = split(watch_peak(40, P17))
    both = waits.merge(services, on="request", suffixes=("_waiting", "_served"))
    assert len(both) > 50
    assert np.allclose(both["end_waiting"], both["begin_served"])
    assert (both["late_waiting"] == both["late_served"]).all()


def test_requests_keep_their_luck_at_every_setting():
    (_, few), (_, many) = (split(watch_peak(arrivals, Service(10))) for arrivals in (32, 64))
    both = few.merge(many, on="request")
    # Those that begin and end inside take as long with both.
    inside = both[(both["begin_x"] > 0) & (both["end_x"] < 3)]
    inside = inside[(inside["begin_y"] > 0) & (inside["end_y"] < 3)]
    lengths = [inside[f"end_{side}"] - inside[f"begin_{side}"] for side in "xy"]
    assert len(inside) > 50
    assert np.allclose(*lengths)


@pytest.mark.parametrize(("arrivals", "service"), SETTINGS)
def test_the_seconds_that_are_shown_look_like_the_long_run(arrivals, service):
    waits, services = split(watch_peak(arrivals, service))
    busy = service.utilisation(arrivals)
    chance, mean = wait(service, busy)
    lengths = [(rows["end"] - rows["begin"]).sum() / SECONDS for rows in (waits, services)]
    assert lengths[0] == pytest.approx(arrivals * chance * mean / 1000, abs=0.5)
    assert lengths[1] / service.servers == pytest.approx(busy, abs=0.06)
    late = share_later_than(500, service, busy)
    assert services["late"].mean() == pytest.approx(late, abs=0.05)


def test_a_picture_has_at_most_600_marks():
    counts = [
        len(watch_peak(arrivals, Service(servers, mean, variability)).query("number < 22"))
        for arrivals in (32, 64, 76)
        for servers in (1, 4, 10)
        for mean in (60, 95, 150)
        for variability in (0.25, 0.79, 2)
    ]
    assert max(counts) + 100 <= 600


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"arrivals": 0}, "arrivals is 0; expected a number from 1 to 100"),
        ({"arrivals": 32, "seconds": 9}, r"seconds is 9; expected a number from 0\.1 to 5"),
    ],
)
def test_bad_input_says_what_was_expected(options, message):
    with pytest.raises(ValueError, match=message):
        watch_peak(service=P17, **options)
