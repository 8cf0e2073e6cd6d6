"""What counts towards coverage: all that runs where a coverage file can be written."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
SPLIT = ROOT / "grader" / "split"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OMITTED = set(SETTINGS["tool"]["coverage"]["run"]["omit"])
# What the instructor's own processes load when they release, grade and report.
OUTSIDE = {
    "grader.cli",
    "grader.running.execute",
    "grader.pages.preprocessors",
    "grader.running.isolated",
}


def imported_by_tests():
    """The modules of split grading that a test loads into its own process."""
    texts = [path.read_text(encoding="utf-8") for path in ROOT.glob("tests/grader/**/*.py")]
    lines = re.findall(
        r"^(?:from|import) grader\.split(?:\.| import )(.+)", "\n".join(texts), re.MULTILINE
    )
    names = {name for line in lines for name in re.findall(r"\w+", line.partition("#")[0])}
    return {f"grader.split.{name}" for name in names if (SPLIT / f"{name}.py").is_file()}


def measured():
    """The modules of split grading that processes outside the sandbox load."""
    command = "import sys, " + ", ".join(sorted(OUTSIDE | imported_by_tests()))
    command += "; print(*sys.modules)"
    run = subprocess.run(  # noqa: S603 - the text is this file's own
        [sys.executable, "-c", command], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(re.findall(r"grader\.split\.(\w+)", run.stdout))


def test_omitted_files_are_there():
    assert [path for path in sorted(OMITTED) if not (ROOT / path).is_file()] == []


def test_a_file_that_runs_in_the_sandbox_only_is_omitted_or_tested_by_itself():
    seen = measured()
    assert len(seen) > 20
    files = {path.stem for path in SPLIT.glob("[a-z]*.py")}
    assert {name for name in files - seen if f"grader/split/{name}.py" not in OMITTED} == set()
