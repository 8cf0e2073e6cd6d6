"""The command refuses what is no course in one sentence, before it does anything."""

import os
import subprocess
import sys

import pytest

from scaling_ai_kit.__main__ import COMMANDS

OUTSIDE = {name: value for name, value in os.environ.items() if name != "COURSE_FOLDER"}


def coursekit(*command, cwd, begins=("-m", "scaling_ai_kit")):
    """Run the command; return its status, and what it says on each stream."""
    process = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, *begins, *map(str, command)],
        cwd=cwd,
        env=OUTSIDE,
        capture_output=True,
        text=True,
        check=False,
    )
    return process.returncode, process.stdout, process.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_names_a_mistake_in_the_file_of_the_course(name, tmp_path):
    (tmp_path / "course.toml").write_text('slug = "bikes"\ntitel = "Bikes"\n', encoding="utf-8")
    text = f"{tmp_path}/course.toml: the file has 'titel', which is unknown; did you mean 'title'?"
    for place in ({"cwd": tmp_path}, {"cwd": tmp_path.parent}):
        options = () if place["cwd"] == tmp_path else ("--course", tmp_path)
        status, out, errors = coursekit(name, *options, **place)
        assert (status, out) == (2, "")
        assert errors.startswith(text)
        assert errors.count("\n") == 1


def test_a_package_that_is_not_installed_is_named(tmp_path):
    text = 'slug = "a"\ntitle = "A"\npackage = "no_such"\n[[lesson]]\nslug = "b"\ntitle = "B?"\n'
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    status, _, errors = coursekit("lint", cwd=tmp_path)
    assert status == 2
    assert "'package' is 'no_such', which is not an installed package." in errors


def test_what_is_not_installed_is_named_with_what_to_do(tmp_path):
    (tmp_path / "course.toml").write_text('slug = "a"\ntitle = "A"\n', encoding="utf-8")
    program = "import sys; sys.modules['jupytext'] = None; import scaling_ai_kit.__main__ as kit; kit.main()"
    status, _, errors = coursekit("notebooks", cwd=tmp_path, begins=("-c", program))
    assert status == 2
    assert "jupytext" in errors
    assert errors.endswith('Install what authors need: pip install "scaling-ai-course[author]"\n')


def test_a_course_may_be_named_from_where_one_is(tmp_path):
    (tmp_path / "course.toml").write_text('slug = "a"\ntitle = "A"\n', encoding="utf-8")
    program = "import os; import scaling_ai_kit.__main__ as kit\ntry: kit.main()\nfinally: print(os.environ['COURSE_FOLDER'])"
    status, out, _ = coursekit("lint", "--course", ".", cwd=tmp_path, begins=("-c", program))
    assert (status, out) == (0, f"{tmp_path}\n")


@pytest.mark.parametrize("name", ["lesson", "pages"])
def test_without_a_course_nothing_is_written(name, tmp_path):
    status, _, errors = coursekit(name, cwd=tmp_path)
    assert status == 2
    assert errors.startswith(f"There is no course.toml in {tmp_path} or above it.")
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_there_is_not_is_answered_with_those_that_there_are(tmp_path):
    status, _, errors = coursekit("notebook", cwd=tmp_path)
    assert status == 2
    assert "there is no command 'notebook'; there are lesson, dataset, preview" in errors


def test_the_help_lists_every_command(tmp_path):
    status, out, _ = coursekit("--help", cwd=tmp_path)
    assert status == 0
    assert all(f"  {name} " in out for name in COMMANDS)
