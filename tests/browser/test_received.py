"""What an author wrote of an explorable reaches the page as it was written."""

import json

import nbformat
import pytest

from browser.gallery import NAMES, make
from course import charts

pytestmark = pytest.mark.browser

# The models behind the explorables on the page, each by its title.
_MODELS = """() => {
  const widgets = (widget) => [widget, ...[...widget.children()].flatMap(widgets)];
  return Object.fromEntries(widgets(jupyterapp.shell.currentWidget.content)
    .map(({ _view }) => _view?.model).filter((model) => model?.get("authored"))
    .map((model) => {
      const { spec, ...authored } = JSON.parse(model.get("authored"));
      const revealed = JSON.parse(model.get("revealed"));
      return [authored.title, JSON.stringify({ ...authored, ...revealed })];
    }));
}"""


@pytest.fixture
def models(notebook):
    """What JavaScript reads of every explorable, each opened in a cell of one notebook."""
    cells = [f"from course import explore\n\nexplore.{name}()" for name in NAMES]
    book = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(book, notebook.lab.root / "all.ipynb")
    skipped = {"format": 1, "steps": {name: {"skipped": True} for name in NAMES}}
    notebook.lab.progress.write_text(json.dumps(skipped))
    notebook.open("all.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    notebook.unroll()
    return notebook.page.evaluate(_MODELS)


def test_order_types_and_nulls_reach_the_page_as_an_author_wrote_them(models):
    for shown in map(make, NAMES):
        received = json.loads(models[shown.title])
        authored = {
            "title": shown.title,
            "controls": shown.controls,
            "presets": [*shown.presets.items()],
            "spec": charts.rounded(shown.spec),
        }
        for part, expected in authored.items():
            assert written(received[part]) == written(expected), (shown.name, part)


def written(value):
    """A value as JavaScript writes it: in its order, and with whole numbers as such."""
    plain = json.loads(json.dumps(value), parse_float=lambda text: whole(float(text)))
    return json.dumps(plain)


def whole(number):
    return int(number) if number.is_integer() else number
