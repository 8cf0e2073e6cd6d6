"""``import course`` is light, and what it offers can be found."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

import course
from course import explore


def test_importing_the_course_loads_nothing_heavy():
    heavy = "{'altair', 'anywidget', 'ipywidgets', 'pandas', 'numpy', 'scipy', 'sklearn'}"
    code = f"import sys, course; print(sorted({heavy} & set(sys.modules)))"
    process = subprocess.run(  # noqa: S603 - our own code in our own Python
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "[]"


@pytest.mark.parametrize("name", course.__all__)
def test_every_public_name_is_there(name):
    assert getattr(course, name) is not None


def test_no_module_or_folder_has_the_name_of_a_public_function():
    """Importing it would replace the function."""
    functions = [name for name in course.__all__ if callable(getattr(course, name))]
    assert len(functions) > 5
    assert [name for name in functions if find_spec(f"course.{name}")] == []


@pytest.mark.parametrize("name", explore.__all__)
def test_every_name_of_explore_is_there(name):
    assert getattr(explore, name) is not None


def test_completion_offers_the_public_names_only():
    assert dir(course) == sorted(course.__all__)


def test_an_unknown_name_is_answered_with_what_there_is():
    with pytest.raises(AttributeError, match=r"'explroe'; it has .*explore.*load"):
        course.explroe  # noqa: B018 - asking is the test
    with pytest.raises(AttributeError, match=r"'drfit'; it has .*drift"):
        explore.drfit  # noqa: B018 - asking is the test


def test_the_version_is_the_one_that_is_installed():
    from importlib.metadata import version  # noqa: PLC0415 - needed here only

    assert course.__version__ == version("scaling-ai-course")
