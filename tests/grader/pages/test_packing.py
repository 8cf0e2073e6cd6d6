"""Pages go back to a platform under the names that it knows."""

import zipfile

import pytest

from grader.errors import GraderError
from grader.intake.collect import collect
from grader.pages.packing import Platform, pack_feedback

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
    packed = pack_feedback(collected(platform), "sums", platform)
    with zipfile.ZipFile(packed.path) as archive:
        assert archive.namelist() == [NAMES[platform]]
        assert archive.read(NAMES[platform]).decode() == f"for {DOWNLOADS[platform][1]}"
    assert (packed.count, packed.unknown) == (1, ("zoe",))


def test_pages_of_another_platform_are_refused(collected):
    with pytest.raises(GraderError, match="was collected from a download of canvas"):
        pack_feedback(collected(Platform.MOODLE), "sums", Platform.CANVAS)
