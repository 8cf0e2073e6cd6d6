"""The command in an environment without the packages that only the grader needs."""

import sys

import pytest

from split_grader.__main__ import main


def test_a_missing_package_is_named_with_the_way_to_install_it(monkeypatch):
    monkeypatch.delitem(sys.modules, "split_grader.cli", raising=False)
    monkeypatch.setitem(sys.modules, "typer", None)
    with pytest.raises(SystemExit, match=r"needs the package typer, .* pip install split-grader"):
        main()


def test_a_fault_of_the_grader_itself_is_not_taken_for_a_missing_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "split_grader.cli", None)
    with pytest.raises(ModuleNotFoundError):
        main()
