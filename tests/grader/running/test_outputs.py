"""Outputs of any form: the page is made, and nothing on it runs."""

import pytest
from nbconvert import HTMLExporter
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from split_grader.course.settings import safe_feedback
from split_grader.pages.preprocessors import SoundOutputs
from split_grader.running.outputs import sound

VALUES = [
    *(None, 5, [1, None], {"a": 1}, True, "x", ["a\n", "b"], "<script>alert(1)</script>"),
    *("\ud800", ["\ud800"], {"a": "\ud800"}),
]
KINDS = [
    *("text/plain", "text/html", "text/markdown", "text/latex", "text/vnd.mermaid", ""),
    *("image/png", "image/jpeg", "image/svg+xml", "application/json", "application/javascript"),
    *("application/vnd.jupyter.widget-view+json", "application/vnd.vegalite.v5+json"),
]
METADATA = [
    {},
    None,
    5,
    {"image/png": 5, "filenames": 3},
    {"image/png": {"width": "1 onload=alert(1)", "height": "1"}, "image/jpeg": None},
    {"filenames": {"image/png": "//elsewhere.example/x.png"}},
]
OTHERS = [
    *(None, 5, "text", [], {}, {"output_type": "display_data"}, {"output_type": None}),
    *({"output_type": "pyout", "text": "x"}, {"output_type": ["stream"]}, {"data": {}}),
    *({"output_type": "stream", "name": 5, "text": [1]}, {"output_type": "stream"}),
    *({"output_type": "error", "traceback": 5}, {"output_type": "error", "traceback": [None, 1]}),
    {"output_type": "execute_result", "data": [1], "execution_count": "x"},
    {"output_type": "display_data", "data": {"image/svg+xml": "x"}, "svg_filename": "//elsewhere"},
]
HOSTILE = [
    {"output_type": kind, "data": {mime: value}, "metadata": metadata, "execution_count": value}
    for kind in ("display_data", "execute_result")
    for mime in KINDS
    for value in VALUES
    for metadata in METADATA
]


def _page(outputs):
    notebook = new_notebook(cells=[new_code_cell("1")])
    notebook.cells[0].outputs = [from_dict(output) for output in outputs]
    config = Config()
    safe_feedback(config)
    notebook, _ = SoundOutputs().preprocess(notebook, {})
    page, _ = HTMLExporter(config=config).from_notebook_node(notebook)
    return page


def test_a_page_is_made_of_outputs_of_any_form_and_nothing_on_it_runs():
    page = _page(HOSTILE + OTHERS)
    page.encode()
    for forbidden_text in ("<script>alert", "onload=", "elsewhere", "jp-Mermaid"):
        assert forbidden_text not in page.split("</head>")[1]


@pytest.mark.parametrize("output", OTHERS, ids=repr)
def test_each_malformed_output_becomes_a_sound_one_or_none(output):
    for sound_output in sound([output]):
        assert sound_output.output_type in {"stream", "error", "display_data", "execute_result"}
        assert all(isinstance(text, str) for text in sound_output.get("data", {}).values())


def test_what_honest_work_shows_stays():
    picture = {
        "output_type": "display_data",
        "data": {"image/png": "iVBORw0KGgo=\n", "text/plain": ["<Figure ", "1>"]},
        "metadata": {"image/png": {"width": 300, "height": 200.5}},
    }
    table = {
        "output_type": "execute_result",
        "data": {"text/html": "<table></table>", "text/plain": "a"},
        "metadata": {},
        "execution_count": 3,
    }
    chart = {"output_type": "display_data", "data": {"application/vnd.vegalite.v5+json": {"a": 1}}}
    first, second, third = sound([picture, table, chart])
    assert first.data == {"image/png": "iVBORw0KGgo=\n", "text/plain": "<Figure 1>"}
    assert first.metadata == {"image/png": {"width": 300, "height": 200.5}}
    assert second == table
    assert third.data["application/vnd.vegalite.v5+json"] == {"a": 1}
    assert 'src="data:image/png;base64,iVBORw0KGgo=' in _page([picture])


def test_a_table_of_a_whole_data_set_is_shown_as_its_short_text():
    table = "<table>" + "<tr><td>1</td></tr>" * 20_000 + "</table>"
    data = {"text/html": table, "text/plain": "the first and the last rows"}
    page = _page([{"output_type": "display_data", "data": data, "metadata": {}}])
    assert "the first and the last rows" in page
    assert "&lt;tr" not in page


def test_numbers_that_are_none_are_left_out():
    chart = {"application/vnd.vega.v5+json": {"width": float("nan")}, "text/plain": "x"}
    (output,) = sound([{"output_type": "display_data", "data": chart}])
    assert list(output["data"]) == ["text/plain"]
    for count, expected in ((7, 7), (-1, None), (10**4000, None), (True, None)):
        (output,) = sound([{"output_type": "execute_result", "data": {}, "execution_count": count}])
        assert output["execution_count"] == expected
