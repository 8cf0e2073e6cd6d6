"""Python in a lesson's page, without a browser: what cells show, and what becomes of widgets."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import altair as alt
import pandas as pd
import pytest

from course import charts
from course.explore import drift
from course.recall import checkpoints
from tools.site import paths
from tools.site.stubs.course_page.executor import Session
from tools.site.stubs.course_page.shown import mimebundle

STANDINS = paths.HERE / "stubs"
(FIRST, *_) = drift.shift().challenges
SOLVES = {**drift.shift().defaults, **FIRST.witness}
QUESTION = checkpoints.questions("drift")[0]["id"]


class Page:
    """A session, and the outputs that it has told."""

    def __init__(self):
        self.outputs = []
        self.session = Session(ModuleType("__main__"), self.outputs.append)

    def run(self, *sources):
        """Run cells; return the outputs of the last one."""
        for number, source in enumerate(sources, 1):
            self.outputs.clear()
            self.ended = self.session.run(source, number)
        return list(self.outputs)

    def shown(self, *sources):
        """What the last cell shows as text."""
        return [output["data"]["text/plain"] for output in self.run(*sources)]


@pytest.fixture
def page():
    return Page()


def test_a_cell_shows_the_value_of_its_last_line_and_names_stay(page):
    assert page.shown("a = 20\ndef twice(x):\n    return 2 * x", "twice(a) + 2") == ["42"]
    assert page.ended


@pytest.mark.parametrize("source", ["", "# nothing", "a = 1", "None", "41 + 1;", "def f(): 1"])
def test_a_cell_without_a_value_at_its_end_shows_nothing(page, source):
    assert page.run(source) == []
    assert page.ended


def test_what_is_printed_comes_in_its_order_with_what_is_shown(page):
    outputs = page.run(
        "import sys\nprint('one', end=' ')\nprint('two')\nprint('no', file=sys.stderr)\n3"
    )
    assert [output.get("text") for output in outputs] == ["one two\n", "no\n", None]
    assert [output.get("name") for output in outputs] == ["stdout", "stderr", None]
    assert outputs[-1]["output_type"] == "execute_result"


def test_an_error_names_the_learners_own_lines_and_none_of_the_libraries(page):
    (error,) = page.run(
        "import json\ndef read(text):\n    return json.loads(text)", "x = 1\nread('{')"
    )
    text = "\n".join(error["traceback"])
    assert (error["output_type"], error["ename"]) == ("error", "JSONDecodeError")
    assert "Cell 2, line 2, in <module>\n    read('{')" in text
    assert "Cell 1, line 3, in read\n    return json.loads(text)" in text
    assert "decoder.py" not in text
    assert text.endswith(error["evalue"])
    assert not page.ended


def test_a_syntax_error_shows_where_and_points_to_jupyter_for_its_commands(page):
    (error,) = page.run("total = (1,\n")
    assert error["traceback"][0].strip() == "Cell 1, line 1"
    assert "commands of Jupyter" not in "\n".join(error["traceback"])
    (error,) = page.run("%pip install mlflow")
    assert "commands of Jupyter" in error["traceback"][-1]


def test_what_ran_before_an_error_stays(page):
    assert page.shown("a = 1\nraise SystemExit", "a") == ["1"]


def test_a_loop_that_prints_does_not_flood_the_page(page):
    outputs = page.run("for number in range(5000):\n    print(number)")
    assert "".join(output["text"] for output in outputs).split() == [str(n) for n in range(5000)]
    assert len(outputs) < 500


def test_a_frame_is_shown_as_a_table_and_a_chart_as_what_vega_draws():
    frame = pd.DataFrame({"month": [1, 2]})
    assert "<table" in mimebundle(frame)["text/html"]
    chart = charts.alt_text(alt.Chart(frame).mark_point(), "Two months.")
    assert mimebundle(chart)[charts.VEGALITE_MIME]["description"] == "Two months."


def test_plain_values_and_classes_are_shown_as_text():
    assert mimebundle(pd.DataFrame) == {"text/plain": "<class 'pandas.DataFrame'>"}
    assert "\n" in mimebundle({"a" * 50: 1, "b" * 50: 2})["text/plain"]


SCRIPT = """
import json, sys
import course_page

told = []
ask = course_page.start(told.append)
answers = []
for message in json.load(sys.stdin):
    del told[:]
    if "widget" in message:
        message["widget"] = max(course_page.widgets._widgets)  # the last one that was made
    answers.append({**json.loads(ask(json.dumps(message))), "outputs": [json.loads(text) for text in told]})
print(json.dumps(answers))
"""


@pytest.fixture
def ask(tmp_path):
    """Ask Python as the page's worker does, with what replaces Jupyter there."""

    def asked(*messages):
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(STANDINS), str(paths.ROOT)]),
            "COURSE_PROGRESS": str(tmp_path / "progress.json"),
        }
        process = subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", SCRIPT],
            input=json.dumps(messages),
            env=environment,
            cwd=Path(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        return json.loads(process.stdout)

    return asked


def test_an_explorable_of_the_page_moves_and_what_was_done_is_kept(ask):
    file = json.dumps({"format": 1, "steps": {"drift.shift": {"guess": 81}}})
    _, open_reply, move_reply, repeat_reply = ask(
        {"ask": "progress", "text": file},
        {"ask": "open", "call": "explore.drift.shift()"},
        {"ask": "set", "widget": "last", "changes": {"values": SOLVES}},
        {"ask": "set", "widget": "last", "changes": {"values": SOLVES}},
    )
    assert open_reply["answer"]["state"]["answer"] == {"guess": 81}
    (changes,) = move_reply["changed"].values()
    assert set(changes) == {"shown", "solved"}, "the page has set the values itself"
    challenges = changes["solved"]
    assert len(challenges) == 1
    assert json.loads(move_reply["progress"])["steps"]["drift.shift"] == {
        "guess": 81,
        "solved": challenges,
    }
    assert (repeat_reply["changed"], repeat_reply["progress"]) == ({}, None)


def test_a_cell_makes_a_widget_and_moves_it_from_code(ask):
    first, second, third = ask(
        {
            "ask": "run",
            "number": 1,
            "source": "from course import explore\ns = explore.drift.shift()\ns",
        },
        {"ask": "shown", "widget": "last"},
        {"ask": "run", "number": 2, "source": "s.just_explore()\ns.move(size=0.8)"},
    )
    (output,) = first["outputs"]
    view = output["data"]["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == second["answer"]["widget"]
    assert third["changed"][view["model_id"]]["values"]["size"] == 0.8
    assert json.loads(third["progress"])["steps"]["drift.shift"] == {"skipped": True}


def test_a_checkpoint_answered_in_the_page_is_asked_again_by_the_review(ask):
    answers = {"answered": 1, "right": 0, "asked": 5, "answers": {QUESTION: 0}}
    file = json.dumps({"format": 1, "steps": {"drift.checkpoint": answers}})
    *_, reply = ask(
        {"ask": "progress", "text": file},
        {"ask": "open", "call": "checkpoint('drift')"},
        {
            "ask": "run",
            "number": 1,
            "source": "from course.recall import deck\n[e.question for e in deck.entries()]",
        },
    )
    assert reply["outputs"][0]["data"]["text/plain"] == f"[{QUESTION!r}]"


def test_display_is_there_without_an_import_as_in_a_notebook(ask):
    (answer,) = ask({"ask": "run", "number": 1, "source": "display(1, get_ipython() is not None)"})
    assert [output["data"]["text/plain"] for output in answer["outputs"]] == ["1", "True"]


def test_a_cell_reads_what_is_defined_here_and_shows_things_on_its_way(ask):
    (answer,) = ask(
        {
            "ask": "run",
            "number": 1,
            "source": "from IPython import get_ipython\nfrom IPython.display import HTML, display\n"
            "a = 1\ndisplay(HTML('<b>1</b>'))\nsorted(n for n in get_ipython().user_ns if n == 'a')",
        }
    )
    kinds = [(output["output_type"], sorted(output["data"])) for output in answer["outputs"]]
    assert kinds == [
        ("display_data", ["text/html", "text/plain"]),
        ("execute_result", ["text/plain"]),
    ]


def test_an_exercise_is_checked_in_the_page_with_its_notebook_as_it_stands(ask):
    path = "exercises/chapter_questions/q4_drift.ipynb"
    notebook = json.loads((paths.ROOT / path).read_text(encoding="utf-8"))
    (essay,) = (cell for cell in notebook["cells"] if cell["id"] == "q4_written")
    blank_text = json.dumps(notebook)
    essay["source"] = ["The applicants of today differ from those of the training data."]
    feedback = "from course import feedback\nfeedback('q4')"
    _, before, _, after, check_reply = ask(
        {"ask": "notebook", "path": path, "text": blank_text},
        {"ask": "run", "number": 1, "source": feedback},
        {"ask": "notebook", "path": path, "text": json.dumps(notebook)},
        {"ask": "run", "number": 1, "source": feedback},
        {"ask": "run", "number": 2, "source": "from course import check\ncheck('q4')"},
    )

    def said(answer):
        return answer["outputs"][0]["data"]["text/plain"]

    assert "You have not written an answer yet" in said(before)
    assert "points seem covered" in said(after)
    assert "not written" not in said(after)
    assert "run the cell that defines it" in said(check_reply)
    steps = json.loads(check_reply["progress"])["steps"]
    assert steps["exercise-chapter_questions.q4_fall"] == {"passed": False}
