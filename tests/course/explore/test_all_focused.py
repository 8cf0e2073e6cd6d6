"""Every explorable with one control alone, and as each lesson calls it."""

import json
from pathlib import Path

import nbformat
import pytest

from course import charts, explore
from course.explore import GuessChoice, GuessLine
from course.explore.specification import title_of
from course.learner import progress
from scaling_ai_kit.pages.widgets import last_call
from support.explored import EXPLORABLES, knowing_no_charts, made, positions_of, solved_by_one_drag
from support.sampling import sampled

MODULES = Path(__file__).parents[3] / "modules"
EXAMPLES = [
    'explore.governance.explanation(only=("weight", "likeness"))',
    'explore.infrastructure.canary(only=("share", "watch", "delay", "rule"), at={"limit": 3})',
]


def focused_calls(notebook):
    """Every call of an explorable with arguments that a notebook shows."""
    cells = nbformat.read(notebook, as_version=4).cells
    calls = [last_call(cell.source) for cell in cells if cell.cell_type == "code"]
    explorable_calls = [call for call in calls if call and call.name.startswith("explore.")]
    return {call.text for call in explorable_calls if not call.text.endswith("()")}


SCENES = sorted(set(EXAMPLES).union(*map(focused_calls, MODULES.glob("*.ipynb"))))


@pytest.fixture(autouse=True, scope="module")
def own_progress(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", str(tmp_path_factory.mktemp("home") / "progress.json"))
        with knowing_no_charts():
            yield


def first_guess(guess):
    if isinstance(guess, GuessChoice):
        return guess.options[0]
    start = guess.slider.value
    return [start] * len(guess.at) if isinstance(guess, GuessLine) else start


@pytest.fixture(scope="module", params=EXPLORABLES)
def whole(request):
    progress.forget()
    return made(request.param)


@pytest.fixture(scope="module")
def alone(whole):
    """The explorable with one control alone: in the sample, with one of them."""
    controls = [control["name"] for control in whole.controls]
    names = sampled(controls, every=5, name=lambda control: f"{whole.name}.{control}")
    return {name: made(whole.name, only=(name,)) for name in names}


def test_a_control_alone_is_all_that_is_shown_and_all_that_moves(whole, alone):
    for name, explorable in alone.items():
        payload = json.loads(explorable.authored)
        assert [control["name"] for control in payload["controls"]] == [name]
        for _, preset in payload["presets"]:
            assert {**whole.defaults, name: preset[name]} == preset
            explorable.move(**{name: preset[name]})
        explorable.move(**{name: whole.defaults[name]})


def test_the_veil_holds_for_a_control_alone(alone):
    for explorable in filter(lambda card: card.guess, alone.values()):
        assert (explorable.revealed, explorable.shown) == ("", "")
        scene = explorable.scene
        telling_texts = (
            scene.summary,
            scene.title,
            title_of(explorable.spec),
            explorable.guess.explanation,
        )
        bundle, _ = explorable._repr_mimebundle_()
        stored_spec = bundle[charts.VEGALITE_MIME]
        page = explorable.authored + bundle["text/plain"] + json.dumps(stored_spec)
        assert not [text for text in telling_texts if text and json.dumps(text)[1:-1] in page]
        assert not [frame for frame, rows in stored_spec["datasets"].items() if rows]


def test_a_challenge_for_a_control_alone_is_open_and_can_be_solved_by_it(whole, alone):
    for name, explorable in alone.items():
        progress.forget()
        explorable.just_explore()
        assert explorable.solved == []
        for challenge in explorable.challenges:
            explorable.move(**{name: whole.setting(challenge.witness)[name]})
            assert challenge.text in explorable.solved


def test_the_truth_is_that_of_the_values_at_which_a_control_stays(whole):
    names = [control["name"] for control in whole.controls]
    guess_control = next(name for name in names if made(whole.name, only=(name,)).guess)
    for control in [one for one in whole.controls if one["name"] != guess_control][:1]:
        end = next(end for end in positions_of(control) if end != control["value"])
        progress.forget()
        scene = made(whole.name, only=(guess_control,), at={control["name"]: end})
        scene.commit(first_guess(scene.guess))
        guess_setting = {} if isinstance(whole.guess, GuessChoice) else whole.guess.setting
        there = whole._model(**whole.setting({**guess_setting, control["name"]: end}))
        assert json.loads(scene.revealed)["truth"] == charts.rounded(whole.guess.truth_in(there))


@pytest.fixture(scope="module", params=SCENES)
def scene(request):
    progress.forget()
    return eval(request.param, {"explore": explore})  # noqa: S307 - a call in a lesson


def test_no_drag_of_one_control_solves_a_challenge_of_a_scene(scene):
    assert solved_by_one_drag(scene) == []


def test_the_answer_of_a_scene_is_one_that_the_learner_can_give(scene):
    if scene.guess is None:  # the lesson asks in its text
        return
    scene.commit(first_guess(scene.guess))
    if not isinstance(scene.guess, GuessChoice):
        scene.guess.check(json.loads(scene.revealed)["truth"])


def test_an_explanation_without_scorecards_does_not_speak_of_them():
    progress.forget()
    scene = eval(EXAMPLES[0], {"explore": explore})  # noqa: S307 - see above
    scene.just_explore()
    assert "scorecard" not in json.dumps(scene.snapshot())
    assert len(scene.snapshot()["hconcat"]) == 1
