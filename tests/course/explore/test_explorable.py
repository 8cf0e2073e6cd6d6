"""The explorable class: what a learner sees and moves, with a kernel and without one."""

import json
import re

import altair as alt
import pandas as pd
import pytest
from jsonschema import ValidationError

from course import charts
from course.browser import front
from course.explore import Challenge, Scene
from course.explore.explorable import KNOWN_SPECS
from course.explore.ghosts import guess_rules
from course.learner import progress
from support.toy_explorable import CRISIS, NUMBER, chart, line, shift, situation, veiled

STATES = [{}, {"size": 0.0}, {"size": 2.0}, {"kind": "concept"}, {"season": True}]


def sent(explorable):
    """All that the page has of an explorable, as text."""
    state = explorable.get_state()
    return json.dumps([state[name] for name in ("authored", "revealed", "shown", "solved")])


def position(explorable):
    """Where the controls stand, as the page knows it."""
    return explorable.get_state(["values"])["values"]


def test_the_summary_describes_the_default_before_anything_is_touched():
    assert shift().summary == "Accuracy falls by 1.7 points in 4 months."


def test_moving_a_control_changes_the_chart_and_the_summary():
    explorable = shift()
    before = explorable.snapshot()
    explorable.move(size=1.5)
    assert explorable.summary == "Accuracy falls by 5.0 points in 4 months."
    after = explorable.snapshot()
    assert after["datasets"]["months"] != before["datasets"]["months"]
    assert after["title"]["subtitle"][0].startswith("Accuracy falls by 5.0 points in 4 months.")


def test_moving_one_control_leaves_the_others_where_they_are():
    explorable = shift()
    explorable.move(kind="concept")
    explorable.move(size=1.0)
    assert position(explorable) == {"size": 1.0, "kind": "concept", "season": False}
    assert explorable.summary == "Accuracy falls by 10.0 points in 4 months."


def test_a_move_in_the_page_has_the_same_effect_as_one_in_code():
    in_code, in_page = shift(), shift()
    in_code.move(size=1.5)
    in_page.set_state({"values": {**position(in_page), "size": 1.5}})
    assert in_page.summary == in_code.summary
    assert in_page.shown == in_code.shown


@pytest.mark.parametrize("state", STATES)
def test_the_baseline_stays_at_the_default_while_the_controls_move(state):
    default, explorable = shift(), shift()
    explorable.move(**state)
    datasets = explorable.snapshot()["datasets"]
    assert datasets["baseline_months"] == default.snapshot()["datasets"]["months"]


@pytest.mark.parametrize("state", STATES)
def test_without_a_kernel_a_still_chart_and_its_summary_are_shown(state):
    explorable = shift()
    explorable.move(**state)
    bundle, _ = explorable._repr_mimebundle_()
    spec = bundle[charts.VEGALITE_MIME]
    expected = f"{explorable.summary} Run this cell to move it."
    assert bundle["text/plain"] == " ".join(spec["title"]["subtitle"]) == expected
    assert spec["description"] == "Accuracy by month, with the default."
    columns = json.loads(explorable.shown)["data"]["months"]
    assert {name: [row[name] for row in spec["datasets"]["months"]] for name in columns} == columns


def test_the_still_names_no_address_but_its_schema():
    spec = shift()._repr_mimebundle_()[0][charts.VEGALITE_MIME]
    assert spec.pop("$schema").startswith("https://vega.github.io/schema/vega-lite/v5")
    assert "http" not in json.dumps(spec)


def test_the_style_sheet_loads_nothing():
    assert not re.search(r"url\(|@import|http", front.style())


def test_a_chart_that_a_page_knows_already_is_not_made_again(monkeypatch):
    original = shift(before=situation)

    def never():
        raise AssertionError("the chart is made again")

    specs = {"chart": original.spec, "before": original.before}
    monkeypatch.setitem(KNOWN_SPECS, original.chart_name, specs)
    again = shift(chart=never, before=never)
    assert (again.authored, again.revealed) == (original.authored, original.revealed)


def test_vega_is_sent_once_for_all_explorables():
    assert shift()._vega == shift()._vega
    assert len(shift().authored) + len(shift().revealed) < 12_000


def test_missing_values_of_any_kind_reach_the_page_as_null():
    explorable = shift()
    expected = [None, "quiet", None, "quiet"]
    assert json.loads(explorable.shown)["data"]["months"]["note"] == expected
    assert [row["note"] for row in explorable.snapshot()["datasets"]["months"]] == expected


def test_a_preset_names_every_control_so_that_it_undoes_earlier_moves():
    assert shift().presets == {
        "As in the pilot": {"size": 0.5, "kind": "covariate", "season": False},
        "A crisis": {"size": 2.0, "kind": "concept", "season": False},
    }


def test_before_the_guess_the_page_gets_no_datum_no_summary_and_no_title_of_the_chart():
    explorable = veiled()
    explorable.move(size=1.5)
    assert explorable.veiled
    assert (explorable.revealed, explorable.shown) == ("", "")
    for answer in ("falls by", "A larger shift", "0.88", "Look at the line", "holiday"):
        assert answer not in sent(explorable)
    assert "Accuracy (share of loans)" in sent(explorable)


def test_before_the_guess_the_still_is_an_empty_chart_that_asks():
    bundle, _ = veiled()._repr_mimebundle_()
    spec = bundle[charts.VEGALITE_MIME]
    assert spec["title"]["text"] == "How much accuracy does a shift cost?"
    assert " ".join(spec["title"]["subtitle"]) == "What falls? Run this cell to move it."
    assert set(map(len, spec["datasets"].values())) == {0}
    assert bundle["text/plain"].startswith("How much accuracy does a shift cost?")


def test_before_the_guess_only_panels_that_take_it_are_shown_and_have_room():
    def two():
        low = chart(guess_rules("y")).properties(height=90, title="It falls")
        return charts.alt_text(alt.hconcat(low, line("months"), title="Both fall"), "Two panels.")

    (panel,) = veiled(guess=NUMBER, chart=two).before["hconcat"]
    assert panel["title"] == "It falls"
    assert panel["height"] == 200
    assert len(veiled(chart=two).before["hconcat"]) == 1

    def plain():
        both = alt.hconcat(line("months"), line("months"), title="Both fall")
        return charts.alt_text(both, "Two panels.")

    assert len(veiled(chart=plain).before["hconcat"]) == 2


def test_rows_that_stand_in_the_chart_itself_are_veiled_too():
    answer = alt.Chart(alt.InlineData([{"accuracy": 0.71}])).mark_rule().encode(y="accuracy:Q")
    explorable = veiled(chart=lambda: chart(answer))
    assert "0.71" not in sent(explorable)
    explorable.just_explore()
    assert "0.71" in sent(explorable)


def test_a_guess_lifts_the_veil_and_is_kept_in_the_learners_progress():
    explorable = veiled()
    explorable.set_state({"answer": {"guess": "Nothing"}})
    assert not explorable.veiled
    assert json.loads(explorable.revealed)["truth"] == "Accuracy"
    assert json.loads(explorable.shown)["title"] == "A larger shift costs more"
    assert progress.done("drift") == {"shift": {"guess": "Nothing"}}


def test_somebody_who_just_explores_is_remembered_as_such():
    assert not shift().veiled
    assert progress.done("drift") == {"shift": {"skipped": True}}


def test_a_learner_who_comes_back_has_the_guess_and_the_challenges():
    first = veiled(challenges=(CRISIS,))
    first.commit("Nothing")
    first.move(size=1.5, kind="concept")
    again = veiled(challenges=(CRISIS,))
    assert again.answer == {"guess": "Nothing"}
    assert again.solved == [CRISIS.text]
    assert not again.veiled
    assert again.summary == veiled().summary  # the controls begin again


def test_a_guess_that_the_question_no_longer_knows_is_asked_for_again():
    progress.record("drift.shift", guess="Everything", solved=["A goal of last year"])
    explorable = veiled(challenges=(CRISIS,))
    assert explorable.veiled
    assert explorable.solved == []


def test_a_guess_that_is_no_option_is_refused():
    explorable = veiled()
    with pytest.raises(ValueError, match="expected one of Nothing, Accuracy; got 'Both'"):
        explorable.commit("Both")
    assert progress.done("drift") == {}


def test_a_challenge_is_solved_when_the_controls_reach_it_and_stays_solved():
    explorable = shift(challenges=(CRISIS,))
    explorable.move(size=1.5)
    assert explorable.solved == []
    explorable.move(kind="concept")
    assert explorable.solved == [CRISIS.text]
    explorable.move(size=0.0)
    assert explorable.solved == [CRISIS.text]
    assert progress.done("drift")["shift"]["solved"] == [CRISIS.text]


def test_a_challenge_is_not_solved_behind_the_veil():
    explorable = veiled(challenges=(CRISIS,))
    explorable.move(**CRISIS.witness)
    assert explorable.solved == []


def test_the_truth_of_a_number_is_read_from_the_model():
    explorable = veiled(guess=NUMBER, chart=lambda: chart(guess_rules("y")))
    explorable.commit(8)
    assert json.loads(explorable.revealed)["truth"] == 5.0
    datasets = explorable.snapshot()["datasets"]
    assert datasets["guess"] == [{"value": 8, "label": "you: 8%"}]
    assert datasets["truth"] == [{"value": 5.0, "label": "answer: 5%"}]


@pytest.mark.parametrize(
    ("setting", "count"), [({}, 1), ({"kind": "concept"}, 1), ({"size": 0.9}, 0)]
)
def test_a_guess_stands_at_the_start_and_where_it_was_asked_only(setting, count):
    explorable = veiled(guess=NUMBER, chart=lambda: chart(guess_rules("y")))
    explorable.commit(8)
    explorable.move(**setting)
    datasets = explorable.snapshot()["datasets"]
    assert [len(datasets["guess"]), len(datasets["truth"])] == [count, count]


def test_a_title_that_the_scene_gives_wins_over_that_of_the_chart():
    explorable = shift(
        model=lambda **_: Scene({"months": pd.DataFrame({"month": [1]})}, "1.", "Now this")
    )
    assert explorable.snapshot()["title"]["text"] == "Now this"
    assert json.loads(explorable.shown)["title"] == "Now this"


def test_what_an_author_wrote_reaches_the_page_with_its_nulls_and_in_its_order():
    def sorted_by_data():
        axis = alt.Y("note:N", sort=None, axis=None, title=None)
        return chart(alt.Chart(alt.NamedData("months")).mark_tick().encode(y=axis))

    explorable = shift(chart=sorted_by_data)
    page_spec = json.loads(explorable.get_state(["revealed"])["revealed"])["spec"]
    assert json.dumps(page_spec) == json.dumps(charts.spec_of(sorted_by_data()))
    presets = json.loads(explorable.get_state(["authored"])["authored"])["presets"]
    assert [name for name, _ in presets] == ["As in the pilot", "A crisis"]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"kind": "concept", "size": 3}, "Size: expected 0 to 2 sd, got 3"),
        ({"size": 1, "sise": 1}, "no control 'sise'; there are size, kind, season"),
    ],
)
def test_a_refused_move_changes_nothing(setting, message):
    explorable = shift()
    before = (position(explorable), explorable.shown)
    with pytest.raises(ValueError, match=message):
        explorable.move(**setting)
    assert (position(explorable), explorable.shown) == before


def untitled():
    return charts.alt_text(alt.Chart(alt.NamedData("months")).mark_bar(), "Bars")


def goal(**arguments):
    return {"challenges": (Challenge("Lose.", lambda *_: False, "Move.", **arguments),)}


REFUSED = {
    "preset 'Crisis': there is no control 'sise'": {"presets": {"Crisis": {"sise": 1}}},
    "Kind: expected one of covariate, concept; got 'prior'": {"presets": {"": {"kind": "prior"}}},
    "opens 'A war', which is not a preset; there are As in the": goal(witness={}, opens=("A war",)),
    "challenge 'Lose.': there is no control 'sise'": goal(witness={"sise": 1}),
    "layer ghosts.guess_rules()": {"guess": NUMBER},
    "no alternative text": {"chart": lambda: chart().properties(description="")},
    "needs a title that says its point": {"chart": untitled},
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_an_author_wrote_wrongly_is_named(message):
    with pytest.raises(ValueError, match=re.escape(message)):
        shift(**REFUSED[message])


def test_a_chart_that_is_no_vega_lite_is_refused():
    with pytest.raises((ValidationError, alt.utils.schemapi.SchemaValidationError)):
        shift(chart=lambda: chart().properties(title=3))


@pytest.mark.parametrize("length", [30, 95, 300])
def test_a_long_summary_is_broken_into_lines_and_loses_no_word(length):
    words = ("seven " * length)[:length].strip()
    explorable = shift(model=lambda **_: Scene({"months": pd.DataFrame({"month": [1]})}, words))
    lines = explorable.snapshot()["title"]["subtitle"]
    assert " ".join(lines) == f"{words} Run this cell to move it."
    assert max(map(len, lines)) <= 110


def test_a_title_of_several_parts_keeps_them_beside_the_summary():
    explorable = shift(chart=lambda: chart().properties(title=alt.Title("Point", fontSize=20)))
    title = explorable.snapshot()["title"]
    assert (title["text"], title["fontSize"]) == ("Point", 20)
    assert title["subtitle"][0].startswith(explorable.summary)


def test_an_explorable_without_a_question_opens_at_once():
    explorable = veiled(guess=None, presets=None)
    assert not explorable.veiled
    assert progress.done("drift") == {}
