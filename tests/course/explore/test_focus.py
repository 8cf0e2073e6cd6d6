"""What a lesson shows of an explorable with `only` and `at`."""

import inspect
import json

import altair as alt
import pandas as pd
import pytest

from course import charts
from course.explore import Challenge, Explorable, GuessChoice, GuessNumber, Scene, Slider, Toggle
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.learner import progress


def model(size, price, *, loud):
    worth = size * price
    return Scene(
        {
            "worth": pd.DataFrame({"case": ["here"], "worth": [worth]}),
            "noise": pd.DataFrame({"case": ["here"], "noise": [10 * loud]}),
        },
        f"It is worth {worth:g}.",
        facts={"worth": worth, "noise": 10 * loud},
    )


def chart():
    bars = {
        name: alt.Chart(alt.NamedData(name)).mark_bar().encode(x=f"{name}:Q", y="case:N")
        for name in ("worth", "noise")
    }
    worth = charts.alt_text(
        alt.layer(bars["worth"], guess_rules(), title="Worth"), "The worth of this case."
    )
    noise = charts.alt_text(bars["noise"].properties(title="Noise"), "The noise around it.")
    return alt.hconcat(worth, noise, title="What it is worth")


DEAR = Challenge(
    "Make it worth 12 or more.",
    lambda _values, scene: scene.facts["worth"] >= 12,
    hint="Both count.",
    witness={"size": 6},
)
RICH = Challenge(
    "Make it worth 60 or more.",
    lambda _values, scene: scene.facts["worth"] >= 60,
    hint="Both count.",
    witness={"size": 10, "price": 10},
)
QUIET = Challenge(
    "Make it worth 8 or more, and say at which price.",
    lambda _values, scene: scene.facts["worth"] >= 8,
    hint="Any size.",
    witness={"size": 4},
    needs=("price",),
)
NUMBER = GuessNumber(
    "What is three of them worth?",
    Slider("worth", "Worth", 0, 100, 1, 50),
    truth=lambda scene: scene.facts["worth"],
    explanation="Size times price.",
    setting={"size": 3},
)
PRESETS = {"As it is": {}, "Large": {"size": 5}, "Dear": {"price": 5}, "Loud": {"loud": True}}
PANELS = {"Noise": ("loud",)}


def made(focus=Focus(), **changes):  # noqa: B008 - a value, never changed
    parts = {
        "title": "What is it worth?",
        "controls": (
            Slider("size", "Size", 0, 10, 1, 1),
            Slider("price", "Price", 0, 10, 1, 2),
            Toggle("loud", "Loud"),
        ),
        "model": model,
        "chart": chart,
        "presets": PRESETS,
        "guess": NUMBER,
        "challenges": (DEAR, RICH, QUIET),
        "panels": PANELS,
    }
    return Explorable("drift.toy", focus=focus, **{**parts, **changes})


@focusable
def toy(focus):
    """Move a toy."""
    return made(focus)


def opened(**focus):
    explorable = toy(**focus)
    explorable.just_explore()
    return explorable


def names(explorable):
    return [control["name"] for control in json.loads(explorable.authored)["controls"]]


def goals(explorable):
    return [goal["text"] for goal in json.loads(explorable.authored)["challenges"]]


def test_without_arguments_everything_is_shown():
    explorable = opened()
    assert names(explorable) == ["size", "price", "loud"]
    assert goals(explorable) == [DEAR.text, RICH.text, QUIET.text]
    assert list(explorable.presets) == list(PRESETS)
    assert set(json.loads(explorable.shown)["data"]) == {"worth", "noise"}
    assert explorable.spec["description"] == "The worth of this case. The noise around it."


def test_only_the_named_controls_are_shown_and_the_others_stay():
    explorable = opened(only=("size",))
    assert names(explorable) == ["size"]
    explorable.move(size=4)
    assert explorable.summary == "It is worth 8."
    with pytest.raises(ValueError, match="'price' stays at 2 here; there are size"):
        explorable.move(price=3)
    assert explorable.summary == "It is worth 8."


def test_a_control_that_is_not_shown_stays_where_the_scene_puts_it():
    explorable = opened(only=("size",), at={"price": 7})
    explorable.move(size=4)
    assert explorable.summary == "It is worth 28."


def test_a_start_alone_changes_defaults_and_leaves_everything_in_place():
    explorable = opened(at={"price": 3})
    assert names(explorable) == ["size", "price", "loud"]
    price = json.loads(explorable.authored)["controls"][1]
    assert (price["value"], explorable.summary) == (3, "It is worth 3.")
    assert explorable.presets["Large"] == {"size": 5, "price": 3, "loud": False}
    assert json.loads(explorable.revealed)["first"]["worth"]["worth"] == [3]


def test_a_preset_stays_if_it_moves_only_what_is_shown():
    assert list(toy(only=("size",)).presets) == ["As it is", "Large"]
    assert list(toy(only=("size",), at={"price": 5}).presets) == ["As it is", "Large", "Dear"]
    assert toy(only=("size",), at={"price": 7}).presets["Large"]["price"] == 7


def test_a_challenge_stays_if_it_can_be_reached_and_its_text_needs_nothing_else():
    assert goals(toy(only=("size",))) == [DEAR.text]
    assert goals(toy(only=("size",), at={"price": 10})) == [DEAR.text, RICH.text]
    assert goals(toy(only=("size", "price"))) == [DEAR.text, RICH.text, QUIET.text]


def test_a_challenge_that_the_start_reaches_is_left_out_and_never_shown_as_solved():
    explorable = opened(at={"price": 10, "size": 2})
    assert goals(explorable) == [RICH.text]
    assert explorable.solved == []
    assert "solved" not in progress.done("drift")["toy"]


def test_a_panel_is_left_out_with_its_data_and_its_words():
    explorable = opened(only=("size", "price"))
    spec = explorable.snapshot()
    assert [panel["title"] for panel in spec["hconcat"]] == ["Worth"]
    assert spec["description"] == "The worth of this case."
    assert "noise" not in explorable.revealed + explorable.shown + json.dumps(spec)


def test_a_panel_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(ValueError, match=r"no panel with the title 'Nois'; there are Noise, Worth"):
        made(panels={"Nois": ("loud",)})


def test_a_panel_or_challenge_that_needs_an_unknown_control_is_refused():
    with pytest.raises(ValueError, match="panel 'Noise': there is no control 'lod'"):
        made(panels={"Noise": ("lod",)})
    odd = Challenge("Win.", lambda *_: False, "Move.", {}, needs=("lod",))
    with pytest.raises(ValueError, match=r"challenge 'Win\.': there is no control 'lod'"):
        made(challenges=(odd,))


def test_a_panel_cannot_go_if_another_has_no_alternative_text():
    def silent():
        return charts.alt_text(
            alt.hconcat(
                alt.layer(alt.Chart(alt.NamedData("worth")).mark_bar(), guess_rules()),
                alt.Chart(alt.NamedData("noise")).mark_bar().properties(title="Noise"),
                title="What it is worth",
            ),
            "Two charts.",
        )

    assert made(chart=silent).spec["description"] == "Two charts."
    with pytest.raises(ValueError, match=r"without 'Noise' has no panel, or one without an alt"):
        made(Focus(("size",)), chart=silent)


def test_the_truth_holds_at_the_values_of_the_scene():
    explorable = toy(only=("size",), at={"price": 7})
    explorable.commit(20)
    payload = json.loads(explorable.revealed)
    assert payload["truth"] == 21
    assert payload["at"] == [explorable.defaults, {"size": 3, "price": 7, "loud": False}]


def test_the_question_keeps_its_own_setting_unless_the_scene_names_that_control():
    usual_card = toy(only=("price",))
    usual_card.commit(1)
    assert json.loads(usual_card.revealed)["truth"] == 6  # three, though size stays at 1
    overruled_card = toy(only=("price",), at={"size": 2})
    overruled_card.commit(1)
    assert json.loads(overruled_card.revealed)["truth"] == 4


def test_a_core_and_its_workbench_share_a_guess_at_the_same_values():
    toy(only=("size",)).commit(8)
    assert progress.done("drift")["toy"] == {"guess": 8}
    assert toy().answer == {"guess": 8}


def test_a_guess_at_other_values_is_asked_again_and_then_counts():
    toy(only=("size",), at={"price": 7}).commit(8)
    assert toy(only=("size",), at={"price": 7}).answer == {"guess": 8}
    workbench = toy()
    assert workbench.veiled
    workbench.commit(5)
    assert progress.done("drift")["toy"] == {"guess": 5}
    assert toy(at={"price": 7}).veiled


def test_just_exploring_the_workbench_leaves_the_guess_of_the_core():
    toy(at={"price": 7}).commit(8)
    opened()
    assert toy(at={"price": 7}).answer == {"guess": 8}


def test_a_guess_that_makes_no_sense_in_the_progress_is_asked_again():
    for odd in ({"said": 8}, {"at": {"price": 7}}, {"said": 800, "at": {"price": 7}}, None):
        progress.record("drift.toy", guess=odd)
        assert toy(at={"price": 7}).veiled
        assert toy().veiled


def test_a_choice_is_another_question_at_another_start_too():
    choice = GuessChoice("Which?", ("This", "That"), 0, "Look.")
    made(Focus(at={"price": 7}), guess=choice).commit("This")
    assert made(guess=choice).veiled
    assert not made(Focus(only=("size",), at={"price": 7}), guess=choice).veiled


def test_a_core_forgets_no_challenge_that_only_the_workbench_shows():
    workbench = opened()
    workbench.move(**RICH.witness)
    core = opened(only=("size",))
    core.move(**DEAR.witness)
    solved_texts = progress.done("drift")["toy"]["solved"]
    assert set(solved_texts) == {DEAR.text, RICH.text, QUIET.text}
    assert goals(core) == [DEAR.text]


@pytest.mark.parametrize(
    ("focus", "message"),
    [
        ({"only": ("sise",)}, "only: there is no control 'sise'; there are size, price, loud"),
        ({"only": "size"}, r"only: expected names of controls, as in \(\"size\",\); got 'size'"),
        ({"only": ()}, r"only: expected names of controls, as in \(\"size\",\); got \(\)"),
        ({"at": {"sise": 3}}, "at: there is no control 'sise'; there are size, price, loud"),
        ({"at": {"size": 30}}, "Size: expected 0 to 10, got 30"),
        ({"at": {"loud": None}}, "Loud: expected True or False, got None"),
        ({"only": ("size",), "at": {"price": "7"}}, "Price: expected a number, got '7'"),
    ],
)
def test_what_is_no_control_or_out_of_range_is_refused(focus, message):
    with pytest.raises(ValueError, match=message):
        toy(**focus)


def test_help_shows_both_arguments_and_explains_them():
    assert list(inspect.signature(toy).parameters) == ["only", "at"]
    words = inspect.getdoc(toy)
    assert words.startswith("Move a toy.\n\nParameters\n----------\nonly\n    Names of the")
