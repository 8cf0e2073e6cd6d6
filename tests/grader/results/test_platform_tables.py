"""What platforms take back: exact titles, the points that they have, and nothing by halves."""

from dataclasses import replace
from pathlib import Path

import pytest

from split_grader.base.errors import GraderError
from split_grader.intake.people import Person
from split_grader.results import export as exporting
from split_grader.results.export import Form, export
from split_grader.results.grade_table import GradedCell, GradedQuestion, GradeTable, Row, Ungraded
from support.moodle import worksheet

TIME = "Friday, 27 November 2026, 11:59 AM"
CANVAS = (
    "Student,ID,SIS Login ID,Section,Sums (7),sums quiz (8)\n    Points Possible,,,,6.00,3.00\n"
    '"Lee, Anna",1,alee,A,,\n'
)


@pytest.fixture
def table():
    question = GradedQuestion("q", (GradedCell("q-test", 6),))
    ann = Row("ann", "graded", {"q-test": 4.5}, 4.5, {}, (), ran=True)
    ben = replace(
        ann, student="ben", undecided=frozenset({"q-test"}), ran=False, status="unreadable"
    )
    people = {
        name: Person(name, name.title(), "Lee", ids={"moodle/sums": number, "canvas": number})
        for name, number in (("ann", "47"), ("ben", "48"), ("pat", "49"))
    }
    pdf = Ungraded("pat", "not gradable", "a PDF")
    return GradeTable("sums", (question,), (ann, ben), ("zoe",), ungraded=(pdf,), people=people)


@pytest.fixture
def write(table, new_course, tmp_path, monkeypatch):
    course = new_course()

    def call(form, roster=b"", **changes):
        monkeypatch.setattr(exporting, "read_table", lambda *_: replace(table, **changes))
        path = tmp_path / "roster.csv"
        path.write_bytes(roster)
        return export(
            course, "sums", tmp_path / "out.csv", form=form, roster=path if roster else None
        )

    return call


def test_canvas_gets_its_own_title_and_an_empty_cell_for_each_open_grade(write):
    result = write(Form.CANVAS, CANVAS.encode())
    head, points, *rows = result.path.read_text().splitlines()
    assert head.endswith(",Sums (7)")
    assert points == "Points Possible,,,,,6"
    assert [row.split(",")[-1] for row in rows] == ["4.5", "", ""]
    assert result.empty == (("ben", "unreadable"), ("pat", "not gradable"))
    assert result.remarks == ()


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        ("Sums (7)", "Sum (7)", "no roster has a column like 'sums (77001)'"),
        ("sums quiz (8)", "sums (8)", "no roster has a column like"),
        ("6.00", "100.00", "Canvas has 100.00 points for 'Sums (7)', the assignment 6"),
    ],
)
def test_what_canvas_would_do_with_another_title_or_maximum_is_said(write, old, new, remark):
    (message,) = write(Form.CANVAS, CANVAS.replace(old, new).encode()).remarks
    assert remark in message


def test_moodle_keeps_the_rows_of_others_and_loses_the_grade_that_is_not_final(write):
    sheet = worksheet([(n, f"S {n}", TIME) for n in (47, 48, 50)]).decode()
    sheet = sheet.replace('"Submitted for grading - ",,', '"Submitted for grading - ",1.00,')
    result = write(Form.MOODLE, sheet.replace("Yes", "No", 1).encode())
    rows = [line.split(",") for line in result.path.read_text().splitlines()[1:]]
    assert [row[4] for row in rows] == ["4.5", "", "1.00"]
    assert result.unknown == ("pat",)
    assert "Moodle skips grades that are locked there: ann." in result.remarks


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("6.00", "100.00", "Moodle has 100 points for this assignment, sums has 6"),
        ("Maximum grade", "Scale", "graded by a scale"),
        ("Participant 4", "Participant 9", "of another assignment"),
        ("Last modified (grade)", "Changed", "lacks 'Last modified .grade.'"),
        ("6.00", "six", "has 'six' as 'Maximum grade'"),
    ],
)
def test_a_worksheet_that_moodle_would_misread_is_refused_and_nothing_is_written(
    write, tmp_path, old, new, reason
):
    sheet = worksheet([(n, f"S {n}", TIME) for n in (47, 48)]).decode().replace(old, new)
    with pytest.raises(GraderError, match=reason):
        write(Form.MOODLE, sheet.encode())
    assert not (tmp_path / "out.csv").exists()


def test_moodle_without_its_worksheet_is_refused(write):
    with pytest.raises(GraderError, match=r"only in its own worksheet.* --roster"):
        write(Form.MOODLE)


def test_an_export_that_is_killed_leaves_the_one_before(write, monkeypatch, tmp_path):
    write(Form.GENERIC)
    before = (tmp_path / "out.csv").read_bytes()

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write(Form.GENERIC, rows=())
    assert (tmp_path / "out.csv").read_bytes() == before
