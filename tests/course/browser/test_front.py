"""Joined modules do what the modules do, without Node; Node only compares them here."""

import json
import subprocess
from pathlib import Path

import pytest

from course.browser import front

MODULES = Path(__file__).parent / "joined_modules"
WIDGETS = ["checkpoint", "decision", "explorable", "review"]
RUN = """
const module = await import(process.argv[1]);
const result = process.argv[2] ? await module[process.argv[2]]() : null;
console.log(JSON.stringify([Object.keys(module), Object.keys(module.default), result]));
"""


@pytest.fixture(scope="module")
def run(require):
    """Import a file as a module; return its exports, and the result of one of them."""
    program = require("node", "nodejs")

    def imported(file, *call):
        process = subprocess.run(  # noqa: S603 - our own script
            [program, "--input-type=module", "--eval", RUN, "--", file.as_uri(), *call],
            capture_output=True,
            text=True,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        return json.loads(process.stdout)

    return imported


def write(folder, modules):
    for name, text in modules.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder / "entry.js"


def test_each_module_runs_once_in_its_own_scope_and_after_those_that_it_imports(tmp_path, run):
    entry = MODULES / "entry.js"
    joined_file = tmp_path / "joined.mjs"
    joined_file.write_text(front.joined(entry))
    expected = ["the entry's own", 4, 3, "right", ["once", "left", "right", "entry"]]
    assert run(entry, "render") == run(joined_file, "render")
    assert run(joined_file, "render") == [["default", "render"], ["render"], expected]


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_is_one_module_with_the_same_exports(name, tmp_path, run):
    joined_file = tmp_path / f"{name}.mjs"
    joined_file.write_text(front.module(name), encoding="utf-8")
    assert run(joined_file) == run(front.WIDGETS / f"{name}.js")


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_fetches_no_script_style_or_data_from_anywhere(name):
    source = front.module(name)
    assert "http" not in source
    for request in ("fetch(", "XMLHttpRequest", "WebSocket", "} from "):
        assert request not in source


@pytest.mark.parametrize(
    "line",
    [
        'import "./log.js";',
        'import log from "./log.js";',
        'import { log } from "a-package";',
        "export let changing = 1;",
        "export { log };",
    ],
)
def test_another_form_of_import_or_export_is_refused_by_name(line, tmp_path):
    entry = write(tmp_path, {"entry.js": 'import { one } from "./one.js";\n', "one.js": line})
    with pytest.raises(ValueError, match=r"one\.js: .* can't be joined"):
        front.joined(entry)


def test_modules_that_import_each_other_are_refused(tmp_path):
    modules = {
        "entry.js": 'import { b } from "./other.js";\n\nexport const a = 1;\n',
        "other.js": 'import { a } from "./entry.js";\n\nexport const b = 2;\n',
    }
    with pytest.raises(ValueError, match=r"other\.js and entry\.js import each other"):
        front.joined(write(tmp_path, modules))
