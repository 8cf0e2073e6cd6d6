"""A machine that cannot run the course is told why, in a sentence, before anything is installed."""

import ast
import runpy
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
CHECK = ROOT / "tools" / "check_python.py"


def run(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    runpy.run_path(str(CHECK))


@pytest.mark.parametrize("version", [(3, 8, 10), (3, 10, 14), (3, 15, 0)])
def test_a_python_that_is_too_old_or_too_new_is_named_with_the_way_out(monkeypatch, version):
    name = f"{version[0]}.{version[1]}"
    with pytest.raises(SystemExit, match=rf"3\.11 to 3\.14; this is Python {name}\. .*PYTHON="):
        run(monkeypatch, version)


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_every_supported_python_passes(monkeypatch, minor):
    run(monkeypatch, (3, minor, 0))


@pytest.mark.parametrize("module", ["ensurepip", "venv"])
def test_a_debian_without_venv_is_told_which_package_to_install(monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        run(monkeypatch, (3, 13, 0))


@pytest.mark.parametrize("minor", range(8, 18))
def test_the_check_and_the_project_accept_the_same_pythons(monkeypatch, minor):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    is_accepted = SpecifierSet(project["requires-python"]).contains(f"3.{minor}.1")
    try:
        run(monkeypatch, (3, minor, 1))
    except SystemExit:
        assert not is_accepted
    else:
        assert is_accepted


def test_the_check_itself_can_be_read_by_pythons_long_out_of_date():
    ast.parse(CHECK.read_text(encoding="utf-8"), feature_version=(3, 7))
