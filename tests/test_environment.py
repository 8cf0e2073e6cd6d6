"""pyproject.toml, requirements.lock and environment.yml describe the same environment."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT, GRADER = (
    tomllib.loads((ROOT / path).read_text(encoding="utf-8"))["project"]
    for path in ("pyproject.toml", "grader/pyproject.toml")
)
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRIES = re.split(r"\n(?=\S)", LOCK.strip())


def by_name(lines):
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(one.name): one.specifier for one in requirements}


DIRECT = by_name(
    line
    for project in (PROJECT, GRADER)
    for lines in (project["dependencies"], *project["optional-dependencies"].values())
    for line in lines
)


def locked():
    """Every locked version of each package; platforms and Pythons may have their own."""
    versions = {}
    for entry in ENTRIES:
        requirement = Requirement(entry.split("\\", 1)[0])
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        versions.setdefault(canonicalize_name(requirement.name), []).append(pin.version)
    return versions


def conda():
    """The requirements of environment.yml, from conda and from pip, and pip's other lines."""
    lines = [line for line in CONDA["dependencies"] if isinstance(line, str)]
    (pip,) = [part["pip"] for part in CONDA["dependencies"] if isinstance(part, dict)]
    options = [line for line in pip if line.startswith("-")]
    return by_name([*lines, *(line for line in pip if line not in options)]), options


def test_conda_users_get_the_same_packages_in_the_same_versions():
    packages, _ = conda()
    packages.pop("pip")
    assert packages == {**DIRECT, "python": SpecifierSet(PROJECT["requires-python"])}


@pytest.mark.parametrize("document", ["README.md", "environment.yml"])
def test_conda_users_activate_the_environment_that_they_made(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    assert set(re.findall(r"conda activate ([\w-]+)", text)) == {CONDA["name"]}


def test_conda_users_get_the_course_and_the_grader_last():
    _, options = conda()
    assert options == ["--editable .", "--editable ./grader"]
    assert CONDA["dependencies"][-1]["pip"][-2:] == options


def test_the_grader_needs_nothing_that_only_the_course_uses():
    names = by_name(GRADER["dependencies"])
    assert not {"anywidget", "fairlearn", "fsrs", "ipywidgets"} & names.keys()
    shared_names = by_name(PROJECT["dependencies"]).keys() & names.keys()
    assert {name: names[name] for name in shared_names} == {
        name: DIRECT[name] for name in shared_names
    }


def test_conda_takes_everything_from_conda_forge():
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]
    assert CONDA["name"] == PROJECT["name"]


@pytest.mark.parametrize("name", DIRECT)
def test_every_package_that_the_project_names_is_locked_in_a_version_it_accepts(name):
    versions = locked()
    assert name in versions, "run: make lock"
    assert all(DIRECT[name].contains(version, prereleases=True) for version in versions[name])


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.split("==")[0])
def test_every_locked_package_has_its_hashes(entry):
    head, *hashes = [line.strip() for line in entry.split("\\\n")]
    assert re.fullmatch(r"[a-z0-9._-]+==\S+(?: ; .+)?", head.strip())
    assert hashes
    assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes)


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("*.lock")))
def test_a_lock_names_no_host(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "--index-url" not in text


def test_the_style_check_and_the_project_speak_of_the_same_oldest_python():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert ">=3.11," in PROJECT["requires-python"]
    assert tools["ruff"]["target-version"] == "py311"
