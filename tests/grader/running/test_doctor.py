"""What a person is told about how far the grading here can be trusted."""

import os
import sys
import sysconfig
from pathlib import Path

import pytest
from traitlets.config import Config

from split_grader.course.course import find_course
from split_grader.course.permissions import Permissions, permissions_of
from split_grader.running import doctor
from split_grader.sandbox.bubble import visible
from split_grader.split import Cell, CellProfile, Engine, Profile


@pytest.fixture(autouse=True)
def bubblewrap(require):
    require("bwrap")


def test_here_every_layer_holds_and_right_work_passes_in_the_sandbox():
    diagnosis = doctor.diagnose()
    assert diagnosis.sandboxed
    assert (diagnosis.missing, diagnosis.problem) == ((), "")


def test_a_sandbox_in_which_right_work_fails_is_not_called_one(monkeypatch):
    # As if a package lay where the sandbox does not show it.
    cell = Cell("student", "import colorsys_of_nowhere\nx = 0")
    monkeypatch.setattr(doctor, "_WORK", [cell, doctor._WORK[1]])
    diagnosis = doctor.diagnose()
    assert not diagnosis.sandboxed
    assert "No module named 'colorsys_of_nowhere'" in diagnosis.problem


def test_modules_that_the_look_imports_are_loaded_nowhere_before():
    code = "import sys\nprint({'defusedxml', 'wave', 'tabnanny'} & {*sys.modules})"
    with Engine() as full:
        outcome = full.run([Cell("student", code)])
    assert outcome.cells[0].outputs[0]["text"] == "set()\n"


def test_where_nothing_can_be_isolated_the_look_says_so(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delattr(os, "sched_getaffinity")
    assert "Isolation needs Linux" in doctor.diagnose(Permissions()).problem


def test_what_the_reference_fails_is_kept_apart_from_what_runs_together():
    profile = Profile(
        {
            "fine": CellProfile(),
            "together": CellProfile(needs_single_process=True, reason="it runs text as code"),
            "broken": CellProfile(reason="the solution does not pass this test at all: KeyError"),
        }
    )
    assert profile.failing == {"broken": "the solution does not pass this test at all: KeyError"}
    assert profile.low_trust == {"together": "it runs text as code"}


def test_a_course_in_a_folder_of_the_systems_is_not_called_safe(tmp_path):
    def told(root):
        config = Config()
        config.CourseDirectory.root = str(root)
        return doctor.diagnose(permissions_of(config))

    share = Path(sysconfig.get_paths()["stdlib"], "course")
    assert not told(share).sandboxed
    assert f"can read {share.resolve()}" in told(share).problem
    assert told(tmp_path).sandboxed


def test_a_course_in_the_folder_of_its_environment_is_not_shown(tmp_path, monkeypatch):
    for name in ("lib", "source"):
        (tmp_path / name).mkdir()
    (tmp_path / "pyvenv.cfg").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    below = [path for path in visible() if path.is_relative_to(tmp_path)]
    assert sorted(below) == [tmp_path / "lib", tmp_path / "pyvenv.cfg"]


def test_a_course_knows_its_place(tmp_path):
    (tmp_path / "source").mkdir()
    assert find_course(tmp_path).config.CourseDirectory.root == str(tmp_path.resolve())


def test_the_command_looks_at_the_course_whose_folder_it_runs_in(tmp_path, monkeypatch, run):
    share = Path(sysconfig.get_paths()["stdlib"], "course")
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.root = {str(share)!r}\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    code, out, _ = run("doctor")
    assert code == 1
    assert f"can read {share.resolve()}" in " ".join(out.split())
    monkeypatch.chdir(tmp_path.parent)
    assert run("doctor")[0] == 0
