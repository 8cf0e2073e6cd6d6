"""feedback("q4") says what of a written answer seems to be there, in the question's words only."""

import json
import sys

import pytest

from course import feedback
from course.checks.written import readers

DRIFT = (
    "The inputs have changed since the model was trained, so this is data drift. First compare the "
    "distribution of the training data with today's, feature by feature, with PSI."
)
TEMPLATE = "**What is happening:**\n*Write here.*\n\n**Diagnosis:**\n*Write here.*\n\n**Repair:**\n*Write here.*"
FIX = "what steps the firm should take to fix it"


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """A folder with a saved notebook whose cell q4_written has this source."""
    monkeypatch.chdir(tmp_path)

    def save(source, cell_id="q4_written"):
        meta = {"nbgrader": {"grade_id": cell_id}}
        cells = [
            {"cell_type": "code", "metadata": {}, "source": []},
            {"cell_type": "markdown", "metadata": meta, "source": source.splitlines(keepends=True)},
        ]
        text = json.dumps({"cells": cells})
        (tmp_path / "q4_drift.ipynb").write_text(text, encoding="utf-8")

    return save


def test_it_tells_how_many_points_and_which_part_is_unanswered():
    estimate = feedback("q4", text=DRIFT)
    assert estimate.missing == (FIX,)
    assert 2 <= estimate.covered <= 4
    assert f"q4: {estimate.covered} of 6 points seem covered. Nothing found yet on: {FIX}" in str(
        estimate
    )


def test_nobody_is_led_to_say_a_thing_twice():
    assert "leave it: saying it twice earns nothing" in str(feedback("q4", text=DRIFT))


DISTRUST = (
    "The mechanics do not believe the warnings, since most of them turned out wrong. So each alert "
    "shows its reason and how often it was right last month, and the mechanic may overrule it."
)
FIGURES = [
    "At Meridian 5 data scientists could finish 10.8 cases a quarter, and 2 data engineers only 2.6.",
    "The engineers need 38 days a use case, and the scientists 12.",
]


def test_an_answer_to_distrust_is_found():
    assert (
        "that the crews do not trust the recommendations"
        not in feedback("q6", text=DISTRUST).missing
    )


@pytest.mark.parametrize("evidence", FIGURES)
def test_a_figure_is_found_as_evidence(evidence):
    assert "evidence for your argument" not in feedback("q8", text=evidence).missing
    without = "I disagree. Organisations lack other skills and good processes."
    assert "evidence for your argument" in feedback("q8", text=without).missing


def test_what_is_added_is_found():
    more = " We retrain the model on recent data, and monitor it with thresholds and alerts."
    estimate = feedback("q4", text=DRIFT + more)
    assert FIX not in estimate.missing
    assert estimate.covered > feedback("q4", text=DRIFT).covered


def test_an_unrelated_answer_covers_nothing():
    estimate = feedback("q4", text="My grandmother bakes a cake with apples on Sundays.")
    assert estimate.covered == 0
    assert len(estimate.missing) == 3


@pytest.mark.parametrize("question", list(readers()))
def test_a_copied_question_covers_little(question):
    question_text = ". ".join(part.ask for part in readers()[question].parts)
    estimate = feedback(question, text=question_text)
    assert estimate.covered <= 0.3 * estimate.most


def test_it_says_what_it_is():
    message = str(feedback("q4", text=DRIFT))
    assert "It knows words, not meaning" in message
    assert "This isn't a grade." in message


def test_it_reads_the_saved_notebook(saved):
    saved(TEMPLATE.replace("*Write here.*", DRIFT, 1))
    estimate = feedback("q4")
    assert estimate.covered == feedback("q4_written", text=DRIFT).covered > 0
    assert "as it is saved" in str(estimate)


@pytest.mark.parametrize("source", [TEMPLATE, "", "YOUR ANSWER HERE"])
def test_an_unwritten_answer_says_to_save_first(source, saved):
    saved(source)
    estimate = feedback("q4")
    assert estimate.covered == 0
    assert str(estimate).endswith(
        "You have not written an answer yet. Write it in its cell, make sure that it is saved, and run "
        "this again."
    )


def test_empty_text_is_answered_in_a_sentence():
    assert "You have not written an answer yet." in str(feedback("q1", text=" \n"))


def test_a_label_of_ones_own_counts_as_written(saved):
    saved("**Data drift:** the inputs have changed.")
    assert "not written an answer" not in str(feedback("q4"))


def test_what_cannot_be_read_is_said(tmp_path, saved):
    with pytest.raises(ValueError, match=r"no q4_drift\.ipynb in .*text='\.\.\.'"):
        feedback("q4")
    (tmp_path / "q4_drift.ipynb").write_text('{"cells": [3')
    with pytest.raises(ValueError, match="Save it first"):
        feedback("q4")
    (tmp_path / "q4_drift.ipynb").write_text('{"cells": [3]}')
    with pytest.raises(ValueError, match="Save it first"):
        feedback("q4")
    saved(DRIFT, cell_id="q5_written")
    with pytest.raises(ValueError, match="no cell q4_written any more"):
        feedback("q4")


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"no written question 'q9'; there are q1, .*q8"):
        feedback("q9")
    with pytest.raises(ValueError, match=r"60,000 characters; at most 20,000"):
        feedback("q4", text="drift " * 9_999 + "drifts")
    with pytest.raises(ValueError, match="as a string; got int"):
        feedback("q4", text=4)


def test_the_result_is_announced_and_escaped():
    page = feedback("q4", text=f"<script>alert(1)</script> {DRIFT}")._repr_mimebundle_()[
        "text/html"
    ]
    assert page.startswith('<div role="status">')
    assert f"<li>{FIX}</li>" in page
    assert "<script" not in page


def test_a_course_without_the_grader_reads_the_same(monkeypatch):
    estimate = feedback("q4", text=DRIFT)
    for name in {
        "split_grader",
        *(name for name in sys.modules if name.startswith("split_grader.")),
    }:
        monkeypatch.setitem(sys.modules, name, None)
    assert feedback("q4", text=DRIFT) == estimate


def test_what_the_course_keeps_are_numbers_and_the_questions_own_words():
    for reader in readers().values():
        assert reader.terms.dtype.kind == reader.sources.dtype.kind == "u"
        assert {point for part in reader.parts for point in part.points} == set(reader.points)
