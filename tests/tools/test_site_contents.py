"""The notebooks of the browser edition, as a page without a Jupyter server reads them."""

import json

from nbformat.v4 import new_code_cell, new_notebook, new_output, writes

from course import charts
from tools.site import contents, paths


def test_outputs_are_whole_texts_and_charts_carry_no_pictures(tmp_path, monkeypatch):
    table = new_output("display_data", data={"text/html": "<table>\n<tr>\n</table>"})
    chart = new_output("display_data", data={charts.VEGALITE_MIME: {}, "image/png": "iVBORw0KGgo="})
    photo = new_output("display_data", data={"image/png": "iVBORw0KGgo="})
    notebook = new_notebook(cells=[new_code_cell("1\n2", outputs=[table, chart, photo])])
    for name in ("modules", "exercises", "datasets"):
        (tmp_path / "course" / name).mkdir(parents=True)
    source = tmp_path / "course" / "modules" / "toy.ipynb"
    source.write_text(writes(notebook))
    assert isinstance(
        json.loads(source.read_text())["cells"][0]["outputs"][0]["data"]["text/html"], list
    )
    monkeypatch.setattr(paths, "ROOT", tmp_path / "course")
    contents.written(tmp_path / "files")
    (cell,) = json.loads((tmp_path / "files" / "modules" / "toy.ipynb").read_text())["cells"]
    assert cell["outputs"][0]["data"]["text/html"] == "<table>\n<tr>\n</table>"
    assert cell["source"] == "1\n2"
    assert [list(output["data"]) for output in cell["outputs"][1:]] == [
        [charts.VEGALITE_MIME],
        ["image/png"],
    ], "a chart is drawn; only a picture needs its file"
