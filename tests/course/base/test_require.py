"""A machine that lacks a tool skips the tests that need it; CI fails instead."""

import sys

import pytest


def test_a_tool_that_is_there_is_found_under_any_of_its_names(require, monkeypatch, tmp_path):
    tool = tmp_path / "newer-name"
    tool.symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert require("older-name", "newer-name") == str(tool)


def test_a_missing_tool_skips_by_name_on_a_learners_machine(require, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-tool is not installed"):
        require("no-such-tool")


def test_a_missing_tool_fails_in_ci(require, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-tool is not installed"):
        require("no-such-tool")
