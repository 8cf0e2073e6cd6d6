"""A saved notebook keeps what replaces a widget, not the widget."""

from course.browser.stored import WIDGET_MIME, without_widgets

VIEW = {"model_id": "abc"}


def saved(*bundles):
    """Save a notebook with a cell of text and one with these outputs; return what they keep."""
    outputs = [{"output_type": "display_data", "data": dict(bundle)} for bundle in bundles]
    outputs.append({"output_type": "stream", "name": "stdout", "text": "said"})
    cells = [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": outputs}]
    without_widgets(model={"type": "notebook", "content": {"cells": cells}}, path="any.ipynb")
    return [set(output["data"]) for output in outputs[:-1]]


def test_a_widget_goes_where_a_chart_or_a_page_stands_beside_it():
    plain = {"text/plain": "words"}
    assert saved({WIDGET_MIME: VIEW, "text/html": "<p>", **plain}) == [{"text/html", "text/plain"}]


def test_a_widget_that_has_only_its_own_name_beside_it_stays():
    assert saved({WIDGET_MIME: VIEW, "text/plain": "IntSlider()"}) == [{WIDGET_MIME, "text/plain"}]


def test_outputs_without_a_widget_stay_as_they_are():
    assert saved({"image/png": "", "text/plain": ""}) == [{"image/png", "text/plain"}]


def test_files_and_folders_are_left_alone():
    for model in ({"type": "file", "content": "{}"}, {"type": "directory", "content": None}):
        before = dict(model)
        without_widgets(model=model, path="any")
        assert model == before
