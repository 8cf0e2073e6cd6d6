"""Downloads from a learning platform end up in one folder a student, and nothing is lost."""

import shutil
import zipfile
from pathlib import Path

import pytest

from split_grader.base.errors import GraderError
from split_grader.intake.collect import collect
from split_grader.sandbox.limits import Limits


@pytest.fixture
def course(new_course):
    return new_course()


@pytest.fixture
def downloads(tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()

    def put(name, content="{}"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return folder

    return put


def filed(course):
    root = course.submitted(".", ".").resolve()
    return {
        str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()
    }


def refused(collection):
    return {one.name: one.reason for one in collection.files if one.outcome == "not gradable"}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("alice.ipynb", "alice"),
        ("alice_sums.ipynb", "alice"),
        ("sums-alice.ipynb", "alice"),
        ("alice (2).ipynb", "alice"),
        ("alice/sums.ipynb", "alice"),
        ("alice/sums (1).ipynb", "alice"),
        ("alice/Sums-Copy1.ipynb", "alice"),
        ("alice/my homework.ipynb", "alice"),
        ("alice/sums/sums.ipynb", "alice"),
        ("Alice Smith.ipynb", "Alice-Smith"),
        ("alice@example.org.ipynb", "alice@example.org"),
        ("Alice Smith_1234_assignsubmission_file_/sums.ipynb", "Alice-Smith-1234"),
        ("Alice Smith_1234_assignsubmission_file_sums.ipynb", "Alice-Smith-1234"),
        ("smithalice_123_456_sums.ipynb", "smithalice-123"),
        ("smithalice_LATE_123_456_sums-1.ipynb", "smithalice-123"),
        ("Problem Set 1_asmith2_attempt_2026-01-31-23-59-00_sums.ipynb", "asmith2"),
        ("12-34 - Alice Smith - Jan 31, 2026 1159 PM/sums.ipynb", "Alice-Smith-12"),
        ("12-34 - Alice Smith - 31 January, 2026 2359/my work.ipynb", "Alice-Smith-12"),
        ("submissions/smithalice_123_456_sums.ipynb", "smithalice-123"),
    ],
)
def test_the_student_is_told_from_the_name(course, downloads, name, student):
    downloads("zoe/sums.ipynb")
    collection = collect(course, "sums", downloads(name, "mine"))
    assert {one.outcome for one in collection.files} <= {"collected", "late"}
    assert filed(course)[f"{student}/sums/sums.ipynb"] == "mine"


def test_bytes_are_kept_even_of_a_broken_file(course, downloads):
    collect(course, "sums", downloads("alice.ipynb", "{ broken\r\n"))
    path = course.submitted("alice", "sums") / "sums.ipynb"
    assert path.read_bytes() == b"{ broken\r\n"


def test_a_file_that_names_no_student_is_reported(course, downloads):
    downloads("bob.ipynb")
    collection = collect(course, "sums", downloads("sums (3).ipynb"))
    assert "no student in the name" in refused(collection)["sums (3).ipynb"]


def test_of_two_files_the_later_copy_is_graded_and_the_other_kept(course, downloads):
    downloads("alice/sums.ipynb", "first")
    downloads("bob/sums.ipynb", "other")
    collection = collect(course, "sums", downloads("alice/sums (1).ipynb", "second"))
    assert filed(course)["alice/sums/sums.ipynb"] == "second"
    (earlier_file,) = course.set_aside("alice", "sums").iterdir()
    assert earlier_file.read_text() == "first"
    (other,) = [one for one in collection.files if one.outcome == "superseded"]
    assert other.name == "alice/sums.ipynb"
    assert "alice/sums (1).ipynb is graded: it is the later copy" in other.reason


@pytest.mark.parametrize(
    "name",
    [
        "alice_{}.ipynb",
        "alice/{}.ipynb",
        "alice/alice_{} (1).ipynb",
        "Alice_1234_assignsubmission_file_/Alice Lee_{}.ipynb",
        "leealice_123_456_Alice Lee_{}-1.ipynb",
    ],
)
def test_one_of_several_notebooks_is_known_also_where_it_carries_the_students_name(
    name, new_course, downloads
):
    course = new_course()
    for notebook in ("q3_sums", "q4_more_sums"):
        shutil.copy(
            course.source("sums") / "sums.ipynb", course.source("sums") / f"{notebook}.ipynb"
        )
    (course.source("sums") / "sums.ipynb").unlink()
    downloads(name.format("q3_sums"))
    collection = collect(course, "sums", downloads(name.format("q4_more_sums")))
    assert refused(collection) == {}
    assert sorted(Path(path).stem for path in filed(course)) == ["q3_sums", "q4_more_sums"]
    assert len({path.split("/")[0] for path in filed(course)}) == 1


@pytest.fixture
def of_two(new_course):
    """A course whose assignment has two notebooks with different labels."""
    course = new_course()
    path = course.source("sums") / "sums.ipynb"
    for name in ("q3_cost", "q4_drift"):
        text = path.read_text().replace("total_visible", f"{name}_visible")
        (course.source("sums") / f"{name}.ipynb").write_text(text)
    path.unlink()
    return course


def test_a_notebook_is_known_by_its_cells_where_its_name_says_nothing(of_two, downloads):
    text = (of_two.source("sums") / "q4_drift.ipynb").read_text()
    downloads("bob/my work.ipynb", "{}")
    collection = collect(of_two, "sums", downloads("alice/q4 final.ipynb", text))
    assert filed(of_two) == {"alice/sums/q4_drift.ipynb": text}
    assert "which of q3_cost, q4_drift is it?" in refused(collection)["bob/my work.ipynb"]


@pytest.mark.parametrize("name", ["my final.ipynb", "q4_drift.ipynb", "final (1).ipynb"])
def test_of_two_files_that_may_be_one_notebook_none_is_chosen_in_silence(of_two, downloads, name):
    text = (of_two.source("sums") / "q4_drift.ipynb").read_text()
    downloads("bob/q3_cost.ipynb")
    downloads("alice/final.ipynb", text)
    collection = collect(of_two, "sums", downloads(f"alice/{name}", f"{text} "))
    if name.startswith("my"):
        assert filed(of_two).keys() == {"bob/sums/q3_cost.ipynb"}
        assert refused(collection)["alice/final.ipynb"] == (
            "is q4_drift in alice/final.ipynb or alice/my final.ipynb? "
            "Rename the right one to q4_drift.ipynb"
        )
        assert collection.without_notebook == ["alice"]
        return
    assert filed(of_two)["alice/sums/q4_drift.ipynb"] == f"{text} "
    (other,) = [one for one in collection.files if one.outcome == "superseded"]
    assert f"alice/{name} is graded: " in other.reason


def test_collecting_again_keeps_the_earlier_file_when_it_differs(course, downloads):
    collect(course, "sums", downloads("alice.ipynb", "old"))
    assert collect(course, "sums", downloads("alice.ipynb", "old")).filed[0].reason == "unchanged"
    assert (
        collect(course, "sums", downloads("alice.ipynb", "new"))
        .filed[0]
        .reason.startswith("updated")
    )
    assert filed(course)["alice/sums/sums.ipynb"] == "new"
    (earlier_file,) = course.set_aside("alice", "sums").iterdir()
    assert earlier_file.read_text() == "old"


def test_links_are_never_followed(course, downloads, tmp_path):
    (tmp_path / "secret").write_text("secret")
    folder = downloads("bob.ipynb")
    (folder / "alice.ipynb").symlink_to(tmp_path / "secret")
    (folder / "carol").symlink_to(tmp_path)
    collection = collect(course, "sums", folder)
    assert "secret" not in filed(course).values()
    assert refused(collection).keys() == {"alice.ipynb", "carol"}


def test_a_zip_archive_with_a_wrapping_folder_is_read(course, tmp_path):
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("Sums submissions/alice/sums.ipynb", "a")
        archive.writestr("Sums submissions/bob.ipynb", "b")
        archive.writestr("__MACOSX/Sums submissions/._bob.ipynb", "x")
        archive.writestr("Sums submissions/readme.txt", "x")
    collection = collect(course, "sums", tmp_path / "d.zip")
    assert filed(course) == {"alice/sums/sums.ipynb": "a", "bob/sums/sums.ipynb": "b"}
    assert refused(collection) == {"Sums submissions/readme.txt": "a .txt file, not a notebook"}


def test_a_zip_entry_cannot_leave_the_archive_or_be_a_link(course, tmp_path):
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("../../evil.ipynb", "x")
        link = zipfile.ZipInfo("alice.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bob.ipynb", "b")
    collection = collect(course, "sums", tmp_path / "d.zip")
    assert filed(course) == {"bob/sums/sums.ipynb": "b"}
    assert refused(collection).keys() == {"../../evil.ipynb", "alice.ipynb"}


def test_a_file_over_the_limit_is_reported_not_read(course, downloads):
    folder = downloads("alice.ipynb", "x" * 100)
    collection = collect(course, "sums", folder, Limits(notebook_bytes=50))
    assert refused(collection) == {"alice.ipynb": "too large: 100 bytes, at most 50"}


def test_something_that_is_neither_folder_nor_archive_is_refused(course, tmp_path):
    with pytest.raises(GraderError, match="neither a folder nor a ZIP"):
        collect(course, "sums", tmp_path / "nothing")


def test_a_damaged_entry_is_skipped_and_the_others_filed(course, tmp_path):
    with zipfile.ZipFile(tmp_path / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("alice.ipynb", "{}" * 500)
        archive.writestr("bob.ipynb", "{}")
    raw = bytearray((tmp_path / "d.zip").read_bytes())
    start = raw.index(b"alice.ipynb") + len("alice.ipynb")
    raw[start : start + 4] = b"\xff" * 4
    (tmp_path / "d.zip").write_bytes(raw)
    collection = collect(course, "sums", tmp_path / "d.zip")
    assert [item.student for item in collection.filed] == ["bob"]
    assert "damaged in the archive" in refused(collection)["alice.ipynb"]


def test_a_name_that_no_file_can_have_is_not_filed(course, tmp_path):
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr(f"{'x' * 300}/sums.ipynb", "{}")
        archive.writestr("bob/sums.ipynb", "{}")
    collection = collect(course, "sums", tmp_path / "d.zip")
    assert [item.student for item in collection.filed] == ["bob"]
    assert "longer than 200 bytes" in refused(collection)[f"{'x' * 300}/sums.ipynb"]
