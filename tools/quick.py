"""Check what changed since the branch left `main`, in about a minute; or one lesson, in less.

`make quick NAMES=drift` checks one lesson: its style, its text, a build of its notebook, its
models, explorables, questions and decision. Without NAMES, what changed is checked. Style and
spelling come first, then types and contracts if Python changed, then tests. Tests mirror
the tree: `course/simulate/drift/shift.py` is tested by `tests/course/simulate/drift/test_shift.py`.
If that file doesn't exist, the tests in the nearest folder above run. Of those, a lesson's files
only need the tests that name the lesson. What is still to be written comes last.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from textwrap import shorten

from scaling_ai_kit import unfinished

ROOT = Path(__file__).resolve().parent.parent
# What authors write; a new lesson is full of TODOs.
WRITTEN = ("banks", "course", "datasets", "modules", "solutions", "tests/course")
# An assignment's parts are tested with it.
ELSEWHERE = {"banks": "exercises", "solutions": "exercises"}
# Whose nearest tests run.
TESTED = {"course", "course.toml", "scaling_ai_kit", "grader", "tools", *ELSEWHERE, "tests"}
FAST = "not slow and not browser and not scale and not site and not wheel and not classroom"
NO_TEST_SELECTED = 5
UNFINISHED = PurePath("tests/test_unfinished.py")
TOOL = str(Path(sys.executable).parent) + "/"
KIT = [sys.executable, "-m", "scaling_ai_kit"]
PYTEST = [sys.executable, "-m", "pytest", "--quiet", "-m", FAST]
# The tests of a lesson, in files and folders that all lessons share. A text may contradict a fact.
OF_A_LESSON = (
    *("tests/course/explore", "tests/course/questions", "tests/course/test_names.py"),
    *("tests/course/decisions/test_decision_files.py", "tests/course/syllabus/test_syllabus.py"),
    *("tests/modules/test_twins.py", "tests/test_world.py"),
)
FACTS = "state_a_fact_alike"
COURSE_FILE = PurePath("course.toml")
# Tests of the whole repository that take long, and the folders that can break them.
NEEDED_BY = {
    "test_collecting.py": {"tests"},
    "test_coverage.py": {"grader", "pyproject.toml", "tests"},
    "test_environment.py": {"environment.yml", "pyproject.toml", "requirements.lock"},
    "test_wheel.py": {"course", "scaling_ai_kit", "front", "grader", "pyproject.toml"},
}


def nearest_tests(changed: PurePath, root: Path = ROOT) -> set[PurePath]:
    """Return a changed file's tests; paths are relative to the root."""
    if changed == COURSE_FILE:
        changed = PurePath("course/syllabus/syllabus.py")  # which reads it
    first, *rest = changed.parts
    mirror = PurePath(*rest) if first == "tests" else PurePath(ELSEWHERE.get(first, first), *rest)
    name = mirror.name if mirror.name.startswith("test_") else f"test_{mirror.stem}.py"
    for folder in mirror.parents:
        tests = root / "tests" / folder
        files = [tests / name] if (tests / name).is_file() else list(tests.glob("test_*.py"))
        if files:
            return {path.relative_to(root) for path in files}
    return set()


def changes() -> list[PurePath]:
    """Return the files changed since the branch left `main`, including new ones."""
    base = "HEAD"
    for main in ("origin/main", "main"):
        if fork_point := _git("merge-base", "HEAD", main):
            base = fork_point[0]
            break
    names = _git("diff", "--name-only", base) + _git("ls-files", "--others", "--exclude-standard")
    return [PurePath(name) for name in names]


def _git(*arguments: str) -> list[str]:
    run = subprocess.run(  # noqa: S603 - the arguments are this file's own
        ["git", *arguments],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout.splitlines()


def lessons(root: Path = ROOT) -> set[str]:
    """Return the slugs of all lessons."""
    texts = {path.stem.partition("_")[2] for path in root.glob("modules/text/[0-9]*.md")}
    return {slug for slug in texts if not slug.endswith("_workbench")}


def require_lesson(slug: str) -> str:
    """Return the slug of a lesson, or exit and say which there are."""
    if slug not in lessons():
        sys.exit(f"There is no lesson {slug!r}; there are {', '.join(sorted(lessons()))}.")
    return slug


def lesson_of(changed: PurePath, slugs: set[str]) -> str | None:
    """Return the slug of the lesson that a file is part of."""
    for part in changed.with_suffix("").parts:
        for slug in slugs:
            if part == slug or part.lstrip("0123456789").removesuffix("_workbench") == f"_{slug}":
                return slug
    return None


def selections(changed: list[PurePath], root: Path = ROOT) -> Iterator[tuple[str, ...]]:
    """Yield the arguments of each run of pytest."""
    firsts = {path.parts[0] for path in changed}
    whole_tree = {
        path.relative_to(root)
        for path in root.glob("tests/test_*.py")
        if firsts & NEEDED_BY.get(path.name, firsts)
    } - {UNFINISHED}
    slugs = lessons(root)
    by_lesson: set[PurePath] = set()
    lesson_slugs = set()
    for path in changed:
        tests = nearest_tests(path, root)
        if slug := lesson_of(path, slugs):
            lesson_slugs.add(slug)
            by_lesson |= tests
        elif path.parts[0] in TESTED:
            whole_tree |= tests - {PurePath("tests", name) for name in NEEDED_BY} - {UNFINISHED}
    if by_lesson - whole_tree:
        yield ("-k", " or ".join(sorted(lesson_slugs)), *map(str, sorted(by_lesson - whole_tree)))
    yield tuple(map(str, sorted(whole_tree)))


def commands(changed: list[PurePath], root: Path = ROOT) -> Iterator[list[str]]:
    """Yield the checks of what changed, fastest first."""
    yield [f"{TOOL}ruff", "check"]
    yield [f"{TOOL}ruff", "format", "--check"]
    yield [sys.executable, "tools/lint_prose.py"]
    if any(path.parts[0] in {"solutions", "exercises"} for path in changed):
        yield [*KIT, "assignments", "--check"]
    if COURSE_FILE in changed:
        yield [*KIT, "lint"]
    if any(path.suffix == ".py" or path.name == "pyproject.toml" for path in changed):
        yield [f"{TOOL}lint-imports"]
        yield [f"{TOOL}mypy"]
    if any(path.parts[0] == "front" or path.suffix == ".js" for path in changed):
        yield [sys.executable, "-m", "tools.front"]
    for selection in selections(changed, root):
        yield [*PYTEST, "-n", "auto", "--dist", "loadfile", *selection]


def files_of(slug: str) -> list[str]:
    """Return a lesson's own files, without those that are built."""
    files = _git("ls-files", "--cached", "--others", "--exclude-standard")
    parts = ("course/", "modules/text/", "tests/course/", "solutions/", "banks/")
    return [
        file
        for file in files
        if file.startswith(parts)
        and not file.endswith(".ipynb")
        and lesson_of(PurePath(file), {slug}) == slug
        and (ROOT / file).exists()
    ]


def lesson_commands(slug: str) -> Iterator[list[str]]:
    """Yield the checks of one lesson, fastest first."""
    files = files_of(slug)
    code = [file for file in files if file.endswith(".py")]
    yield [f"{TOOL}ruff", "check", "--force-exclude", *code]
    yield [f"{TOOL}ruff", "format", "--check", "--force-exclude", *code]
    yield [sys.executable, "tools/lint_prose.py", *files]
    yield [*KIT, "lint", slug]
    texts = [PurePath(file).stem for file in files if file.startswith("modules/text/")]
    yield [*KIT, "notebooks", *texts]
    models = f"tests/course/simulate/{slug}"
    tests = [*OF_A_LESSON, *[models] * (ROOT / models).exists()]
    yield [*PYTEST, "-n", "0", "-k", f"{slug} or {FACTS}", *tests]


def run(checks: Iterable[list[str]]) -> list[str]:
    """Run all checks; return those that failed."""
    failures = []
    for command in checks:
        name = " ".join(command[1:] if command[0] == sys.executable else command)
        print(f"> {shorten(name, 100, placeholder=' ...')}", flush=True)
        status = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603
        if status not in {0, NO_TEST_SELECTED if "pytest" in command else 0}:
            failures.append(name)
    return failures


def main() -> int:
    """Run the checks of what changed or of lessons, TODOs last; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", help="slugs of lessons (default: what changed)")
    names = parser.parse_args().lessons
    for name in names:
        require_lesson(name)
    changed_paths = changes()
    if not names and not changed_paths:
        print("Nothing changed since main.")
        return 0
    checks = [command for name in names for command in lesson_commands(name)]
    failures = run(checks or commands(changed_paths))
    if failures:
        short = (shorten(name, 100, placeholder=" ...") for name in failures)
        print("Failed, as shown above:", *short, sep="\n  ", flush=True)
    files = [file for name in names for file in files_of(name)] or WRITTEN
    todos = unfinished.listed([ROOT / path for path in files], ROOT)
    return int(bool(todos or failures))


if __name__ == "__main__":
    sys.exit(main())
