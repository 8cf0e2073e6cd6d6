"""A released course, and copies of it."""

import shutil

import pytest

from split_grader.course.course import find_course


@pytest.fixture
def course(released_course, tmp_path):
    """Make a copy of the released course, with settings."""

    def make(settings="", name="course"):
        root = shutil.copytree(released_course.root, tmp_path / name)
        with (root / "nbgrader_config.py").open("a") as config:
            config.write(f"\n{settings}\n")
        return find_course(root)

    return make


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "inbound"
    path.mkdir()
    return path
