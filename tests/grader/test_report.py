"""The report's numbers, and what it says when there are too few of them."""

import base64

import pytest

from grader.charts import why_no_discrimination
from grader.report import render
from grader.statistics import commonest_failures, question_statistics
from grader.table import GradeTable, Question, Row


def row(student, a, b, *, ran=True, failures=None, reasons=()):
    return Row(student, "graded", {"a": a, "b": b}, a + b, failures or {}, reasons, ran)


def table(*rows, absent=()):
    return GradeTable("sums", (Question("a", 2.0), Question("b", 4.0)), rows, absent)


def test_difficulty_is_the_mean_share_of_the_points():
    first, second = question_statistics(table(row("x", 2, 1), row("y", 1, 3)))
    assert (first.difficulty, second.difficulty) == (0.75, 0.5)


def test_submissions_that_could_not_be_run_do_not_make_a_question_look_hard():
    (first, _) = question_statistics(table(row("x", 2, 4), row("y", 0, 0, ran=False)))
    assert first.difficulty == 1.0


def test_discrimination_is_the_correlation_with_the_other_questions_only():
    rows = [row(f"s{n}", n % 3, 4 - 2 * (n % 3)) for n in range(12)]
    first, second = question_statistics(table(*rows))
    assert first.discrimination == pytest.approx(-1.0)
    assert second.discrimination == pytest.approx(-1.0)


def test_with_few_submissions_there_is_no_discrimination_and_the_page_says_why():
    few = table(*[row(f"s{n}", n % 3, n % 2) for n in range(9)])
    assert all(each.discrimination is None for each in question_statistics(few))
    assert "9 submissions ran; with fewer than 10" in render(few)


def test_without_any_variation_there_is_no_discrimination():
    same = table(*[row(f"s{n}", 2, 4) for n in range(12)])
    assert all(each.discrimination is None for each in question_statistics(same))
    assert "same points" in why_no_discrimination(same)


def test_the_commonest_failure_comes_first_with_everyone_who_has_it():
    often, once = {"a": "AssertionError: zero"}, {"a": "NameError: f"}
    rows = [
        row("x", 0, 0, failures=often),
        row("y", 0, 0, failures=often),
        row("z", 0, 0, failures=once),
    ]
    first, second = commonest_failures(table(*rows))
    assert (first.message, first.students) == ("AssertionError: zero", ("x", "y"))
    assert second.students == ("z",)


def test_what_students_wrote_is_escaped_and_charts_are_inside_the_page():
    bad = "<img src=x onerror=alert(1)>"
    rows = [row(f"s{n}", n % 3, n % 5) for n in range(12)]
    rows.append(row(bad, 0, 0, failures={"a": bad}, reasons=(bad,)))
    page = render(table(*rows, absent=(bad,)))
    assert bad not in page
    sources = [part.split('"')[0] for part in page.split('src="')[1:]]
    assert len(sources) == 3
    for source in sources:
        assert source.startswith("data:image/svg+xml;base64,")
        assert b"<svg" in base64.b64decode(source.split(",")[1])


def test_a_class_in_which_nothing_ran_still_has_a_report():
    page = render(table(row("x", 0, 0, ran=False, reasons=("The file is empty.",))))
    assert "The file is empty." in page
    assert "No submission could be run" in page


def test_the_title_says_the_point():
    page = render(table(*[row(f"s{n}", 2, n % 5) for n in range(12)]))
    assert "Hardest: b, where the class earned" in page
