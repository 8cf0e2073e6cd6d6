"""A released course, and copies of it."""

import shutil

import pytest

from grader.course.course import find_course
from grader.release import release
from small_course import QUICK


@pytest.fixture(scope="session")
def ready(new_course):
    made = new_course()
    release(made, "sums", QUICK)
    return made


@pytest.fixture
def course(ready, tmp_path):
    """Make a copy of the released course, with settings."""

    def make(settings="", name="course"):
        root = shutil.copytree(ready.root, tmp_path / name)
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(f"\n{settings}\n")
        return find_course(root)

    return make


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "inbound"
    path.mkdir()
    return path
