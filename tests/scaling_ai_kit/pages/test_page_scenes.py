"""What a page shows of an explorable and of outputs, without Python."""

import nbformat
import pytest

from course.explore import drift
from scaling_ai_kit.pages import widgets
from scaling_ai_kit.pages.assets import vega_script
from scaling_ai_kit.pages.figures import Figures
from support.explored import shown_by_page


def lesson_shift():
    """The part of the explorable that the lesson shows."""
    return drift.shift(only=("kind", "size"))


@pytest.fixture(scope="module")
def shift_state():
    return widgets.explorable_state(lesson_shift())


def test_a_preset_shows_what_the_explorable_shows_live(shift_state):
    shift, presets = lesson_shift(), shift_state["scenes"]["presets"]
    first = shift_state["scenes"]["first"]
    assert set(presets) == set(shift.presets)
    for name, values in shift.presets.items():
        shift.move(kind=values["kind"], size=values["size"])
        assert presets[name].get("summary", first["summary"]) == shift.summary
        assert shown_by_page(shift_state, presets[name]) == shift.scene_at(shift.values)["data"]


def test_a_control_alone_shows_what_the_explorable_shows_live(shift_state):
    shift = lesson_shift()
    defaults = dict(shift.values)
    cases = {"kind": 4, "size": 20}
    values = {"kind": shift.controls[0]["options"][4], "size": 1.0}
    assert set(shift_state["scenes"]["alone"]) == set(cases)
    for name, place in cases.items():
        shift.move(kind=defaults["kind"], size=defaults["size"])
        shift.move(**{name: values[name]})
        scene = shift_state["scenes"]["alone"][name][place]
        first = shift_state["scenes"]["first"]
        assert scene.get("summary", first["summary"]) == shift.summary
        assert shown_by_page(shift_state, scene) == shift.scene_at(shift.values)["data"]


def test_a_frame_that_grows_or_shrinks_is_kept_whole():
    first = {"waits": {"day": [1, 2], "cost": [3, 3]}, "same": {"x": [1]}}
    longer = {"waits": {"day": [1, 2, 3], "cost": [3, 3, 3]}, "same": {"x": [1]}}
    assert widgets._moved(first, longer) == {"waits": longer["waits"]}
    dearer = {"waits": {"day": [1, 2], "cost": [3, 4]}, "same": {"x": [1]}}
    assert widgets._moved(first, dearer) == {"waits": {"cost": [3, 4]}}


@pytest.mark.parametrize(
    ("control", "positions"),
    [
        ({"kind": "slider", "low": 0.0, "high": 0.3, "step": 0.1}, [0.0, 0.1, 0.2, 0.3]),
        ({"kind": "slider", "low": 10, "high": 24, "step": 5}, [10, 15, 20]),
        ({"kind": "choice", "options": ("a", "b")}, ["a", "b"]),
        ({"kind": "toggle"}, [False, True]),
    ],
)
def test_every_position_of_a_control_is_known(control, positions):
    assert widgets.positions(control) == positions


def test_an_explorable_is_left_at_its_defaults():
    shift = drift.shift()
    before = shift.summary
    state = widgets.explorable_state(shift)
    assert state["scenes"]["first"]["summary"] == before == shift.summary
    assert shift.values == shift.defaults


def test_a_page_has_scenes_of_the_shown_controls_only():
    call = widgets.last_call('explore.drift.shift(only=("size",), at={"pace": "seasonal"})')
    state = widgets.explorable_state(widgets.explorable(call))
    assert list(state["scenes"]["alone"]) == ["size"]
    assert list(state["scenes"]["presets"]) == ["Safer customers", "Christmas every year"]
    assert state["values"]["pace"] == "seasonal"
    assert (state["name"], state["chart_name"]) != ("drift.shift", "drift.shift")


def test_a_call_that_only_running_the_cell_could_tell_is_refused():
    call = widgets.last_call("explore.drift.shift(only=names)")
    with pytest.raises(ValueError, match=r"shift\(only=names\): the page needs plain values here"):
        widgets.explorable(call)


def test_a_frame_has_heads_that_say_what_they_head():
    markup = (
        '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th>'
        "<th>cost</th></tr><tr><th>pilot</th><th></th></tr></thead>"
        "<tbody><tr><th>P01</th><td>3</td></tr></tbody></table>"
    )
    cell = {"output_type": "display_data", "data": {"text/html": markup}}
    table = Figures("toy", "")._output(nbformat.from_dict(cell), None)
    assert '<tr><th scope="col">pilot</th><th scope="col">cost</th></tr></thead>' in table
    assert '<th scope="row">P01</th>' in table
    assert "style=" not in table
    assert "<th></th>" not in table


def test_text_is_shown_as_text():
    cell = {"output_type": "stream", "name": "stdout", "text": "a < b & <b>c</b>\n"}
    assert "a &lt; b &amp; &lt;b&gt;c&lt;/b&gt;" in Figures("toy", "")._output(
        nbformat.from_dict(cell), None
    )


def test_a_bundle_of_another_form_is_refused():
    with pytest.raises(ValueError, match="does not end by exporting vegaEmbed"):
        vega_script("export default 1;")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("x = 1\nexplore.drift.shift()", "explore.drift.shift"),
        ('checkpoint("drift")', "checkpoint"),
        ("shift = explore.drift.shift()", None),
        ("1 + 1", None),
        ("# nothing", None),
    ],
)
def test_what_a_cell_shows_is_known_from_its_last_line(source, name):
    call = widgets.last_call(source)
    assert (call.name if call else None) == name
