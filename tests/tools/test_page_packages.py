"""Packages that a page loads only when they are imported."""

import importlib
import sys

import pytest

from tools.site import image
from tools.site.stubs.course_page.arriving import arrive


@pytest.fixture
def arriving(tmp_path, monkeypatch):
    """A package that is not there until it is fetched; how often that was."""
    calls = []

    def fetch():
        calls.append(1)
        for name in ("late_one", "late_two"):
            (tmp_path / f"{name}.py").write_text("value = 42")

    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    arrive(["late_one", "late_two"], fetch)
    yield calls
    for name in ("late_one", "late_two"):
        sys.modules.pop(name, None)


def test_packages_arrive_once_when_the_first_of_their_modules_is_imported(arriving):
    with pytest.raises(ModuleNotFoundError, match="late_three"):
        importlib.import_module("late_three")
    assert arriving == []
    assert importlib.import_module("late_one").value == 42
    assert importlib.import_module("late_two").value == 42
    assert arriving == [1]


def test_no_package_is_in_two_archives():
    packages = [name for names in image._ARCHIVES.values() for name in names]
    assert len(packages) == len(set(packages))
