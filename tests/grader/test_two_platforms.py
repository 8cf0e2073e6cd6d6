"""A class of eleven awkward students, from each platform's download to its table of grades."""

import csv
import zipfile

import pytest
from nbformat import writes

from support.moodle import Moodle, worksheet
from support.small_course import answered

pytestmark = pytest.mark.slow
ZERO = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
DUE, LATE = "2026-11-27 12:00:00 UTC", "2026-11-28 12:00:00 UTC"
IN_TIME, NEXT_DAY = "Friday, 27 November 2026, 11:59 AM", "Saturday, 28 November 2026, 12:00 PM"
REDUCED = "def total(values):\n    from functools import reduce\n    return reduce(float.__add__, map(float, values), 0.0)"
WRONG = "def total(values):\n    return 0"
CLASS = {
    1: ("Anna Lee", IN_TIME),
    2: ("Anna Lee", IN_TIME),  # her namesake; one answer is wrong
    3: ("Ben Okafor", NEXT_DAY),
    4: ("Cara Diaz", NEXT_DAY),  # has an extension
    5: ("Dan Roy", IN_TIME),  # a PDF
    6: ("Eva Kim", IN_TIME),  # a notebook that is cut off
    7: ("Finn Moe", "-"),  # nothing
    8: ("Gia Rossi", IN_TIME),  # two attempts
    9: ("Hugo Weiss", IN_TIME),  # an unusual right answer
    10: ("Ivy Zhou", IN_TIME),  # not on the roster
    11: ("Jon Abe", "-"),  # late, time unknown
}
GRADES = {1: "6", 2: "3", 3: "0", 4: "6", 5: "", 6: "", 8: "6", 9: "6", 10: "6", 11: ""}


@pytest.fixture
def course(new_release):
    """A released course whose late work loses all points."""
    course = new_release(ZERO)
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment("sums", duedate=DUE)
    return course


@pytest.fixture
def work(course):
    """What each student hands in, by number; the first attempt of one is wrong."""
    blank = (course.release("sums") / "sums.ipynb").read_text()
    right = writes(answered(blank))
    wrong = writes(answered(blank, q_total=WRONG))
    files = dict.fromkeys(CLASS, right)
    del files[7]
    files |= {2: wrong, 5: "%PDF", 6: right[: len(right) // 2]}
    return files | {9: writes(answered(blank, q_total=REDUCED)), "first": wrong}


def archive(path, files):
    with zipfile.ZipFile(path, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def extend(course, student):
    with course.gradebook() as gradebook:
        gradebook.grant_extension("sums", student, days=2)


def table(path):
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def generic(course, run):
    assert run("export", "sums", "--course", course.root)[0] == 0
    return {row["student"]: row for row in table(course.reports() / "sums.csv")}


def test_canvas(course, work, run, tmp_path):
    options = ("--course", course.root)
    late, attempts = {3, 4, 11}, {8: "-1"}
    names = {
        number: f"{''.join(name.lower().split()[::-1])}{'_LATE' * (number in late)}_{100 + number}_"
        f"{500 + number}_sums{attempts.get(number, '')}.{'pdf' if number == 5 else 'ipynb'}"
        for number, (name, _) in CLASS.items()
    }
    files = {names[number]: work[number] for number in names if number in work}
    files["rossigia_108_400_sums.ipynb"] = work["first"]
    roster = tmp_path / "roster.csv"
    head = "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (77000),sums (77001)\n"
    roster.write_text(
        f"{head}    Points Possible,,,,,3.00,6.00\n"
        + "".join(
            f'"{name.split()[1]}, {name.split()[0]}",{100 + number},,s{number},A,,\n'
            for number, (name, _) in CLASS.items()
            if number != 10
        )
    )
    code, out, _ = run(
        "collect", "sums", archive(tmp_path / "d.zip", files), "--roster", roster, *options
    )
    assert (code, "Late by the platform's mark, time unknown: s11, s3, s4" in out) == (1, True)
    assert "Handed in, but no notebook: s5." in out
    assert "On the roster, nothing handed in: s7." in out
    assert "Not on the roster: zhouivy-110." in out
    assert "On time without a mark: 6." in out
    for student in ("s3", "s4"):
        (course.submitted(student, "sums") / "timestamp.txt").write_text(LATE)
    assert "time unknown: s11." in run("grade", "sums", *options)[1]
    extend(course, "s4")
    assert "s4: 0 -> 6" in run("grade", "sums", *options)[1]

    code, out, _ = run("export", "sums", "--for", "canvas", *options)
    assert code == 0
    states = "s11 (late, time unknown), s5 (not gradable), s6 (unreadable)"
    assert f"Left empty until a person decides: {states}." in out
    points, *rows = table(course.reports() / "sums-canvas.csv")
    assert points["sums (77001)"] == "6"
    assert {int(row["ID"]) - 100: row["sums (77001)"] for row in rows} == GRADES

    rows = generic(course, run)
    assert {name: rows[name]["total"] for name in ("s5", "s6", "s7", "s11")} == dict.fromkeys(
        ("s5", "s6", "s7", "s11"), ""
    )
    assert rows["s6"]["q_total"] == ""
    assert (rows["s3"]["penalty"], rows["s11"]["penalty"]) == ("6", "")
    assert rows["s7"]["status"] == "not handed in"
    run("report", "sums", *options)
    report = (course.reports() / "sums.html").read_text()
    assert report.count("late, time unknown") == 1
    assert run("feedback", "sums", "--zip", "canvas", *options)[0] == 0
    pages = {
        name: (course.feedback(name, "sums") / "sums.html").read_text()
        for name in rows
        if name not in {"s5", "s7"}
    }
    assert {name for name, page in pages.items() if "Not final" in page} == {"s11"}
    assert "Ask your instructor" in pages["s6"]
    assert 'class="total"' not in pages["s6"]

    # A person decides: the time of one, the points of another.
    stamp = course.submitted("s11", "sums") / "timestamp.txt"
    stamp.write_text(LATE)
    with course.gradebook() as gradebook:
        for grade in gradebook.find_submission_notebook("sums", "sums", "s6").grades:
            grade.manual_score, grade.needs_manual_grade = 0.5, False
        gradebook.db.commit()
    run("grade", "sums", "--force", *options)
    rows = generic(course, run)
    assert [rows[name]["total"] for name in ("s6", "s11")] == ["2", "0"]
    stamp.unlink()
    run("grade", "sums", *options)
    assert (generic(course, run)["s11"]["total"], generic(course, run)["s11"]["late"]) == ("", "")


def test_moodle(course, work, run, tmp_path):
    options = ("--course", course.root)
    folders = {n: f"{name}_{4711000 + n}_assignsubmission_file_" for n, (name, _) in CLASS.items()}
    files = {
        f"{folders[number]}/{'report.pdf' if number == 5 else 'sums.ipynb'}": content
        for number, content in work.items()
        if number in CLASS
    }
    rows = [(4711000 + n, *rest) for n, rest in CLASS.items() if n != 10]
    sheet = tmp_path / "Grades-ML-sums-77.csv"
    sheet.write_bytes(worksheet(rows))
    first = archive(tmp_path / "first.zip", {**files, f"{folders[8]}/sums.ipynb": work["first"]})
    run("collect", "sums", first, "--roster", sheet, *options)
    code, out, _ = run(
        "collect", "sums", archive(tmp_path / "d.zip", files), "--roster", sheet, *options
    )
    mail = {n: f"{CLASS[n][0].split()[0].lower()}{4711000 + n}@example.org" for n in CLASS}
    assert code == 1
    message = (
        f"time of handing in unknown: Ivy-Zhou-4711010, {mail[11]}. Their work counts as on time"
    )
    assert message in out
    out = run("grade", "sums", *options)[1]
    assert message in out
    extend(course, mail[4])
    run("grade", "sums", *options)
    code, out, _ = run("export", "sums", "--for", "moodle", *options)
    assert code == 0
    assert (
        f"Left empty until a person decides: {mail[5]} (not gradable), {mail[6]} (unreadable)."
        in out
    )
    assert "Left out, because moodle wouldn't recognise them: Ivy-Zhou-4711010." in out
    numbers = {str(4711000 + n) for n in CLASS}
    moodle = Moodle(6, numbers)
    expected = {n: float(g) for n, g in (GRADES | {11: "6"}).items() if g and n != 10}
    path = course.reports() / "sums-moodle.csv"
    assert {int(n) - 4711000: g for n, g in moodle.upload(path.read_bytes()).items()} == expected
    assert moodle.comments["4711003"] == "Handed in 1 d after the due date: penalty 6 points."
    assert run("feedback", "sums", "--zip", "moodle", *options)[0] == 0
