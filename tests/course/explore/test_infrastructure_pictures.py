"""The queue's picture: each mark is a request, and its counts are those of the words."""

import pytest

from course.explore import infrastructure
from course.explore.infrastructure.peak import CHAIRS, peak_rows
from course.simulate.infrastructure.load import Service
from course.simulate.infrastructure.peak import CHAIR, SECONDS, watch_peak

CORE = {
    "load": ("arrivals", "servers", "mean"),
    "availability": ("model", "store", "repair", "fallback"),
    "canary": ("share", "watch", "delay", "rule"),
}
BUSY = [(32, Service()), (40, Service()), (64, Service(8)), (76, Service(1)), (76, Service(10))]


@pytest.fixture(scope="module")
def load():
    return infrastructure.load()


def scene(explorable, **setting):
    return explorable._model(**explorable.setting(setting))


def rows_in(spec):
    """Every row of data that a specification holds, at any depth."""
    if isinstance(spec, dict):
        yield from spec.get("values", []) if "values" in spec else ()
        spec = [part for key, part in spec.items() if key != "values"]
    for part in spec if isinstance(spec, list) else ():
        yield from rows_in(part)


@pytest.mark.parametrize(("arrivals", "service"), BUSY)
def test_each_strip_is_one_stay_and_the_rest_is_counted_at_the_door(arrivals, service):
    stays, rows = watch_peak(arrivals, service), peak_rows(arrivals, service)
    strips = rows["stays"]
    assert strips["id"].is_unique
    assert strips["id"].str.endswith("s").sum() == (stays["place"] != CHAIR).sum()
    standing_stays = stays[(stays["place"] == CHAIR) & (stays["number"] >= CHAIRS)]
    assert len(strips) + len(standing_stays) == len(stays)
    outside_count = (standing_stays["end"] == SECONDS).sum()
    words = rows["doors"]["words"][0]
    assert words == (
        f"Waiting room, and {outside_count} more outside" if outside_count else "Waiting room"
    )
    is_waiting = strips["id"].str.endswith("w")
    assert (strips.loc[is_waiting, "low"] > 0).all()
    assert (strips.loc[~is_waiting, "low"] < 0).all()
    assert len(rows["lanes"]) == service.servers


@pytest.mark.parametrize("arrivals", [16, 32, 38, 40])
def test_the_hundred_answers_show_how_many_are_late_and_how_slow_the_slowest_is(load, arrivals):
    picture = scene(load, arrivals=arrivals)
    answers = picture.data["answers"]
    assert len(answers) == 100
    assert answers["late"].mean() == pytest.approx(picture.facts["late"], abs=0.01)
    assert answers["seconds"].iloc[-1] == pytest.approx(picture.facts["p99"] / 1000, rel=0.01)
    assert (answers["row"] <= 31).all()


def test_before_the_guess_there_is_a_usual_evening_at_any_setting():
    usual = infrastructure.load()
    other = infrastructure.load(at={"arrivals": 40, "servers": 2})
    assert usual.before == other.before
    rows = [row for row in rows_in(usual.before) if isinstance(row, dict)]
    assert sum("fate" in row for row in rows) > 100
    assert len(rows) <= 600
    seconds = max(row.get("seconds", 0) for row in rows)
    assert seconds == pytest.approx(0.48, abs=0.005), "as the question says, and not the answer"


def test_the_core_asks_for_what_its_text_says():
    texts = {
        name: [challenge.text for challenge in getattr(infrastructure, name)(only=only).challenges]
        for name, only in CORE.items()
    }
    assert [text[:22] for text in texts["load"]] == ["Survive Black Friday: "]
    assert [text[:25] for text in texts["availability"]] == ["Bring harm and spending t"]
    assert len(texts["canary"]) == 2


def test_the_core_has_no_panel_for_a_control_that_it_hides():
    assert "The next step" not in str(infrastructure.load(only=CORE["load"]).spec)
    assert "100 months" not in str(infrastructure.availability(only=CORE["availability"]).spec)
