"""Moodle's grading worksheet comes back as it was, with grades, or is refused with a reason."""

import zipfile
from datetime import datetime

import pytest

from split_grader.base.errors import GraderError
from split_grader.intake.collect import collect
from split_grader.intake.worksheet import Entry, Worksheet, is_worksheet, read_time
from support.moodle import Moodle, RefusedError, worksheet

TIME = "Friday, 27 November 2026, 11:59 AM"
SHEET = worksheet(
    [(47, 'Anna "Al" Lee', TIME), (48, "Zoë Diaz, jr", TIME), (49, "Ben Okafor", "-")]
)
GERMAN = (
    '\ufeffID,"Vollständiger Name",E-Mail-Adresse,Status,Bewertung,Bestwertung,'
    '"Bewertung kann geändert werden","Zuletzt geändert (Abgabe)",'
    '"Zuletzt geändert (Bewertung)","Feedback als Kommentar"\r\n'
    'Teilnehmer/in47,"Anna Lee",a@example.org,,,"6,00",Ja,"Freitag, 27. November 2026",-,\r\n'
).encode()


def changed(old, new):
    return SHEET.replace(old.encode(), new.encode())


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_only_the_filled_cells_differ_byte_for_byte(mark, ends):
    content = SHEET.decode().replace("\r\n", ends).replace("\ufeff", mark).encode()
    sheet = Worksheet.parse("w.csv", content)
    assert sheet.filled({}) == content
    filled_sheet = sheet.filled(
        {"48": Entry("2.5", "Handed in 1 d after the due date."), "7": Entry("1")}
    )
    before, after = content.decode().split(ends), filled_sheet.decode().split(ends)
    assert after[0] == before[0]
    assert [after[1], after[3]] == [before[1], before[3]]
    assert (
        after[2] == before[2].replace(",,6.00", ",2.5,6.00") + '"Handed in 1 d after the due date."'
    )


def test_moodle_takes_the_filled_worksheet_and_refuses_one_without_its_columns():
    moodle = Moodle(6, {"47", "48", "49"})
    filled_sheet = Worksheet.parse("w.csv", SHEET).filled({"47": Entry("2.5"), "48": Entry("")})
    assert moodle.upload(filled_sheet) == {"47": 2.5}
    with pytest.raises(RefusedError):
        moodle.upload(b"Identifier,Full name,Grade,Maximum Grade\nParticipant 47,Anna,2,6\n")


def test_a_comment_of_the_instructor_is_kept_and_one_of_ours_follows_the_grade():
    ours, theirs = "Handed in 1 d after the due date: no penalty.", "See me."
    lines = SHEET.decode().split("\r\n")
    lines[1] += f'"{ours}"'
    lines[2] += theirs
    sheet = Worksheet.parse("w.csv", "\r\n".join(lines).encode())
    moodle = Moodle(6, {"47", "48"})
    moodle.upload(sheet.filled({"47": Entry("1"), "48": Entry("2", ours)}))
    assert moodle.comments == {"47": "", "48": theirs}


BAD = {
    "another language": (GERMAN, "Its columns: .*'Vollständiger Name'.* Expected .* English"),
    "another separator": (
        SHEET.replace(b",", b";"),
        "lacks 'Identifier', 'Grade'.* separated by ';'. Expected .* ','",
    ),
    "a renamed column": (changed(",Grade,", ",Mark,"), "lacks 'Grade', .*It has .*'Mark'"),
    "another assignment": (
        changed("Participant 4", "Participant 9"),
        "of another assignment: it has participants such as 97, 98, 99, the submissions have 47",
    ),
    "another encoding": (SHEET.decode().encode("utf-16"), "isn't in UTF-8"),
    "Latin-1": (SHEET.decode()[1:].encode("latin-1"), "isn't in UTF-8"),
    "an unknown time": (changed("27 November 2026", "27. Nov. 2026"), "has 'Friday, 27. Nov. 2026"),
    "a short row": (changed(",6.00,Yes", ",6.00"), "has 9 cells in row 2, expected 10"),
    "another identifier": (changed("Participant 47", "Anna"), "has the identifier 'Anna' in row 2"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_wrong_worksheet_is_refused_with_a_reason_and_nothing_is_written(
    kind, new_course, tmp_path
):
    content, reason = BAD[kind]
    course = new_course()
    before = sorted(course.root.rglob("*"))
    (tmp_path / "w.csv").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("Anna Lee_47_assignsubmission_file_/sums.ipynb", "{}")
    with pytest.raises(GraderError, match=reason):
        collect(course, "sums", tmp_path / "d.zip", roster=tmp_path / "w.csv")
    assert sorted(course.root.rglob("*")) == before


def test_the_worksheet_tells_when_a_file_was_handed_in(new_course, tmp_path):
    course = new_course()
    (tmp_path / "w.csv").write_bytes(SHEET)
    (tmp_path / "work").mkdir()
    for name in (
        "Ben Okafor_49_assignsubmission_file_sums",
        "Zoë Diaz, jr_48_assignsubmission_file_sums",
    ):
        (tmp_path / "work" / f"{name}.ipynb").write_text("{}")
    collect(course, "sums", tmp_path / "work", roster=tmp_path / "w.csv")
    stamps = {path.parts[-3]: path.read_text() for path in course.root.rglob("timestamp.txt")}
    assert stamps == {"zoë48@example.org": "2026-11-27 11:59:00 UTC"}


@pytest.mark.parametrize(
    "text",
    [
        "Wednesday, 10 June 2026, 2:14 PM",
        "Wednesday, June 10, 2026, 2:14 PM",
        "Wednesday, 10 June 2026, 14:14",
        "Wednesday, 10 June 2026, 2:14\u202fpm",
        "10 Jun 2026, 02:14 PM",
        "2026-06-10 14:14:00",
    ],
)
def test_every_english_way_of_a_time_is_read(text):
    assert read_time(text) == datetime(2026, 6, 10, 14, 14)  # noqa: DTZ001


@pytest.mark.parametrize(
    "text", ["Mittwoch, 10. Juni 2026, 14:14", "10/06/2026, 14:14", ",", "soon"]
)
def test_a_time_that_may_mean_another_is_not_read(text):
    assert read_time(text) is None


def test_a_plain_list_of_students_is_no_worksheet():
    assert is_worksheet(["Identifier", "Name"])
    assert not is_worksheet(["First name", "Last name", "Email address", "Grade"])
