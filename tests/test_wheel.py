"""The wheels hold what a course outside the repository needs, and nothing that gives points away."""

import zipfile
from email import message_from_bytes

import pytest

from support.built_wheel import ROOT, built_wheel
from tools.site import course_wheel

# Where the wheels keep a folder of the repository.
MOVED = {
    "course": "course",
    "scaling_ai_kit": "scaling_ai_kit",
    "course/decisions": "course/_course/course/decisions",
    "course/questions": "course/_course/course/questions",
    "grader/split_grader": "split_grader",
    "datasets": "course/_course/datasets",
    "exercises": "course/_course/exercises",
    "front/offline": "course/_front/offline",
    "front/page": "course/_front/page",
    "front/scorm": "course/_front/scorm",
    "front/widgets": "course/_front/widgets",
}
LEFT_BEHIND = {"__pycache__", ".ipynb_checkpoints"}
PROJECTS = {"course": ".", "grader": "grader"}  # where the project of a package is
PACKAGES = {"course": {"course", "scaling_ai_kit"}, "grader": {"split_grader"}}


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The wheel of each package, as an open archive."""
    paths = {name: built_wheel(tmp_path_factory.mktemp(name), at) for name, at in PROJECTS.items()}
    with (
        zipfile.ZipFile(paths["course"]) as course_wheel,
        zipfile.ZipFile(paths["grader"]) as grader_wheel,
    ):
        yield {"course": course_wheel, "grader": grader_wheel}


def names(wheels):
    return {name for wheel in wheels.values() for name in wheel.namelist()}


@pytest.mark.parametrize("package", PROJECTS)
def test_a_wheel_has_its_own_packages_and_nothing_of_the_other(wheels, package):
    tops = {name.partition("/")[0] for name in wheels[package].namelist()}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == PACKAGES[package]


@pytest.mark.parametrize("folder", MOVED)
def test_every_file_of_a_packed_folder_is_in_a_wheel(wheels, folder):
    other_folders = [ROOT / other for other in MOVED if other.startswith(f"{folder}/")]
    files = [
        path
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not any(path.is_relative_to(other) for other in other_folders)
    ]
    expected = {
        f"{MOVED[folder]}/{path.relative_to(ROOT / folder).as_posix()}"
        for path in files
        if not LEFT_BEHIND & set(path.parts)
    }
    assert expected
    assert expected <= names(wheels)


@pytest.mark.parametrize(
    "name",
    [
        *("course/_static/vega.js", "course/_course/course.toml", "scaling_ai_kit/authoring.md"),
        *("course/py.typed", "split_grader/py.typed"),
    ],
)
def test_what_no_import_names_is_in_a_wheel(wheels, name):
    assert name in names(wheels)


def test_only_the_example_comes_with_its_answers(wheels):
    solutions = [
        name
        for wheel in wheels.values()
        for name in wheel.namelist()
        if name.endswith(".ipynb")
        if b"BEGIN SOLUTION" in (text := wheel.read(name)) or b"BEGIN HIDDEN TESTS" in text
    ]
    assert solutions == ["split_grader/example/source/payback/payback.ipynb"]
    banks = [name for name in names(wheels) if "banks/" in name]
    assert all(name.startswith("split_grader/example/banks/payback/") for name in banks)


def test_written_answers_are_read_alike_in_both(wheels):
    module = wheels["course"].read("course/checks/reading.py")
    assert wheels["grader"].read("split_grader/written/reading.py") == module


@pytest.mark.parametrize(
    ("package", "command", "module"),
    [("course", "coursekit", "scaling_ai_kit"), ("grader", "grader", "split_grader")],
)
def test_a_wheel_brings_its_command(wheels, package, command, module):
    wheel = wheels[package]
    (commands,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert f"{command} = {module}.__main__:main" in wheel.read(commands).decode()


def test_the_browser_loads_the_library_and_nothing_for_authors(wheels):
    browser_names = set(filter(course_wheel.in_browser, wheels["course"].namelist()))
    files = {name.partition(".dist-info/")[2] or name for name in browser_names}
    assert {"METADATA", "course/browser/front.py", "course/_front/widgets/explorable.js"} <= files
    assert not {"RECORD", "entry_points.txt"} & files
    assert not [
        name for name in files if name.startswith(("scaling_ai_kit/", "course/_front/page/"))
    ]


def test_what_authors_need_is_in_the_library_alone(wheels):
    formulas = wheels["grader"].read("split_grader/pages/formulas.py")
    assert wheels["course"].read("scaling_ai_kit/pages/formulas.py") == formulas


@pytest.mark.parametrize("package", PROJECTS)
def test_the_metadata_name_no_invented_person(wheels, package):
    wheel = wheels[package]
    (metadata,) = (name for name in wheel.namelist() if name.endswith("dist-info/METADATA"))
    headers = message_from_bytes(wheel.read(metadata))
    assert headers["Author"] == "The authors of the scaling AI course"
    assert headers["Author-email"] is None
