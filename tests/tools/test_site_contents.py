"""The notebooks of the browser edition, as a page without a Jupyter server reads them."""

import json

from nbformat.v4 import new_code_cell, new_notebook, new_output, writes

from tools.site import contents, paths


def test_outputs_of_several_lines_are_one_text(tmp_path, monkeypatch):
    table = new_output("display_data", data={"text/html": "<table>\n<tr>\n</table>"})
    notebook = new_notebook(cells=[new_code_cell("1\n2", outputs=[table])])
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
