"""What counts towards coverage: all that runs where a coverage file can be written."""

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[1]
SPLIT = ROOT / "grader" / "split_grader" / "split"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OMITTED = set(SETTINGS["tool"]["coverage"]["run"]["omit"])
# What the instructor's own processes load when they release, grade and report.
OUTSIDE = {
    "split_grader.cli",
    "split_grader.running.execute",
    "split_grader.pages.preprocessors",
    "split_grader.running.isolated",
}


def module(path):
    """The name under which a file of split grading is imported."""
    return ".".join(path.relative_to(ROOT / "grader").with_suffix("").parts)


def is_omitted(path):
    """Whether coverage leaves a file out; its ``*`` stays in one folder, unlike fnmatch's."""
    parts = path.relative_to(ROOT).parts
    patterns = [pattern.split("/") for pattern in OMITTED]
    return any(len(p) == len(parts) and all(map(fnmatch, parts, p)) for p in patterns)


def split_files():
    return [path for path in SPLIT.rglob("*.py") if path.stem != "__init__"]


def imported_by_tests():
    """The modules of split grading that a test loads into its own process."""
    files = [*ROOT.glob("tests/grader/**/*.py"), *ROOT.glob("tests/support/*.py")]
    texts = [path.read_text(encoding="utf-8") for path in files]
    lines = re.findall(
        r"^(from|import) (split_grader\.split[\w.]*)(.*)", "\n".join(texts), re.MULTILINE
    )
    names = {name for _, name, _ in lines}
    names |= {
        f"{package}.{name}" for _, package, rest in lines for name in re.findall(r"\w+", rest)
    }
    return names & {module(path) for path in split_files()}


def measured():
    """The modules of split grading that processes outside the sandbox load."""
    command = "import sys, " + ", ".join(sorted(OUTSIDE | imported_by_tests()))
    command += "; print(*sys.modules)"
    process = subprocess.run(  # noqa: S603 - the text is this file's own
        [sys.executable, "-c", command], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(process.stdout.split())


def test_what_is_omitted_is_there():
    assert [pattern for pattern in sorted(OMITTED) if not [*ROOT.glob(pattern)]] == []


def test_a_file_that_runs_in_the_sandbox_only_is_omitted_or_tested_by_itself():
    modules = measured()
    assert len(modules) > 20
    assert {module(path) for path in split_files() if not is_omitted(path)} <= modules


def test_what_the_relay_runs_is_measured():
    assert [
        str(path) for path in split_files() if path.parent.name == "relay" and is_omitted(path)
    ] == []
