"""Every explorable in JupyterLab: what an author wrote arrives, and each challenge can be solved."""

import json

import nbformat
import pytest
from playwright.sync_api import expect

from browser.gallery import NAMES, make
from course import charts
from support.sampling import sampled

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
_ROLES = {"slider": "slider", "choice": "combobox", "toggle": "checkbox"}


@pytest.fixture(scope="module")
def every(notebook):
    """A notebook with every explorable, each opened in a cell."""
    cells = [f"from course import explore\n\nexplore.{name}()" for name in NAMES]
    book = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(book, notebook.lab.root / "all.ipynb")
    record = {"format": 1, "steps": {name: {"skipped": True} for name in NAMES}}
    notebook.lab.progress.write_text(json.dumps(record))
    notebook.open("all.ipynb")
    notebook.run_all()
    assert notebook.failures() == []
    notebook.unroll()
    return notebook


@pytest.fixture
def models(every):
    """What JavaScript reads of every explorable."""
    return every.page.evaluate(_MODELS)


def move(card, control, value):
    """Move a control to a value, as a learner does."""
    if control["kind"] == "points":
        group = card.get_by_role("group", name=control["label"], exact=True)
        for point, place in value.items():
            group.get_by_role("combobox").select_option(point)
            for axis, number in zip("xy", place, strict=True):
                move(group, {**control[axis], "kind": "slider"}, number)
        return
    field = card.get_by_role(_ROLES[control["kind"]], name=control["label"], exact=True)
    if control["kind"] == "choice":
        field.select_option(value)
    elif control["kind"] == "toggle":
        field.set_checked(value)
    else:
        field.fill(f"{value:g}")


@pytest.mark.parametrize("name", sampled(NAMES, every=3, kind=lambda name: name.split(".")[0]))
def test_a_learner_solves_each_challenge_by_its_controls(name, every):
    explorable = make(name)
    card = every.page.get_by_role("region", name=explorable.title, exact=True)
    every.open_controls(card)
    for challenge in explorable.challenges:
        setting = explorable.setting(challenge.witness)
        for control in explorable.controls:
            move(card, control, setting[control["name"]])
        summary = explorable.scene_at(challenge.witness)["summary"]
        expect(card.locator(".course-summary")).to_have_text(summary, timeout=30_000)
        expect(card.locator(".course-goals")).to_contain_text(f"Solved: {challenge.text}")


def test_order_types_and_nulls_reach_the_page_as_an_author_wrote_them(models):
    for explorable in map(make, NAMES):
        model = json.loads(models[explorable.title])
        parts = {
            "title": explorable.title,
            "controls": explorable.controls,
            "presets": [*explorable.presets.items()],
            "spec": charts.rounded(explorable.spec),
        }
        for part, expected in parts.items():
            assert written(model[part]) == written(expected), (explorable.name, part)


def written(value):
    """A value as JavaScript writes it: in its order, and with whole numbers as such."""
    plain = json.loads(json.dumps(value), parse_float=lambda text: whole(float(text)))
    return json.dumps(plain)


def whole(number):
    return int(number) if number.is_integer() else number
