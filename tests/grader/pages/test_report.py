"""The report's numbers, and what it says when there are too few of them."""

import base64
import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from split_grader.course.assignment import AssignmentSpec, CellSpec, NotebookSpec
from split_grader.intake.people import Person
from split_grader.pages.charts import score_distribution, why_no_discrimination
from split_grader.pages.headings import question_titles
from split_grader.pages.report import Extras, render
from split_grader.results import export as exporting
from split_grader.results.grade_table import (
    GradedCell,
    GradedQuestion,
    GradeTable,
    Row,
    group_questions,
)
from split_grader.results.item_statistics import commonest_failures, question_statistics

A = GradedQuestion(
    "q1_mean", (GradedCell("q1_mean-visible", 1.0), GradedCell("q1_mean-hidden", 1.0))
)
B = GradedQuestion("q2_sum", (GradedCell("q2_sum-visible", 4.0),))


def row(student, a, b, *, ran=True, failures=None, reasons=(), waiting=(), lacking=()):
    scores = {"q1_mean-visible": a / 2, "q1_mean-hidden": a / 2, "q2_sum-visible": b}
    return Row(
        student,
        "graded",
        scores,
        a + b,
        failures or {},
        reasons,
        ran,
        frozenset(waiting),
        lacking=frozenset(lacking),
    )


def table(*rows, absent=(), questions=(A, B)):
    return GradeTable("sums", questions, rows, absent)


def cell(grade_id, kind, *, markdown=False, points=1.0):
    return CellSpec(
        grade_id,
        "markdown" if markdown else "code",
        "",
        None,
        locked=kind == "test",
        grade=kind in {"test", "manual"},
        solution=kind in {"answer", "manual"},
        task=kind == "task",
        points=points,
    )


def grouped(*notebooks):
    specs = tuple(NotebookSpec(name, {}, cells) for name, cells in notebooks)
    spec = AssignmentSpec("any", specs, Path())
    return [(q.name, [part.name for part in q.cells], q.max_score) for q in group_questions(spec)]


def text_of(page):
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


def section(page, heading):
    return page.split(f">{heading}</h2>")[1].split("<h2")[0]


def test_tests_belong_to_the_nearest_answer_above_them():
    cells = (
        cell("mean", "answer"),
        cell("mean-visible", "test"),
        cell("mean-hidden", "test", points=2.0),
        cell("sum", "answer"),
        cell("check", "test"),
    )
    assert grouped(("nb", cells)) == [
        ("mean", ["mean-visible", "mean-hidden"], 3.0),
        ("sum", ["check"], 1.0),
    ]


def test_what_a_person_marks_is_a_question_of_its_own():
    cells = (
        cell("setup", "test"),
        cell("mean", "answer"),
        cell("why", "manual", markdown=True),
        cell("mean-test", "test"),
        cell("plot", "task", markdown=True),
    )
    assert grouped(("nb", cells)) == [
        ("setup", ["setup"], 1.0),
        ("mean", ["mean-test"], 1.0),
        ("why", ["why"], 1.0),
        ("plot", ["plot"], 1.0),
    ]


def test_equal_labels_in_two_notebooks_stay_apart():
    cells = (cell("q", "answer"), cell("q-test", "test"))
    names = [name for name, *_ in grouped(("one", cells), ("two", cells))]
    assert names == ["one/q", "two/q"]


def test_difficulty_is_the_mean_share_of_the_points():
    first, second = question_statistics(table(row("x", 2, 1), row("y", 1, 3)))
    assert (first.difficulty, second.difficulty) == (0.75, 0.5)
    assert (first.missed, first.count) == (1, 2)


def test_submissions_that_could_not_be_run_do_not_make_a_question_look_hard():
    (first, _) = question_statistics(table(row("x", 2, 4), row("y", 0, 0, ran=False)))
    assert first.difficulty == 1.0


def test_answers_that_nobody_marked_yet_do_not_make_a_question_look_hard():
    rows = [row("x", 1, 4), row("y", 1, 0, waiting=["q2_sum-visible"])]
    _, second = question_statistics(table(*rows))
    assert (second.difficulty, second.count) == (1.0, 1)
    assert "revisit q1_mean in class" in text_of(render(table(*rows)))


def test_a_question_is_called_by_its_heading_as_well_as_by_its_label(released):
    titles = question_titles(released, "sums")
    assert (titles["q_total"], titles["mean_hidden"]) == ("Sums", "Sums")
    page = render(table(row("x", 1, 4)), Extras(titles={"q1_mean": "Question 1. Means & more"}))
    assert "revisit Question 1. Means &amp; more (q1_mean) in class" in text_of(page)
    assert "<small>Question 1. Means &amp; more</small>" in page


def test_a_notebook_that_did_not_come_does_not_make_its_questions_look_hard():
    rows = [row("x", 1, 4), row("y", 1, 0, lacking=["q2_sum-visible"])]
    _, second = question_statistics(table(*rows))
    assert (second.difficulty, second.count, second.missed) == (1.0, 1, 0)


def test_a_question_without_points_has_no_difficulty():
    free = GradedQuestion("free", (GradedCell("free", 0.0),))
    assert question_statistics(table(row("x", 2, 4), questions=(free,)))[0].difficulty is None


def test_discrimination_is_the_correlation_with_the_other_questions_only():
    rows = [row(f"s{n}", n % 3, 4 - 2 * (n % 3)) for n in range(12)]
    first, second = question_statistics(table(*rows))
    assert first.discrimination == pytest.approx(-1.0)
    assert second.discrimination == pytest.approx(-1.0)
    assert "Check q1_mean first: strong students miss it more often" in render(table(*rows))


def test_with_few_submissions_there_is_no_discrimination_and_the_page_says_why():
    few = table(*[row(f"s{n}", n % 3, n % 2) for n in range(9)])
    assert all(each.discrimination is None for each in question_statistics(few))
    assert "9 submissions ran. With fewer than 10" in render(few)


def test_without_any_variation_there_is_no_discrimination():
    same = table(*[row(f"s{n}", 2, 4) for n in range(12)])
    assert all(each.discrimination is None for each in question_statistics(same))
    assert "same points" in why_no_discrimination(same)


def test_the_commonest_failure_comes_first_with_everyone_who_has_it():
    often = {"q1_mean-visible": "AssertionError: zero"}
    once = {"q1_mean-visible": "NameError: f"}
    rows = [
        row("y", 0, 0, failures=often),
        row("x", 0, 0, failures=often),
        row("z", 0, 0, failures=once),
    ]
    first, second = commonest_failures(table(*rows))
    assert (first.message, first.students) == ("AssertionError: zero", ("x", "y"))
    assert second.students == ("z",)


def test_one_message_in_several_tests_of_a_question_is_one_failure():
    message = "NameError: name 'mean' is not defined"
    both = {"q1_mean-visible": message, "q1_mean-hidden": message}
    rows = [
        row("x", 0, 0, failures=both),
        row("y", 1, 0, failures={"q1_mean-hidden": message, "q2_sum-visible": message}),
    ]
    first, second = commonest_failures(table(*rows))
    assert (first.question, first.tests) == ("q1_mean", ("q1_mean-visible", "q1_mean-hidden"))
    assert first.students == ("x", "y")
    assert (second.question, second.students) == ("q2_sum", ("y",))
    html = section(render(table(*rows)), "Commonest failures")
    assert html.count("&#39;mean&#39; is not defined") == 2
    assert "<small>visible</small><small>hidden</small>" in html


def test_a_failure_of_half_the_class_names_a_few_and_counts_the_others():
    rows = [row(f"s{n}", 0, 4, failures={"q1_mean-hidden": "ValueError: no"}) for n in range(9)]
    text = text_of(section(render(table(*rows)), "Commonest failures"))
    assert "s0, s1, s2, s3, s4, s5 and 3 more" in text


def test_what_students_wrote_is_escaped_and_the_page_needs_nothing_else():
    bad = "<img src=x onerror=alert(1)>"
    rows = [row(f"s{n}", n % 3, n % 5) for n in range(12)]
    rows.append(row(bad, 0, 0, failures={"q1_mean-hidden": bad}, reasons=(bad,)))
    odd = GradedQuestion(bad, (GradedCell(bad, 1.0),))
    page = render(table(*rows, absent=(bad,), questions=(A, B, odd)))
    assert bad not in page
    assert "<img src=x" not in page
    assert not re.search(r"""(src|href)=["']?(https?:)?//|url\(|@import""", page)
    sources = [part.split('"')[0] for part in page.split('src="')[1:]]
    assert len(sources) == 3
    for source in sources:
        assert source.startswith("data:image/svg+xml;base64,")
        assert b"<svg" in base64.b64decode(source.split(",")[1])


def test_names_and_statuses_stay_on_one_line_and_only_messages_break():
    page = render(
        table(row("adaeze.obi", 0, 0, reasons=("Empty.",), failures={"q2_sum-visible": "E"}))
    )
    style = page.split("<style>")[1].split("</style>")[0]
    assert ".name { white-space: nowrap; }" in style
    wrapping = [rule for rule in style.split("}") if "overflow-wrap" in rule]
    assert [rule.split("{")[0].strip() for rule in wrapping] == [".message"]
    for cells in (section(page, "Who needs a look"), section(page, "Everyone")):
        assert '<td class="name">adaeze.obi</td>' in cells
    assert '<td class="name">graded</td>' in page
    assert "q1_<wbr>mean" in section(page, "Everyone")


def test_everyone_has_a_column_a_question_not_a_column_a_test():
    rows = [row("x", 1, 4), row("y", 0, 0, ran=False)]
    everyone = section(render(table(*rows)), "Everyone")
    assert text_of(everyone.split("<thead")[1].split("</thead>")[0]).endswith(
        "Studentq1_mean /2q2_sum /4Total /6"
    )
    assert re.findall(r"<td[^>]*>(.*?)</td>", everyone) == [
        "x", "1", "4", "<strong>5</strong>", "y", "\N{EN DASH}", "\N{EN DASH}", "<strong>0</strong>",
    ]  # fmt: skip


def test_a_long_list_of_cells_in_a_note_is_shortened():
    tests = tuple(GradedCell(f"t{n}", 1.0) for n in range(28))
    names = [each.name for each in tests]
    template = "Locked cells were deleted and put back: {}."
    reasons = (
        template.format(", ".join(names)),
        template.format(", ".join(names[:5])),
        template.format(", ".join(names[:2])),
        "The file has no cells, no text: nothing, at, all, here.",
    )
    one = Row("x", "graded", dict.fromkeys(names, 1.0), 28.0, {}, reasons, ran=True)
    page = render(GradeTable("sums", (GradedQuestion("q", tests),), (one,), ()))
    assert "Locked cells were deleted and put back: all 28." in page
    assert "put back: t0, t1, t2 and 2 more." in page
    assert "put back: t0, t1." in page
    assert "nothing, at, all, here." in page


def test_a_class_in_which_nothing_ran_still_has_a_report():
    page = render(table(row("x", 0, 0, ran=False, reasons=("The file is empty.",))))
    assert "The file is empty." in page
    assert "No submission could be run" in page
    assert "look at 1 submission by hand; no answer is marked yet" in text_of(page)


def test_the_page_begins_with_what_to_do_next_and_why():
    rows = [row(f"s{n}", 2, n % 5) for n in range(12)]
    rows[0] = row("s0", 2, 0, reasons=("It ran out of time.",))
    page = render(table(*rows))
    assert (
        "Next: look at 1 submission by hand, and revisit q2_sum in class: 10 of 12 didn't earn all"
        " its points, and the class earned 44% of them, the lowest share of all questions."
    ) in text_of(page)
    assert page.index("<strong>Next:") < page.index("<dl>") < page.index("<h2>")
    assert "Hardest: q2_sum, where the class earned 44%" in page


def test_a_class_that_did_well_has_no_question_to_revisit():
    page = text_of(render(table(*[row(f"s{n}", 2, 4) for n in range(3)])))
    assert "Next: no submission needs a look; no question stands out" in page
    assert "revisit" not in page


def test_the_parts_come_in_the_order_in_which_an_instructor_reads():
    page = render(table(row("x", 2, 1)))
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert headings == ["Scores", "Questions", "Commonest failures", "Who needs a look", "Everyone"]


@pytest.mark.parametrize("students", [1, 2, 5, 9])
def test_a_count_of_students_stands_once_beside_the_bars(students):
    picture = score_distribution(table(*(row(str(n), 2, 4) for n in range(students))))
    svg = base64.b64decode(picture.source.split(",")[1]).decode()
    counts = re.findall(r'text-anchor="end"[^>]*>(\d+)</text>', svg)
    assert counts
    assert len(counts) == len(set(counts))


def test_a_score_on_a_boundary_is_in_the_bar_that_starts_there():
    ten = GradedQuestion("q", (GradedCell("q", 10.0),))
    rows = [Row(str(n), "graded", {"q": n}, n, {}, (), ran=True) for n in (0, 3, 3, 10)]
    description = score_distribution(table(*rows, questions=(ten,))).description
    assert "0-10%: 1, 30-40%: 2, 90-100%: 1." in description


def test_work_that_could_not_be_run_is_no_score_in_the_chart():
    description = score_distribution(table(row("x", 2, 4), row("y", 0, 0, ran=False))).description
    assert "of the points: 90-100%: 1." in description
    nobody = score_distribution(table(row("y", 0, 0, ran=False))).description
    assert nobody.startswith("No submission could be run")


@pytest.fixture
def exported(monkeypatch, tmp_path, new_course):
    """What a table looks like for a class of three, one of whom is known by name."""
    late = replace(row("x", 1, 4), penalty=2.0, total=3.0, lateness="Handed in 3 d late.")
    waits = replace(row("w", 2, 0), waiting=frozenset({"q2_sum-visible"}))
    person = Person("x", "Ada", "Obi", "a@example.org", "B", {"canvas": "7", "moodle/sums": "9"})
    grade_table = replace(table(late, waits, absent=("y",)), people={"x": person})
    monkeypatch.setattr(exporting, "read_table", lambda *_: grade_table)
    course = new_course()

    def call(**options):
        result = exporting.export(course, "sums", tmp_path / "g.csv", unfinished=True, **options)
        return result, list(csv.reader(result.path.read_text("utf-8").splitlines()))

    return call


def test_the_exported_table_has_people_questions_and_the_penalty_with_its_reason(exported):
    result, (head, *lines) = exported()
    x, w, y = (dict(zip(head, line, strict=True)) for line in lines)
    assert result.count == 3
    assert [x[key] for key in ("last_name", "first_name", "email", "section")] == [
        "Obi", "Ada", "a@example.org", "B",
    ]  # fmt: skip
    assert (x["q1_mean"], x["q2_sum"], x["penalty"], x["total"]) == ("1", "4", "2", "3")
    assert x["late"] == "Handed in 3 d late."
    assert (w["q1_mean"], w["q2_sum"], w["total"], w["status"]) == ("2", "", "", "unfinished")
    assert (y["total"], y["status"]) == ("", "not handed in")
    assert "q1_mean-visible" not in head


def test_the_points_of_every_test_and_a_byte_order_mark_come_on_request(exported):
    result, lines = exported(cells=True, bom=True)
    assert result.path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert lines[1][lines[0].index("q1_mean-visible")] == "0.5"


def test_platforms_know_their_students_by_their_own_numbers(exported):
    result, lines = exported(form=exporting.Form.CANVAS)
    assert lines == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "sums"],
        ["Points Possible", "", "", "", "", "6"],
        ["Obi, Ada", "7", "", "", "B", "3"],
    ]
    assert result.unknown == ("w",)
