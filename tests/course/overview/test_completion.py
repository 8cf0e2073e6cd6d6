"""A learner's own statement says what was done, and that nobody has checked it."""

from datetime import datetime

import pytest

from course import course_map, statement
from course.learner import progress
from course.overview import completion


def clock():
    return datetime(2027, 5, 3).astimezone()


def test_it_says_what_was_done_and_that_it_is_self_reported():
    progress.record("drift.shift", guess=81)
    progress.record("drift.checkpoint", answered=4, right=3, asked=4, answers={})
    progress.record("drift.decision", option="outcomes")
    progress.record("exercise-drift.q1_accuracy", passed=True)
    progress.record("exercise-drift.q2_psi", passed=False)
    document = statement("Ada  Lovelace", clock)
    text = document._repr_mimebundle_()["text/plain"]
    assert text.startswith("Statement of completion: Ada Lovelace, 3 May 2027\n")
    assert "Why did 88% become 79%?, 2 of 3, 4 of 4 answered, 3 right at first, made" in text
    assert "Drift, 1 of 9 questions pass" in text
    for form in (text, document.page):
        assert "self-reported" in form
        assert "isn't signed" in form or "isn&#x27;t signed" in form


def test_a_name_is_text_and_cannot_change_the_page():
    assert "<b>&lt;script&gt;</b>" in statement("<script>", clock).page
    assert "<script>" not in statement("<script>", clock).page
    with pytest.raises(ValueError, match=r"0 characters; expected 1 to 80, as in statement\("):
        statement("  ")
    with pytest.raises(ValueError, match="81 characters"):
        statement("a" * 81)
    with pytest.raises(TypeError, match="expected text between quotes"):
        statement(7)


@pytest.mark.parametrize(
    "facts",
    [
        {"right": 5, "answered": 4, "asked": 4},
        {"right": 1, "answered": 5, "asked": 4},
        {"right": "1", "answered": 4, "asked": 4},
        {"right": True, "answered": 4, "asked": 4},
        {"right": -1, "answered": 4, "asked": 4},
        {"right": 9**9, "answered": 9**9, "asked": 9**9},
        {},
    ],
)
def test_a_checkpoint_that_makes_no_sense_is_refused(facts):
    with pytest.raises(ValueError, match="checkpoint of 'drift' makes no sense"):
        completion.lessons({"drift.checkpoint": facts})


def test_a_statement_can_be_saved_from_the_output_of_a_cell():
    markup = statement("Ada", clock)._repr_mimebundle_()["text/html"]
    assert 'download="statement.html" href="data:text/html;base64,' in markup


def test_the_map_offers_a_statement_once_something_is_done():
    def shown():
        return "".join(course_map()._repr_mimebundle_().values())

    assert "statement(" not in shown()
    progress.record("drift.shift", guess=81)
    assert 'statement("Your name")' in shown()
    assert "<code>statement(&quot;Your name&quot;)</code>" in shown()
