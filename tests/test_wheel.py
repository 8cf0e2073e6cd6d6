"""The wheel holds what a course outside the repository needs, and nothing that gives points away."""

import zipfile
from email import message_from_bytes

import pytest

from built_wheel import ROOT, built_wheel

# Where the wheel keeps a folder of the repository.
MOVED = {
    "course": "course",
    "course/decisions": "course/_course/course/decisions",
    "course/questions": "course/_course/course/questions",
    "grader": "grader",
    "datasets": "course/_course/datasets",
    "exercises": "course/_course/exercises",
    "front/widgets": "course/_front",
    "quickstart": "grader/_quickstart",
}
LEFT_BEHIND = {"__pycache__", ".ipynb_checkpoints"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    with zipfile.ZipFile(built_wheel(tmp_path_factory.mktemp("wheel"))) as archive:
        yield archive


@pytest.mark.parametrize("folder", MOVED)
def test_every_file_of_a_packed_folder_is_in_the_wheel(wheel, folder):
    apart = [ROOT / other for other in MOVED if other.startswith(f"{folder}/")]
    files = [
        path
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not any(path.is_relative_to(other) for other in apart)
    ]
    expected = {
        f"{MOVED[folder]}/{path.relative_to(ROOT / folder).as_posix()}"
        for path in files
        if not LEFT_BEHIND & set(path.parts)
    }
    assert expected
    assert expected <= set(wheel.namelist())


@pytest.mark.parametrize(
    "name",
    [
        *("course/_static/vega.js", "course/_course/course.toml"),
        *("course/py.typed", "grader/py.typed"),
    ],
)
def test_what_no_import_names_is_in_the_wheel(wheel, name):
    assert name in wheel.namelist()


def test_only_the_example_comes_with_its_answers(wheel):
    notebooks = [name for name in wheel.namelist() if name.endswith(".ipynb")]
    solved = [
        name
        for name in notebooks
        if b"BEGIN SOLUTION" in (text := wheel.read(name)) or b"BEGIN HIDDEN TESTS" in text
    ]
    assert solved == ["grader/_quickstart/source/payback/payback.ipynb"]
    banks = [name for name in wheel.namelist() if "banks/" in name]
    assert all(name.startswith("grader/_quickstart/banks/payback/") for name in banks)


def test_the_metadata_name_the_command_and_no_invented_person(wheel):
    (metadata,) = (name for name in wheel.namelist() if name.endswith("dist-info/METADATA"))
    (commands,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert b"grader = grader.__main__:main" in wheel.read(commands)
    about = message_from_bytes(wheel.read(metadata))
    assert about["Author"] == "The authors of the scaling AI course"
    assert about["Author-email"] is None
