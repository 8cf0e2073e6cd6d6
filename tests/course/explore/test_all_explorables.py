"""What every explorable of the course promises, in its default state and in the extreme ones."""

import json
import random
import re

import altair as alt
import numpy as np
import pytest
import vl_convert

from course import charts
from course.explore import GuessChoice, GuessLine
from course.explore.specification import title_of
from course.learner import progress
from course.syllabus.syllabus import READY
from scaling_ai_kit.explorable_rules import faults_of, rows_in
from support.explored import EXPLORABLES, knowing_no_charts, made, positions_of, solved_by_one_drag
from support.sampling import sampled

# A title such as "Month" or "Months since the release" is its own unit.
OWN_UNITS = ("Day", "Week", "Month", "Year", "Round")
UNIT = re.compile(rf"\(.+\)|^({'|'.join(OWN_UNITS)})s?\b")
NUMBERS = {"linear", "log", "symlog", "sqrt"}
# What is drawn of data, and neither an axis, a title nor a panel.
MARK = re.compile(
    r'aria-roledescription="(?!axis|(?:sub)?title|legend|group mark|[\w ]+ container)([\w ]+)"'
)
AXIS = re.compile(
    r'aria-label="[XY]-axis(?: titled (?:&apos;|\')(?P<title>.*?)(?:&apos;|\'))? for an? (?P<scale>\w+)'
)


@pytest.fixture(autouse=True, scope="module")
def own_progress(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", str(tmp_path_factory.mktemp("home") / "progress.json"))
        with knowing_no_charts():
            yield


def veiled(name):
    progress.forget()
    return made(name)


def make(name):
    """An explorable after the first guess that comes to mind."""
    explorable = veiled(name)
    guess = explorable.guess
    if isinstance(guess, GuessChoice):
        explorable.commit(guess.options[0])
    else:
        start = guess.slider.value
        explorable.commit([start] * len(guess.at) if isinstance(guess, GuessLine) else start)
    return explorable


def defaults_of(explorable):
    return {control["name"]: control["value"] for control in explorable.controls}


def sliders_of(explorable):
    """Every slider with its default; for points, both sliders with the places of all points."""
    for control in explorable.controls:
        if control["kind"] == "slider":
            yield control, [control["value"]]
        if control["kind"] == "points":
            for number, axis in enumerate("xy"):
                yield control[axis], [place[number] for place in control["value"].values()]


def states_of(explorable):
    """The default, each control moved alone to each of its ends, each preset, all at one end."""
    alone = {
        f"{control['name']}={position}": {control["name"]: position}
        for control in explorable.controls
        for position in positions_of(control)
    }
    together = {
        f"all at end {end}": {
            control["name"]: positions_of(control)[end] for control in explorable.controls
        }
        for end in (0, -1)
    }
    return {"default": {}, **alone, **explorable.presets, **together}


def drawn(spec, version):
    bare = {key: part for key, part in spec.items() if key != "$schema"}
    return vl_convert.vegalite_to_svg(bare, vl_version=version)


def at(name, state):
    explorable = make(name)
    explorable.move(**state)
    return explorable


def titles_in(spec):
    """Every title that somebody wrote, at any depth."""
    if isinstance(spec, dict):
        if isinstance(spec.get("title"), str):
            yield spec["title"]
        for part in spec.values():
            yield from titles_in(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from titles_in(part)


def fields_in(view, data=None):
    """Every field that a view draws, with the name of its data; computed fields are left out."""
    data = view.get("data", {}).get("name", data)
    if "transform" not in view and data:
        for channel in view.get("encoding", {}).values():
            if isinstance(channel, dict) and isinstance(channel.get("field"), str):
                yield data, channel["field"]
    for part in ("layer", "hconcat", "vconcat", "concat"):
        for inner in view.get(part, []):
            yield from fields_in(inner, data)


@pytest.fixture(scope="module", params=EXPLORABLES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def shown(name):
    """Every state of an explorable: its snapshot and its summary."""
    explorable = make(name)
    states = {}
    for label, state in states_of(explorable).items():
        explorable.move(**{**defaults_of(explorable), **state})
        states[label] = (explorable.snapshot(), explorable.summary)
    return states


@pytest.fixture(scope="module")
def default(name):
    return make(name)


@pytest.mark.parametrize("module", READY)
def test_every_module_of_explore_offers_explorables(module):
    folder = f"course/explore/{module}"
    explorable_names = [name for name in EXPLORABLES if name.startswith(f"{module}.")]
    assert explorable_names, f"{folder}/__init__.py: name its explorables in __all__"


def test_it_is_kept_under_the_name_by_which_it_is_called(name, default):
    assert default.name == name, f'its first argument is "{default.name}"; expected "{name}"'


def test_it_has_few_controls_each_with_a_label_and_a_default_within_its_range(default):
    count = len(default.controls)
    assert 2 <= count <= 5, f"it has {count} controls; expected two to five"
    assert all(control["label"] for control in default.controls), "a control has no label"
    default.move(**defaults_of(default))


def test_a_slider_reaches_its_default_and_both_ends_in_whole_steps(default):
    for slider, values in sliders_of(default):
        reach = np.array([*values, slider["high"]]) - slider["low"]
        steps = reach / slider["step"]
        ends = f"{slider['low']} to {slider['high']} in steps of {slider['step']}"
        message = f"{slider['label']}: {ends} does not reach its end or its value {values}"
        assert steps == pytest.approx(np.round(steps)), message


def test_its_first_preset_is_the_default_and_there_are_others(default):
    first, *others = default.presets.values()
    message = f"the first preset is {first}; expected {{}}, the default: {defaults_of(default)}"
    assert first == defaults_of(default), message
    assert others, "name at least one more preset, at another setting"


def test_it_asks_for_a_guess_and_explains_the_answer(default):
    guess = default.guess
    assert guess.prompt.endswith("?"), f"expected a question, with a question mark: {guess.prompt}"
    message = (
        f"the explanation says too little in {len(guess.explanation.split())} words, at least 8"
    )
    assert len(guess.explanation.split()) >= 8, message
    truths = json.loads(default.revealed)["truth"]
    for truth in truths if isinstance(truths, list) else [truths]:
        assert is_on_scale(guess, truth), f"the truth, {truth}, is beyond the guess's slider"


def is_on_scale(guess, truth):
    """Tell whether a guess could be the truth."""
    if isinstance(guess, GuessChoice):
        return truth in guess.options
    return guess.slider.low <= truth <= guess.slider.high


def test_it_gives_no_answer_before_the_learner_commits(name, default):
    explorable = veiled(name)
    assert (explorable.revealed, explorable.shown) == ("", "")
    scene = explorable.scene
    telling_texts = {
        scene.summary,
        scene.title,
        title_of(explorable.spec),
        explorable.guess.explanation,
    }
    bundle, _ = explorable._repr_mimebundle_()
    stored_spec = bundle[charts.VEGALITE_MIME]
    page = explorable.authored + bundle["text/plain"] + json.dumps(stored_spec)
    leaked_texts = [text for text in telling_texts if text and json.dumps(text)[1:-1] in page]
    assert not leaked_texts, f"before the guess a learner can read: {leaked_texts}"
    assert rows_in(stored_spec) == rows_in(explorable.before)
    assert bool(rows_in(stored_spec)) == bool(MARK.search(drawn(stored_spec, "5.20"))), (
        "empty axes are empty"
    )
    assert default.title in bundle["text/plain"]


def test_what_is_shown_before_the_guess_is_the_same_at_every_setting(name):
    explorable = veiled(name)
    first = explorable.snapshot()
    states = states_of(explorable)
    for label in sampled(states, every=6, kind=lambda label: "=" in label):
        explorable.move(**{**explorable.defaults, **states[label]})
        assert explorable.snapshot() == first, label


def test_it_sets_one_to_three_challenges(default):
    count = len(default.challenges)
    assert 1 <= count <= 3, f"it has {count} challenges; expected one to three"


def test_it_keeps_the_rules_of_every_course(default):
    assert list(faults_of(default)) == []


def test_a_challenge_is_reached_by_no_drag_of_one_control(default):
    easy = [
        f"{text!r} is reached by one drag from {start}, at {values}: ask for more"
        for start, values, text in solved_by_one_drag(default)
    ]
    assert not easy, "\n".join(easy[:3])


def test_a_meter_is_full_where_its_challenge_is_reached(default):
    for number, challenge in enumerate(default.challenges):
        for values in ({}, challenge.witness, *default.presets.values()):
            scene = default.scene_at(values)
            near = scene["near"][number]
            assert near is None or 0 <= near <= 1
            if challenge.text in scene["reached"]:
                assert near in {None, 1}, challenge.text


def test_its_chart_has_a_title_and_a_description(default):
    spec = default.snapshot()
    title, description = title_of(spec), spec["description"]
    assert len(title.split()) >= 3, f"expected a title of three words or more: {title!r}"
    message = f"charts.alt_text: expected a sentence of six words or more: {description!r}"
    assert len(description.split()) >= 6, message
    # On a phone its panels stand below one another.
    message = f"panels are below one another on a phone, so neither left nor right: {description!r}"
    assert not re.search(r"\b(left|middle|right):", description, re.IGNORECASE), message


def test_every_state_draws_marks_without_a_complaint(shown, capfd):
    for label in sampled(shown, every=6, kind=lambda label: "=" in label):
        svg = drawn(shown[label][0], version="5.20")
        assert MARK.search(svg), f"at {label} the chart is empty"
        assert "NaN" not in svg, f"at {label} the chart draws something that is not a number"
        assert "undefined" not in svg, f"at {label} the chart draws a value that is not there"
    complaints = "".join(capfd.readouterr())
    assert not complaints, f"Vega warns: {complaints}"


def test_every_panel_has_data_in_some_state_and_finds_its_fields_there(shown):
    for data, field in fields_in(shown["default"][0]):
        rows = [row for spec, _ in shown.values() for row in spec["datasets"].get(data, [])]
        assert rows, f"the frame {data} has no rows in any state, so its marks are never seen"
        message = f"the chart draws {field!r} of {data}, which has {', '.join(rows[0])}"
        assert all(field in row for row in rows), message


def test_the_newer_vega_of_the_page_draws_the_same_marks_as_the_one_of_jupyterlab(default):
    versions = [MARK.findall(drawn(default.snapshot(), version)) for version in ("5.20", "6.4")]
    assert versions[0] == versions[1]


def test_every_axis_says_what_it_shows_and_in_which_unit(default):
    spec = default.snapshot()
    axes = [match.groupdict() for match in AXIS.finditer(drawn(spec, "5.20"))]
    assert axes
    problems = [problem for axis in axes for problem in problems_of(axis, titles_in(spec))]
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def problems_of(axis, titles):
    title = axis["title"]
    if title not in titles:
        return [f"an axis has no title, it shows {title or 'none'}: give it one"]
    if axis["scale"] not in NUMBERS or UNIT.search(title):
        return []
    ways = f"put one in brackets, as in 'Wait (minutes)', or begin with {', '.join(OWN_UNITS)}"
    return [f"the axis {title!r} has no unit: {ways}"]


def test_every_state_survives_the_way_through_json(shown):
    for label in sampled(shown, every=6, kind=lambda label: "=" in label):
        spec, _ = shown[label]
        assert json.loads(json.dumps(spec, allow_nan=False)) == spec, label


@pytest.mark.whole
def test_its_snapshot_is_a_chart_that_altair_reads(shown):
    spec, _ = shown["default"]
    # Altair looks at each row, and rows are alike: three of each will do.
    spec = {**spec, "datasets": {name: rows[:3] for name, rows in spec["datasets"].items()}}
    again = alt.Chart.from_dict(spec).to_dict()
    assert again["datasets"] == spec["datasets"]
    assert again["title"] == spec["title"]


def test_the_summary_changes_and_always_carries_a_figure(shown):
    summaries = {label: summary for label, (_, summary) in shown.items()}
    assert len(set(summaries.values())) >= 2, "the scene's sentence is the same in all states"
    for label, summary in summaries.items():
        message = f"the scene's sentence at {label}: {summary!r}"
        assert re.search(r"\d", summary), f"no figure in {message}"
        odd = re.search(r"\bnan\b|\binf\b|None|Timestamp|np\.", summary)
        assert not odd, f"a value that no learner can read in {message}"
        assert len(re.findall(r"[.!?](?:\s|$)", summary)) <= 3, (
            f"more than three sentences in {message}"
        )


def test_every_control_changes_something(shown, default):
    scenes = {
        label: json.dumps([spec["datasets"], summary]) for label, (spec, summary) in shown.items()
    }
    for control in default.controls:
        alone = {text for label, text in scenes.items() if label.startswith(f"{control['name']}=")}
        message = f"the control {control['name']!r} changes neither a frame nor the sentence"
        assert len({*alone, scenes["default"]}) >= 2, message


def test_the_data_stays_small_enough_to_follow_a_slider(shown):
    for label, (spec, _) in shown.items():
        size = len(json.dumps(spec["datasets"]))
        message = (
            f"at {label} the frames have {size:,} bytes, at most 200,000: aggregate in the model"
        )
        assert size < 200_000, message


def test_the_same_position_always_shows_the_same(name, shown):
    label = list(shown)[-1]
    spec, summary = shown[label]
    again = at(name, states_of(make(name))[label])
    message = f"a second run at {label} differs: seed the model, as in np.random.default_rng(seed)"
    assert again.summary == summary, message
    assert again.snapshot() == spec, message


def test_it_neither_uses_nor_disturbs_the_random_numbers_of_the_notebook(name):
    explorable = make(name)
    before, plain = np.random.get_state(), random.getstate()  # noqa: NPY002 - the global state is the test
    first = explorable.shown
    explorable.move(**list(explorable.presets.values())[-1])
    np.random.seed(1)  # noqa: NPY002 - a notebook may do this
    explorable.move(**defaults_of(explorable))
    assert explorable.shown == first, "the model uses NumPy's global random numbers: seed its own"
    np.random.set_state(before)  # noqa: NPY002 - leave no trace
    explorable.move(**list(explorable.presets.values())[-1])
    after = np.random.get_state()  # noqa: NPY002 - the global state is the test
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))
    assert random.getstate() == plain


def test_its_still_stands_in_for_it_where_no_kernel_runs(default):
    bundle, _ = default._repr_mimebundle_()
    spec = dict(bundle[charts.VEGALITE_MIME])
    assert bundle["text/plain"].startswith(default.summary)
    spec.pop("$schema")
    assert "http" not in json.dumps(spec)
