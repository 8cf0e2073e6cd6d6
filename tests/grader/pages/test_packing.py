"""Pages go back to a platform under the names that it knows."""

import zipfile

import pytest
from nbformat.v4 import new_notebook

from split_grader.base.errors import GraderError
from split_grader.course.assignment import NotebookSpec
from split_grader.intake.collect import collect
from split_grader.intake.restore import NOT_HANDED_IN, placeholder
from split_grader.pages.packing import Platform, pack_feedback
from split_grader.running.grade_one import write_notebook

DOWNLOADS = {
    Platform.MOODLE: ("Anna Lee_47_assignsubmission_file_/sums.ipynb", "Anna-Lee-47"),
    Platform.CANVAS: ("leeanna_LATE_102_55_sums-1.ipynb", "leeanna-102"),
}
NAMES = {
    Platform.MOODLE: "Anna Lee_47_assignsubmission_file_sums.html",
    Platform.CANVAS: "leeanna_LATE_102_55_sums.html",
}


@pytest.fixture
def collected(new_course, tmp_path):
    """A course with pages for a student of a platform, and for one of none."""

    def make(platform):
        name, student = DOWNLOADS[platform]
        for path in (tmp_path / name, tmp_path / "zoe.ipynb"):
            path.parent.mkdir(exist_ok=True)
            path.write_text("{}")
        course = new_course()
        collect(course, "sums", tmp_path)
        for one in (student, "zoe"):
            page = course.feedback(one, "sums") / "sums.html"
            page.parent.mkdir(parents=True)
            page.write_text(f"for {one}")
        return course

    return make


@pytest.mark.parametrize("platform", Platform)
def test_a_page_has_the_name_that_the_platform_gave_to_the_submission(collected, platform):
    package = pack_feedback(collected(platform), "sums", platform)
    with zipfile.ZipFile(package.path) as archive:
        assert archive.namelist() == [NAMES[platform]]
        assert archive.read(NAMES[platform]).decode() == f"for {DOWNLOADS[platform][1]}"
    assert (package.count, package.unknown) == (1, ("zoe",))


def test_a_notebook_that_was_not_handed_in_is_not_packed(collected):
    course = collected(Platform.CANVAS)
    folder = course.autograded("leeanna-102", "sums")
    for name, why in (("left", NOT_HANDED_IN), ("broken", "It is empty."), ("whole", "")):
        (course.feedback("leeanna-102", "sums") / f"{name}.html").write_text("a page")
        spec = NotebookSpec(name, {}, ())
        notebook = placeholder(spec, why, "This notebook") if why else new_notebook()
        write_notebook(notebook, folder / f"{name}.ipynb")
    package = pack_feedback(course, "sums", Platform.CANVAS)
    with zipfile.ZipFile(package.path) as archive:
        names = [name.rpartition("_")[2] for name in archive.namelist()]
    assert names == ["broken.html", "sums.html", "whole.html"]
    assert package.unknown == ("zoe",)


def test_pages_of_another_platform_are_refused(collected):
    with pytest.raises(GraderError, match="was collected from a download of canvas"):
        pack_feedback(collected(Platform.MOODLE), "sums", Platform.CANVAS)
