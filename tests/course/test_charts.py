"""Charts draw without a network, and everybody can read them."""

import itertools
import json
import math
import re

import altair as alt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import charts
from course.browser import front

# Machado, Oliveira & Fernandes (2009), severity 1.0, for linear RGB.
SIGHT = {
    "normal sight": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
SRGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
D65 = np.array([0.95047, 1.0, 1.08883])

finite = st.floats(-1e300, 1e300, allow_subnormal=False)


def linear(colour):
    channel = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)


def contrast_on_white(colour):
    """WCAG 2.2 contrast ratio."""
    return 1.05 / (SRGB_TO_XYZ[1] @ linear(colour) + 0.05)


def lab(rgb):
    ratio = SRGB_TO_XYZ @ np.clip(rgb, 0, 1) / D65
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one, other, sight):
    """CIE 1976 colour difference; 2.3 is just noticeable side by side."""
    return np.linalg.norm(lab(sight @ linear(one)) - lab(sight @ linear(other)))


def night(part):
    """The colours of the palette in the dark, by those of the day, for `fill` or `stroke`."""
    matches = re.findall(
        rf'\[{part}="(#\w{{6}})" i\] {{ {part}: light-dark\((#\w{{6}}), (#\w{{6}})\)', front.style()
    )
    table = {attribute: dark for attribute, day, dark in matches if attribute == day}
    return {colour.lower(): table[colour.lower()] for colour in charts.PALETTE}


@pytest.fixture
def chart():
    frame = pd.DataFrame({"month": [1, 2, 3], "accuracy": [0.88, 1 / 3, 0.79]})
    line_chart = (
        alt.Chart(frame, title="Accuracy falls")
        .mark_line()
        .encode(x=alt.X("month:Q", title="Month (number)"), y=alt.Y("accuracy:Q", title="Accuracy"))
    )
    return charts.alt_text(line_chart, "A line that falls.")


@pytest.mark.parametrize("colour", [*charts.PALETTE[:4], charts.GREY, charts.INK])
def test_lines_stand_out_from_the_white_page(colour):
    assert contrast_on_white(colour) >= 3


@pytest.mark.parametrize("part", ["fill", "stroke"])
def test_every_colour_has_one_for_the_dark_that_stands_out_there(part):
    ground = re.search(r"--course-ground: light-dark\(#\w+, (#\w+)\)", front.style())[1]
    for colour in night(part).values():
        assert contrast_on_white(ground) / contrast_on_white(colour) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        *itertools.combinations(charts.PALETTE, 2),
        *itertools.combinations(night("fill").values(), 2),
    ],
)
def test_every_two_colours_of_the_palette_are_told_apart(one, other, sight):
    assert difference(one, other, SIGHT[sight]) >= 15


def test_a_red_and_a_green_of_the_same_lightness_would_not_pass():
    assert difference("#C00000", "#606000", SIGHT["deuteranopia"]) < 15


def test_a_chart_takes_the_colours_of_the_course_by_itself(chart):
    config = chart.to_dict()["config"]
    assert config["range"]["category"] == list(charts.PALETTE)
    assert config["line"]["color"] == charts.PALETTE[0]


@pytest.mark.parametrize("part", ["axis", "legend", "header"])
def test_no_word_takes_its_colour_from_the_theme_of_jupyterlab(part, chart):
    look = chart.to_dict()["config"][part]
    assert {look["labelColor"], look["titleColor"]} == {charts.INK}


def test_a_chart_is_shown_with_the_vega_that_jupyterlab_brings_along(chart):
    bundle = chart._repr_mimebundle_()
    assert set(bundle) == {charts.VEGALITE_MIME, "text/plain"}
    assert bundle["text/plain"] == "A line that falls."


def test_a_shown_chart_names_no_address_but_its_schema(chart):
    spec = chart._repr_mimebundle_()[charts.VEGALITE_MIME]
    assert spec.pop("$schema") == "https://vega.github.io/schema/vega-lite/v5.json"
    assert "http" not in json.dumps(spec)


def test_a_chart_without_alternative_text_says_so_where_it_is_shown(chart):
    text = alt.Chart(chart.data).mark_line()._repr_mimebundle_()["text/plain"]
    assert "charts.alt_text" in text


def test_a_specification_without_alternative_text_is_refused(chart):
    assert charts.spec_of(chart)["description"] == "A line that falls."
    with pytest.raises(ValueError, match=r"no alternative text.*charts\.alt_text"):
        charts.spec_of(alt.Chart(chart.data).mark_line())


@pytest.mark.parametrize("combine", [alt.layer, alt.hconcat, alt.vconcat])
def test_combined_charts_take_alternative_text_too(chart, combine):
    both = charts.alt_text(combine(chart, chart), "Two lines.")
    assert charts.spec_of(both)["description"] == "Two lines."


def test_the_same_chart_is_stored_as_the_same_bytes(chart):
    first, second = (json.dumps(chart._repr_mimebundle_()) for _ in range(2))
    assert first == second
    assert "0.33333" in first
    assert "0.333333" not in first


def test_alternative_text_leaves_the_given_chart_as_it_was(chart):
    charts.alt_text(chart, "Another text.")
    assert chart.to_dict()["description"] == "A line that falls."


@given(finite)
def test_rounding_twice_changes_nothing_more(value):
    once = charts.rounded(value)
    assert charts.rounded(once) == once


@given(finite.filter(lambda value: abs(value) > 1e-300))
def test_rounding_keeps_five_significant_digits(value):
    assert charts.rounded(value) == pytest.approx(value, rel=5.1e-5, abs=0)


def test_rounding_reaches_into_rows_and_leaves_everything_else_alone():
    rows = [{"n": 123_456_789, "x": 1.23456789, "name": "1.23456789", "on": True, "none": None}]
    assert charts.rounded(rows) == [
        {"n": 123_456_789, "x": 1.2346, "name": "1.23456789", "on": True, "none": None}
    ]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_json_cannot_say_becomes_null(value):
    assert json.dumps(charts.rounded([value])) == "[null]"


def test_a_picture_is_drawn_without_a_browser(chart):
    small = charts.to_png(charts.spec_of(chart), scale=1)
    large = charts.to_png(charts.spec_of(chart), scale=2)
    assert small.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(large[16:20]) == pytest.approx(2 * int.from_bytes(small[16:20]), abs=2)


def test_the_bundled_javascript_is_written_once_and_exports_the_renderer(tmp_path, monkeypatch):
    monkeypatch.setattr(charts, "_BUNDLE", tmp_path / "static" / "vega.js")
    monkeypatch.setattr(charts, "vega_bundle", charts.vega_bundle.__wrapped__)
    path = charts.write_vega_bundle()
    text = path.read_text(encoding="utf-8")
    assert "vegaEmbed" in text[-500:]
    path.write_text("export const kept = 1;", encoding="utf-8")
    assert charts.vega_bundle() == "export const kept = 1;"
