"""The situation that an explorable shows before the guess."""

import json

import altair as alt
import pandas as pd
import pytest

from course import charts
from course.explore.ghosts import guess_rules
from scaling_ai_kit.explorable_rules import rows_in, told_before
from support.toy_explorable import NUMBER, chart, line, model, situation, veiled


def test_before_the_guess_the_situation_is_shown_if_there_is_one():
    explorable = veiled(before=situation)
    bundle, _ = explorable._repr_mimebundle_()
    stored_spec = bundle[charts.VEGALITE_MIME]
    assert [row["accuracy"] for row in rows_in(stored_spec)] == [0.9] * 4
    assert stored_spec["description"] == "Four months in which nothing has fallen yet."
    assert stored_spec["title"]["text"] == "How much accuracy does a shift cost?"
    sent_before = json.loads(explorable.authored)["spec"]
    assert rows_in(sent_before) == rows_in(stored_spec)
    assert (explorable.revealed, explorable.shown) == ("", "")
    explorable.just_explore()
    assert "0.9" not in explorable.revealed + explorable.shown
    assert explorable.snapshot()["description"] == "Accuracy by month, with the default."


def test_the_situation_is_the_same_wherever_the_controls_are():
    explorable = veiled(before=situation)
    first = explorable.snapshot()
    for state in ({"size": 0.0}, {"size": 2.0}, {"kind": "concept"}, {"season": True}):
        explorable.move(**state)
        assert explorable.snapshot() == first


def test_a_situation_without_its_own_data_is_refused():
    with pytest.raises(ValueError, match=r"draws months of the scene\. Give it its own data"):
        veiled(before=lambda: charts.alt_text(line("months"), "The months."))


def test_a_situation_that_does_not_draw_a_numeric_guess_is_refused():
    with pytest.raises(ValueError, match="picture before the guess does not draw the guess"):
        veiled(guess=NUMBER, chart=lambda: chart(guess_rules("y")), before=situation)


def over(frame, guess=None):
    """A situation with these rows."""
    points = alt.Chart(pd.DataFrame(frame)).mark_point().encode(x="month:Q", y="accuracy:Q")
    return charts.alt_text(alt.layer(points, *([guess] if guess else [])), "Months.")


@pytest.mark.parametrize(
    ("frame", "leaks"),
    [
        ({"month": [1], "accuracy": [5.0]}, ["5.0"]),
        ({"month": [1], "accuracy": [0.9], "words": ["It falls by 5%."]}, ["5.0"]),
        ({"month": [1], "accuracy": [0.9], "words": [NUMBER.explanation]}, [NUMBER.explanation]),
        ({"month": [1], "accuracy": [0.9], "words": ["15 months, 0.5"]}, []),
    ],
)
def test_a_situation_that_gives_a_number_away_is_found(frame, leaks):
    explorable = veiled(
        guess=NUMBER,
        chart=lambda: chart(guess_rules("y")),
        before=lambda: over(frame, guess_rules("y")),
    )
    assert told_before(explorable) == leaks


def test_a_situation_that_gives_an_option_or_a_scene_away_is_found():
    right = {"month": [1], "accuracy": [0.9], "words": ["Accuracy"]}
    assert told_before(veiled(before=lambda: over(right))) == ["Accuracy"]
    both = {"month": [1, 2], "accuracy": [0.9, 0.9], "words": ["Accuracy", "Nothing"]}
    assert told_before(veiled(before=lambda: over(both))) == []
    scene = model(0.5, "covariate", season=False).data["months"].astype({"note": "object"})
    leaks = told_before(veiled(before=lambda: over(scene[["month", "accuracy", "note"]])))
    assert leaks == ["months"]
