"""Every notebook is what its text says, and every text has its notebook."""

import re
import subprocess
import sys

import nbformat
import pytest

from course import charts
from scaling_ai_kit import notebooks

TEXTS = sorted(notebooks.TEXT.glob("*.md"))
NOTEBOOKS = sorted(notebooks.TEXT.parent.glob("*.ipynb"))
UNSTABLE = re.compile(r"\bat 0x[0-9a-f]{6,}|IPY_MODEL_|/tmp/|/ipykernel_\d+")


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A module of two cells in its own folder."""
    monkeypatch.setattr(notebooks, "TEXT", tmp_path / "text")
    text = tmp_path / "text" / "01_toy.md"
    text.parent.mkdir()
    text.write_text(
        "---\njupytext:\n  text_representation:\n    format_name: myst\n---\n\n# Toy\n\n```{code-cell} ipython3\n1 + 1\n```\n",
        encoding="utf-8",
    )
    nbformat.write(notebooks.built(text), notebooks.notebook_of(text))
    return text


def test_there_are_modules_and_each_text_has_its_notebook_and_no_notebook_is_left_over():
    assert TEXTS
    assert [text.stem for text in TEXTS] == [notebook.stem for notebook in NOTEBOOKS]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_a_notebook_has_exactly_the_cells_of_its_text(text):
    assert notebooks.in_step(text), "run: make notebooks"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_stored_notebook_was_run_from_top_to_bottom_without_an_error(path):
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {output.output_type for cell in cells for output in cell.outputs}
    assert "error" not in kinds
    assert not any(output.get("name") == "stderr" for cell in cells for output in cell.outputs)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_stored_chart_has_a_picture_and_its_alternative_text_beside_it(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            if charts.VEGALITE_MIME in output.get("data", {}):
                assert output.data["image/png"]
                assert output.metadata["image/png"]["alt"] == output.data["text/plain"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_stored_output_is_the_same_on_every_machine(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            data = {**output.get("data", {})}
            data.pop("image/png", None)
            match = UNSTABLE.search(f"{data}{output.get('text', '')}")
            assert not match, f"{cell['id']}: {match}"
            assert notebooks.WIDGET_MIME not in data


def test_a_workbench_is_built_with_its_lesson_and_has_other_cells(toy):
    bench = toy.with_stem("01_toy_workbench")
    bench.write_text(toy.read_text(encoding="utf-8"), encoding="utf-8")
    assert all(notebooks.wanted(text, ["toy"]) for text in (toy, bench))
    assert notebooks.notebook_of(bench).name == "01_toy_workbench.ipynb"
    names = [{cell.id for cell in notebooks.built(text).cells} for text in (toy, bench)]
    assert names[0].isdisjoint(names[1])


def test_a_fresh_notebook_is_in_step(toy):
    assert notebooks.in_step(toy)


@pytest.mark.parametrize(
    ("old", "new"), [("1 + 1", "1 + 2"), ("# Toy", "# Game"), ("# Toy", "# Toy\n\n+++\n\nMore")]
)
def test_a_text_that_changed_is_out_of_step(toy, old, new):
    toy.write_text(toy.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert not notebooks.in_step(toy)


def test_a_text_without_a_notebook_is_out_of_step(toy):
    notebooks.notebook_of(toy).unlink()
    assert not notebooks.in_step(toy)


def test_a_notebook_edited_by_hand_is_out_of_step(toy):
    path = notebooks.notebook_of(toy)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = "1 + 3"
    nbformat.write(notebook, path)
    assert not notebooks.in_step(toy)


def test_outputs_alone_do_not_put_a_notebook_out_of_step(toy):
    path = notebooks.notebook_of(toy)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", text="2")]
    nbformat.write(notebook, path)
    assert notebooks.in_step(toy)


def test_the_same_text_gives_the_same_bytes(toy):
    first, second = (nbformat.writes(notebooks.built(toy)) for _ in range(2))
    assert first == second


def test_the_check_names_what_is_out_of_step_and_what_to_run(toy):
    notebooks.main(["--check"])
    notebooks.notebook_of(toy).unlink()
    with pytest.raises(SystemExit, match=r"01_toy\.md.*coursekit notebooks"):
        notebooks.main(["--check"])


@pytest.mark.usefixtures("toy")
def test_a_name_that_fits_no_module_is_answered_with_those_that_there_are():
    with pytest.raises(SystemExit, match="has a name with toi; there are 01_toy"):
        notebooks.main(["toi"])


def test_a_cell_that_fails_is_told_with_its_line_in_the_text_and_in_the_code(toy):
    source = "1 + 1\nfrom course.world import systems\n\nsystems()['trams']"
    code = toy.read_text(encoding="utf-8").replace("1 + 1", source)
    toy.write_text(code.replace("format_name", "extension: .md\n    format_name"), encoding="utf-8")
    with pytest.raises(SystemExit) as failure:
        notebooks.executed(toy)
    message = str(failure.value)
    assert message.startswith(
        "modules/text/01_toy.md:14: this cell fails: UnknownNameError: world.toml has"
    )
    assert re.search(r"\n  raised in course/base/require\.py, line \d+$", message)


def test_the_command_checks_this_repository():
    process = subprocess.run(
        [sys.executable, "-m", "scaling_ai_kit", "notebooks", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
