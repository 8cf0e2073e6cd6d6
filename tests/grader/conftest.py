"""The command, and the small course, as fixtures."""

import re
import shutil

import pytest

from split_grader.cli import main
from split_grader.course.course import find_course
from split_grader.running import isolated
from split_grader.split.relay.engine import PRELOAD
from split_grader.tasks.release import release
from support.small_course import CONFIG, QUICK, write_course


@pytest.fixture(scope="session", autouse=True)
def light_engines():
    """Start engines without data science libraries, which cost seconds; end the last one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(isolated, "PRELOAD", ())
        yield
        isolated.close_engines()


@pytest.fixture
def libraries(monkeypatch):
    """Start the engine as the grader does, for notebooks that import the libraries."""
    monkeypatch.setattr(isolated, "PRELOAD", PRELOAD)
    isolated.close_engines()
    yield
    isolated.close_engines()


@pytest.fixture
def run(monkeypatch, capfd):
    """Run the command as a person does: its exit code, and what it says, in one line each."""

    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["grader", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_info:
            main()
        out, err = capfd.readouterr()
        return exit_info.value.code, re.sub(r"\s+", " ", out), re.sub(r"\s+", " ", err)

    return call


@pytest.fixture(scope="session")
def new_course(tmp_path_factory):
    def make(notebook=None, name="sums"):
        return write_course(tmp_path_factory.mktemp("course"), notebook, name)

    return make


@pytest.fixture(scope="session")
def released_course(new_course):
    """A course with its assignment released; tests work on copies."""
    course = new_course()
    release(course, "sums", QUICK)
    return course


@pytest.fixture(scope="session")
def new_release(released_course, tmp_path_factory):
    """Copy the released course, with more settings: that is quicker than another release."""

    def make(settings=""):
        root = shutil.copytree(released_course.root, tmp_path_factory.mktemp("copy") / "course")
        (root / "nbgrader_config.py").write_text(f"{CONFIG}\n{settings}\n")
        return find_course(root)

    return make


@pytest.fixture(scope="session")
def released(new_release):
    """A released course; tests that add submissions use their own student names."""
    return new_release()


@pytest.fixture(scope="session")
def blank(released):
    """The notebook that a student receives, as text."""
    return (released.release("sums") / "sums.ipynb").read_text()
