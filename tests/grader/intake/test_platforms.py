"""Downloads of the four platforms: nobody is lost, and nobody becomes somebody else."""

import json
import zipfile

import pytest

from split_grader.base.errors import GraderError
from split_grader.course.course import find_course
from split_grader.intake.collect import collect
from split_grader.intake.people import People, Person
from split_grader.intake.platforms import Owner
from split_grader.intake.roster import read_roster
from support.small_course import CONFIG

NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def course(new_course):
    return new_course()


@pytest.fixture
def take(course, tmp_path):
    """Collect an archive with these files; a dictionary among them is an inner archive."""

    def call(files, roster="", place=course):
        path = tmp_path / "download.zip"
        path.write_bytes(packed(files, tmp_path / "inner.zip"))
        if not roster:
            return collect(place, "sums", path)
        (tmp_path / "roster.csv").write_text(roster)
        return collect(place, "sums", path, roster=tmp_path / "roster.csv")

    return call


def packed(files, path):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            inner = (
                packed(content, path.with_suffix(".more")) if isinstance(content, dict) else content
            )
            archive.writestr(name, inner)
    return path.read_bytes()


def work(course):
    root = course.submitted(".", ".").resolve()
    return {path.parts[-3]: path.read_text() for path in root.glob("*/sums/sums.ipynb")}


def outcomes(collection):
    return {one.name: (one.student, one.outcome) for one in collection.files}


NAMESAKES = {
    "moodle": (
        "Anna Lee_4711004_assignsubmission_file_/sums.ipynb",
        "Anna Lee_4711005_assignsubmission_file_/sums.ipynb",
    ),
    "canvas": ("leeanna_10237_55_sums.ipynb", "leeanna_10238_56_sums.ipynb"),
    "blackboard": (
        "Sums 1_anna_lee_attempt_2026-01-31-23-59-00_sums.ipynb",
        "Sums 1_alee2_attempt_2026-01-31-23-59-00_sums.ipynb",
    ),
    "brightspace": (
        "12-99 - Anna Lee - Jan 31, 2026 1159 PM/sums.ipynb",
        "13-99 - Anna Lee - Jan 31, 2026 1159 PM/sums.ipynb",
    ),
}


@pytest.mark.parametrize("platform", NAMESAKES)
def test_namesakes_stay_apart_and_keep_the_platforms_numbers(course, take, platform):
    first, second = NAMESAKES[platform]
    take({first: "1", second: "2"})
    assert sorted(work(course).values()) == ["1", "2"]
    numbers = {
        value
        for person in People.read(course).by_student.values()
        for key, value in person.ids.items()
        if key.startswith(platform)
    }
    assert len(numbers) == 2


def test_a_student_is_the_same_in_a_second_download_under_another_name(course, take):
    take({"leeanna_10237_55_sums.ipynb": "1"})
    take({"leesmithanna_10237_77_sums.ipynb": "2"})
    assert list(work(course).values()) == ["2"]


def test_a_namesake_who_hands_in_later_is_not_taken_for_the_first(course, take):
    take({NAMESAKES["moodle"][0]: "1"})
    take({NAMESAKES["moodle"][1]: "2"})
    assert sorted(work(course).values()) == ["1", "2"]


def test_every_name_has_an_outcome_and_a_reason(course, take):
    collection = take(
        {
            "leeanna_10237_55_sums.ipynb": "1",
            "obiada_LATE_20_56_sums.ipynb": "2",
            "ruizeva_30_57_sums.pdf": "%PDF",
            "koskipia_40_58_sums.ipynb.txt": NOTEBOOK,
            "parkjin_50_59_sums.ipynb.txt": "hello",
            "dahlbo_60_60_sums.zip": {"work/sums.ipynb": "6", "work/notes.docx": "x"},
            "erosleo_70_61_sums.zip": {"inner.zip": {"sums.ipynb": "7"}},
            "ferrigia_80_62_sums.rar": "x",
        }
    )
    outcome_by_student = {
        one.student: one.outcome for one in collection.files if one.outcome != "not gradable"
    }
    assert outcome_by_student == {
        "leeanna-10237": "collected",
        "obiada-20": "late",
        "koskipia-40": "collected",
        "dahlbo-60": "collected",
        "erosleo-70": "collected",
    }
    assert work(course)["dahlbo-60"] == "6"
    assert work(course)["erosleo-70"] == "7"
    assert collection.without_notebook == ["ferrigia-80", "parkjin-50", "ruizeva-30"]
    assert all(one.reason for one in collection.files)
    assert len(collection.files) == 9
    table = (course.reports() / "sums-collected.csv").read_text()
    assert 'ruizeva_30_57_sums.pdf,ruizeva-30,not gradable,"a PDF, not a notebook"' in table


def test_an_old_version_beside_the_assignments_own_name_is_superseded(course, take):
    folder = "Anna Lee_4711004_assignsubmission_file_"
    collection = take({f"{folder}/sums_old.ipynb": "old", f"{folder}/sums.ipynb": "new"})
    assert work(course) == {"Anna-Lee-4711004": "new"}
    (old,) = [one for one in collection.files if one.outcome == "superseded"]
    assert "sums.ipynb is graded: its name is the assignment's; kept in" in old.reason


def test_the_last_attempt_counts_whatever_its_name(course, take):
    take(
        {
            "Sums_alee2_attempt_2026-01-30-10-00-00_sums.ipynb": "first",
            "Sums_alee2_attempt_2026-01-31-10-00-00_final.ipynb": "last",
            "Sums_alee2_attempt_2026-01-31-10-00-00.txt": "Name: Anna Lee (alee2)\n",
        }
    )
    assert work(course) == {"alee2": "last"}
    stamp = course.submitted("alee2", "sums") / "timestamp.txt"
    assert stamp.read_text() == "2026-01-31 10:00:00 UTC"


def test_an_older_download_does_not_replace_a_later_attempt(course, take):
    take({"Sums_alee2_attempt_2026-01-31-10-00-00_sums.ipynb": "last"})
    collection = take({"Sums_alee2_attempt_2026-01-30-10-00-00_sums.ipynb": "first"})
    assert work(course) == {"alee2": "last"}
    assert collection.files[0].outcome == "superseded"
    assert "2026-01-31 10:00:00 UTC is there already" in collection.files[0].reason


def test_the_platforms_time_is_read_in_the_courses_zone(course, take):
    config = CONFIG + "\nc.Exchange.timezone = 'America/Chicago'\n"
    (course.root / "nbgrader_config.py").write_text(config)
    place = find_course(course.root)
    take({"12-99 - Anna Lee - Jan 31, 2026 1159 PM/sums.ipynb": "1"}, place=place)
    stamp = course.submitted("Anna-Lee-12", "sums") / "timestamp.txt"
    assert stamp.read_text() == "2026-02-01 05:59:00 UTC"


ROSTERS = {
    "canvas": (
        Owner("leeanna", "canvas", "10237"),
        """Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Lee, Anna",10237,S1,alee,Sec A
"Lee, Anna",20,S2,aobi,Sec B
"Student, Test",9,,,""",
    ),
    "moodle worksheet": (
        Owner("Anna Lee", "moodle", "4711004"),
        """\ufeffIdentifier,Full name,ID number,Email address,Group
Participant 4711004,Anna Lee,alee,anna@example.org,Sec A
Participant 4711005,Anna Lee,alee2,anna2@example.org,Sec B""",
    ),
    "moodle participants": (
        Owner("Anna Lee", "moodle", "4711004"),
        """First name;Last name;ID number;Email address;Groups
Anna;Lee;alee;anna@example.org;Sec A
Ada;Obi;aobi;ada@example.org;Sec B""",
    ),
    "blackboard": (
        Owner("alee", "blackboard", "alee"),
        """Last Name\t"First Name"\t"Username"\t"Student ID"\t"Section"
"Lee"\t"Anna"\t"alee"\t"77"\t"Sec A"
"Lee"\t"Anna"\t"aobi"\t"78"\tSec B""",
    ),
    "brightspace": (
        Owner("Anna Lee", "brightspace", "12"),
        """OrgDefinedId,Username,Last Name,First Name,Email,Sections
#5001,#alee,Lee,Anna,anna@example.org,Sec A
#5002,#aobi,Obi,Ada,a@example.org,Sec B""",
    ),
    "canvas by name": (
        Owner("leeanna", "canvas", "10237"),
        """name,username,section
Anna Lee,alee,Sec A
Ada Obi,aobi,Sec B""",
    ),
}


@pytest.mark.parametrize("kind", ROSTERS)
def test_a_roster_tells_whose_file_it_is(tmp_path, kind):
    owner, roster = ROSTERS[kind]
    (tmp_path / "roster.csv").write_text(roster)
    people = People()
    people.add_roster(read_roster(tmp_path / "roster.csv", "sums"))
    assert people.students_of([owner], "sums") == {owner: "alee"}
    assert len(people.by_student) == 2
    person = people.by_student["alee"]
    assert (person.first, person.last, person.section) == ("Anna", "Lee", "Sec A")


def test_namesakes_on_a_roster_are_never_guessed():
    people = People([Person("alee", "Anna", "Lee"), Person("alee2", "Anna", "Lee")])
    owner = Owner("Anna Lee", "moodle", "4711004")
    assert people.students_of([owner], "sums") == {owner: "Anna-Lee-4711004"}


def test_who_is_not_on_the_roster_is_told_and_the_others_enter_the_gradebook(course, take):
    roster = 'Student,ID,SIS Login ID,Section\n"Lee, Anna",10237,alee,A\n"Obi, Ada",20,aobi,B\n'
    collection = take({"leeanna_10237_55_sums.ipynb": "1", "carol_7_8_sums.ipynb": "3"}, roster)
    assert work(course) == {"alee": "1", "carol-7": "3"}
    assert collection.not_on_roster == ["carol-7"]
    assert collection.nothing_from == ["aobi"]
    with course.gradebook() as gradebook:
        assert gradebook.find_student("alee").last_name == "Lee"
        assert len(gradebook.students) == 2


def test_a_roster_after_the_first_collect_changes_no_folder(course, take):
    name = "leeanna_10237_55_sums.ipynb"
    take({name: "1"})
    take({name: "1"}, ROSTERS["canvas"][1])
    assert work(course) == {"leeanna-10237": "1"}
    assert People.read(course).by_student["leeanna-10237"].section == "Sec A"


def test_a_roster_without_students_says_what_it_expects(take):
    with pytest.raises(GraderError, match="names no student"):
        take({"alice.ipynb": "1"}, "colour,size\nred,3\n")
