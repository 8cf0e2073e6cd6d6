"""No lesson is left half written. `make quick` says so last, since a new lesson is full of TODOs."""

import subprocess

import pytest

from tools import unfinished


def test_nothing_is_left_to_do():
    left = unfinished.unfinished()
    assert not left, "\n".join(left)


def test_a_todo_is_listed_once_with_its_file_and_line(tmp_path):
    for name in ("text/14_bikes.md", "14_bikes.ipynb"):
        path = tmp_path / "modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# Bikes\n\n  TODO: the case, at 8:30.\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)  # noqa: S603, S607 - a folder of our own
    expected = ["modules/text/14_bikes.md:3: TODO: the case, at 8:30."]
    assert unfinished.unfinished(root=tmp_path) == expected


def test_a_folder_that_git_does_not_know_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ValueError, match=f"git can't search {tmp_path}: .*not a git repository"):
        unfinished.unfinished(root=tmp_path)
