"""feedback("q4") says what of a written answer seems to be there, in the question's words only."""

import json
import sys
from importlib.metadata import EntryPoint
from types import SimpleNamespace

import pytest

from course import feedback, wordmatch, written

DRIFT = (
    "The inputs have changed since the model was trained, so this is data drift. First compare the "
    "distribution of the training data with today's, feature by feature, with PSI."
)
TEMPLATE = "**What is happening:**\n*Write here.*\n\n**Diagnosis:**\n*Write here.*\n\n**Repair:**\n*Write here.*"
FIX = "what steps the firm should take to fix it"


@pytest.fixture
def words_only(monkeypatch):
    """As in the browser: there is no grader."""
    monkeypatch.setattr(written, "entry_points", lambda **_: [])


@pytest.fixture
def scorer(monkeypatch):
    """Put a scorer behind the entry point: a name as in the metadata of a package."""

    def put(value):
        entry = EntryPoint("scorer", value, written.ENTRY_POINTS)
        monkeypatch.setattr(written, "entry_points", lambda **_: [entry])

    return put


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


@pytest.mark.usefixtures("words_only")
def test_it_tells_how_many_points_and_which_part_is_unanswered():
    told = feedback("q4", text=DRIFT)
    assert told.missing == (FIX,)
    assert 2 <= told.covered <= 4
    assert f"q4: {told.covered} of 6 points seem covered. Nothing found yet on: {FIX}" in str(told)


@pytest.mark.usefixtures("words_only")
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


@pytest.mark.usefixtures("words_only")
def test_an_answer_to_distrust_is_found():
    assert (
        "that the crews do not trust the recommendations"
        not in feedback("q6", text=DISTRUST).missing
    )


@pytest.mark.parametrize("evidence", FIGURES)
@pytest.mark.usefixtures("words_only")
def test_a_figure_is_found_as_evidence(evidence):
    assert "evidence for your argument" not in feedback("q8", text=evidence).missing
    without = "I disagree. Organisations lack other skills and good processes."
    assert "evidence for your argument" in feedback("q8", text=without).missing


@pytest.mark.usefixtures("words_only")
def test_what_is_added_is_found():
    more = " We retrain the model on recent data, and monitor it with thresholds and alerts."
    told = feedback("q4", text=DRIFT + more)
    assert FIX not in told.missing
    assert told.covered > feedback("q4", text=DRIFT).covered


@pytest.mark.usefixtures("words_only")
def test_an_unrelated_answer_covers_nothing():
    told = feedback("q4", text="My grandmother bakes a cake with apples on Sundays.")
    assert told.covered == 0
    assert len(told.missing) == 3


@pytest.mark.parametrize("question", list(wordmatch.questions()))
@pytest.mark.usefixtures("words_only")
def test_a_copied_question_covers_little(question):
    asked = ". ".join(part.ask for part in wordmatch.questions()[question])
    told = feedback(question, text=asked)
    assert told.covered <= 0.3 * told.most


@pytest.mark.usefixtures("words_only")
def test_the_word_match_says_what_it_is_and_how_good():
    told = str(feedback("q4", text=DRIFT))
    known = wordmatch.reliability()
    assert "rough word match" in told
    assert "This is no grade." in told
    assert f"{known.precision:.0%} of the points it found were there" in told
    assert known.precision >= 0.7
    assert known.recall >= 0.5


@pytest.mark.usefixtures("words_only")
def test_it_reads_the_saved_notebook(saved):
    saved(TEMPLATE.replace("*Write here.*", DRIFT, 1))
    told = feedback("q4")
    assert told.covered == feedback("q4_written", text=DRIFT).covered > 0
    assert "as it is saved" in str(told)


@pytest.mark.parametrize("source", [TEMPLATE, "", "YOUR ANSWER HERE"])
def test_an_unwritten_answer_says_to_save_first(source, saved):
    saved(source)
    told = feedback("q4")
    assert told.covered == 0
    assert str(told).endswith(
        "You have not written an answer yet. Write in its place, make sure that it is saved, and run "
        "this again."
    )


def test_empty_text_is_answered_in_a_sentence():
    assert "You have not written an answer yet." in str(feedback("q1", text=" \n"))


@pytest.mark.usefixtures("words_only")
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


@pytest.mark.usefixtures("words_only")
def test_the_result_is_announced_and_escaped():
    page = feedback("q4", text=f"<script>alert(1)</script> {DRIFT}")._repr_mimebundle_()[
        "text/html"
    ]
    assert page.startswith('<div role="status">')
    assert f"<li>{FIX}</li>" in page
    assert "<script" not in page


def good_scorer(name, _text):
    counts = {part.ask: part.most for part in wordmatch.questions()[name]}
    return counts, ["Two of your sentences disagree."]


def broken_scorer(_name, _text):
    raise OSError("The encoder is not installed. Run this or that.")


def other_scorer(_name, _text):
    return {"what another version asks": 3}, []


def test_the_graders_scorer_is_used_where_it_is_installed(scorer, monkeypatch):
    monkeypatch.setitem(sys.modules, "a_scorer", SimpleNamespace(f=good_scorer))
    scorer("a_scorer:f")
    told = str(feedback("q4", text="Anything."))
    assert told.startswith("q4: 6 of 6 points seem covered. Two of your sentences disagree.")
    assert "rough word match" not in told
    assert "This is no grade." in told


@pytest.mark.parametrize("broken", [broken_scorer, other_scorer])
def test_a_scorer_that_fails_is_named_and_words_are_matched(broken, scorer, monkeypatch):
    monkeypatch.setitem(sys.modules, "a_scorer", SimpleNamespace(f=broken))
    scorer("a_scorer:f")
    told = feedback("q4", text=DRIFT)
    assert told.covered > 0
    assert "The grader's scorer could not be used (" in str(told)
    assert "rough word match" in str(told)


def test_a_course_without_the_grader_has_nothing_to_complain_of(scorer, monkeypatch):
    for name in {"grader", *(name for name in sys.modules if name.startswith("grader."))}:
        monkeypatch.setitem(sys.modules, name, None)
    scorer("grader.written.formative:covered")
    told = str(feedback("q4", text=DRIFT))
    assert "could not be used" not in told
    assert "rough word match" in told


def test_what_the_course_keeps_are_numbers_and_the_questions_own_words():
    kept = json.loads(wordmatch.TERMS.read_text(encoding="utf-8"))
    for parts in kept["questions"].values():
        for part in parts:
            assert set(part) == {"ask", "most", "points"}
            assert all(isinstance(number, int | float) for one in part["points"] for number in one)


def test_a_stem_joins_forms_of_a_word():
    assert wordmatch.stem("retraining") == wordmatch.stem("retrained") == wordmatch.stem("retrains")
    assert wordmatch.stem("used") == "used"
