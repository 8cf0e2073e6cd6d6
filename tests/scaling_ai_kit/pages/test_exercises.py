"""An exercise in its page: which cells are open, and what is handed in."""

import json
import re
import subprocess

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from scaling_ai_kit.pages import exercises
from scaling_ai_kit.pages.assets import PAGE
from scaling_ai_kit.pages.sources import ROOT
from scaling_ai_kit.pages.templating import render
from split_grader.course.course import find_course
from split_grader.intake.collect import collect
from support.small_course import CONFIG, label

RELEASED = sorted(ROOT.glob("exercises/*/*.ipynb"))
HAND_IN = f"""
import {{ asFile, fileName, filled }} from "{(PAGE / "notebook.js").as_uri()}";
const told = [];
for (const {{ release, answers, learner, notebook }} of asked) {{
  told.push([fileName(learner, notebook), asFile(filled(release, answers, learner))]);
}}
"""
LABELS = f"""
import {{ Labels }} from "{(PAGE / "labels.js").as_uri()}";
const told = asked.map(({{ authored, typed }}) => {{
  const labels = new Labels(authored);
  const shown = labels.shown(authored);
  return [shown, labels.marked(shown), labels.marked(shown.replaceAll("Write here.", typed))];
}});
"""


@pytest.fixture(scope="session")
def node(require):
    """Run a script of the page with what it is asked; return what it told."""
    program = require("node", "nodejs")

    def run(script, data):
        lines = script.strip().splitlines()
        imports = [line for line in lines if line.startswith("import ")]
        others = [line for line in lines if not line.startswith("import ")]
        text = "\n".join(
            [
                *imports,
                'import { readFileSync } from "node:fs";',
                "const asked = JSON.parse(readFileSync(0));",
                *others,
                "console.log(JSON.stringify(told));",
            ]
        )
        process = subprocess.run(  # noqa: S603 - our own script
            [program, "--input-type=module", "--eval", text],
            input=json.dumps(data),
            capture_output=True,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        return json.loads(process.stdout)

    return run


def released(path):
    notebook = path.relative_to(ROOT).as_posix()
    return {"notebook": notebook, "release": json.loads(exercises.release(path))}


def answer_cells(cells):
    return [cell for cell in cells if exercises.role(cell) == "answer"]


def test_what_is_handed_in_is_the_release_with_the_answers_and_nothing_else(node):
    hand_ins = []
    for path in RELEASED:
        cells = answer_cells(nbformat.read(path, as_version=4).cells)
        answers = {cell.id: f"# {cell.id}\n\nréponse = '</script>'\n" for cell in cells}
        hand_ins.append({**released(path), "answers": answers, "learner": "anna"})
    assert len(hand_ins) == len(RELEASED) > 10
    for path, hand_in, (name, text) in zip(
        RELEASED, hand_ins, node(HAND_IN, hand_ins), strict=True
    ):
        release = nbformat.read(path, as_version=4)
        hand_in_notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(hand_in_notebook)
        assert name == f"anna_{path.name}"
        assert hand_in["answers"], f"{path.name} asks for something"
        for cell in release.cells:
            cell.source = hand_in["answers"].get(cell.id, cell.source)
        assert hand_in_notebook.cells == release.cells
        assert hand_in_notebook.metadata == {
            **release.metadata,
            "scaling_ai_course": {"learner": "anna"},
        }


def test_an_untouched_exercise_is_the_file_that_was_released(node):
    hand_ins = [{**released(path), "answers": {}, "learner": "anna"} for path in RELEASED]
    for path, (_, text) in zip(RELEASED, node(HAND_IN, hand_ins), strict=True):
        hand_in = json.loads(text)
        del hand_in["metadata"]["scaling_ai_course"]
        assert hand_in == json.loads(path.read_text(encoding="utf-8"))


def test_a_text_box_shows_labels_without_their_marks_and_hands_them_in_with_them(node):
    labels = [
        cell.source
        for path in RELEASED
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "markdown" and exercises.role(cell) == "answer"
    ]
    questions = [{"authored": source, "typed": "Mine, with **stress**."} for source in labels]
    for source, (text, content, answer) in zip(labels, node(LABELS, questions), strict=True):
        assert "*" not in text
        assert content == source
        assert answer == source.replace("*Write here.*", "Mine, with **stress**.")


LEARNERS = {
    "anna": "anna",
    "  Anna Lee ": "Anna-Lee",
    "anna.lee@example.org": "anna.lee@example.org",
    "4711004": "4711004",
    "s_4711": "s_4711",
    "Đặng Thị Ánh": "Đặng-Thị-Ánh",
    "O'Neill/../x": "O-Neill-..-x",
    "drift-fan": "drift-fan",
}


def test_the_grader_collects_the_file_by_its_name(node, tmp_path):
    course, folder = two_notebooks(tmp_path)
    parts = ["q3_platforms", "drift"]
    hand_ins = [
        {"release": {"cells": [], "metadata": {}}, "answers": {}, "learner": learner}
        | {"notebook": f"exercises/both/{part}.ipynb"}
        for learner in LEARNERS
        for part in parts
    ]
    for name, text in node(HAND_IN, hand_ins):
        (folder / name).write_text(text)
    collection = collect(course, "both", folder)
    assert {one.outcome for one in collection.files} == {"collected"}
    files = course.submitted(".", ".").resolve().rglob("*.ipynb")
    assert sorted((path.parts[-3], path.stem) for path in files) == sorted(
        (student, part) for student in LEARNERS.values() for part in parts
    )


def two_notebooks(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    source = tmp_path / "source" / "both"
    source.mkdir(parents=True)
    for name in ("q3_platforms", "drift"):
        nbformat.write(new_notebook(), source / f"{name}.ipynb")
    folder = tmp_path / "downloads"
    folder.mkdir()
    return find_course(tmp_path), folder


SUMS = {
    "read": new_markdown_cell("# Sums\n\nWrite `total`."),
    "setup": new_code_cell("import math", metadata=label("setup")),
    "q1_total": new_code_cell(
        "raise NotImplementedError", metadata=label("q1_total", solution=True)
    ),
    "q1_total-visible": new_code_cell(
        "assert total([1]) < 2", metadata=label("q1_total-visible", grade=True, points=1)
    ),
    "q1_total-hidden": new_code_cell(
        "# Hidden test: many.", metadata=label("q1_total-hidden", grade=True, points=1)
    ),
    "look": new_code_cell("total([1])"),
    "q4_written": new_markdown_cell(
        "*Write here.*", metadata=label("q4_written", grade=True, solution=True, points=2)
    ),
    "essay": new_markdown_cell(
        "*Write here.*", metadata=label("essay", grade=True, solution=True, points=2)
    ),
}


def test_it_is_known_of_each_cell_what_it_is_for_and_what_can_be_asked_of_it():
    cells = [nbformat.from_dict({**cell, "id": name}) for name, cell in SUMS.items()]
    assert {cell.id: exercises.role(cell) for cell in cells} == {
        "read": "text",
        "setup": "given",
        "q1_total": "answer",
        "q1_total-visible": "test",
        "q1_total-hidden": "hidden",
        "look": "own",
        "q4_written": "answer",
        "essay": "answer",
    }
    assert exercises.asked(cells) == {
        "q1_total": 'check("q1_total")',
        "q4_written": 'feedback("q4")',
    }


def test_the_page_holds_the_whole_release(tmp_path):
    path = tmp_path / "sums.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("'</script><script>'")]), path)
    page = render(
        "handin.html", aids="", lesson=None, checked=True, release=exercises.release(path)
    )
    (content,) = re.findall(r'id="release"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert json.loads(content) == json.loads(path.read_text())
