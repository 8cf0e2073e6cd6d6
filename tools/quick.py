"""Check what changed since the branch left `main`, in about a minute.

Style and spelling come first, then types and contracts if Python changed, then tests. Tests mirror
the tree: `course/simulate/drift/shift.py` is tested by `tests/course/simulate/drift/test_shift.py`.
If that file doesn't exist, the tests in the nearest folder above run. Of those, a lesson's files
only need the tests that name the lesson. What is still to be written comes last.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parent.parent
# An assignment's parts are tested with it.
ELSEWHERE = {"banks": "exercises", "solutions": "exercises"}
FAST = "not slow and not browser and not scale and not site and not wheel and not classroom"
NO_TEST_SELECTED = 5
UNFINISHED = PurePath("tests/test_unfinished.py")
# Tests of the whole repository that take long, and the folders that can break them.
NEEDED_BY = {
    "test_collecting.py": {"tests"},
    "test_coverage.py": {"grader", "pyproject.toml", "tests"},
    "test_environment.py": {"environment.yml", "pyproject.toml", "requirements.lock"},
    "test_wheel.py": {"course", "front", "grader", "pyproject.toml"},
}


def nearest_tests(changed: PurePath, root: Path = ROOT) -> set[PurePath]:
    """Return a changed file's tests; paths are relative to the root."""
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
        if forked := _git("merge-base", "HEAD", main):
            base = forked[0]
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
    return {path.stem.partition("_")[2] for path in root.glob("modules/[0-9]*.ipynb")}


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
    named = set()
    for path in changed:
        tests = nearest_tests(path, root)
        if slug := lesson_of(path, slugs):
            named.add(slug)
            by_lesson |= tests
        elif path.parts[0] in {"course", "grader", "tools", *ELSEWHERE, "tests"}:
            whole_tree |= tests - {PurePath("tests", name) for name in NEEDED_BY} - {UNFINISHED}
    if by_lesson - whole_tree:
        yield ("-k", " or ".join(sorted(named)), *map(str, sorted(by_lesson - whole_tree)))
    yield tuple(map(str, sorted(whole_tree)))
    yield (str(UNFINISHED),)


def commands(changed: list[PurePath], root: Path = ROOT) -> Iterator[list[str]]:
    """Yield what to run, fastest first."""
    tool = str(Path(sys.executable).parent) + "/"
    yield [f"{tool}ruff", "check"]
    yield [f"{tool}ruff", "format", "--check"]
    yield [sys.executable, "tools/lint_prose.py"]
    if any(path.parts[0] in {"solutions", "exercises"} for path in changed):
        yield [sys.executable, "tools/assignments.py", "--check"]
    if any(path.suffix == ".py" or path.name == "pyproject.toml" for path in changed):
        yield [f"{tool}lint-imports"]
        yield [f"{tool}mypy"]
    if any(path.parts[0] == "front" or path.suffix == ".js" for path in changed):
        yield [sys.executable, "-m", "tools.front"]
    for selection in selections(changed, root):
        run = ["-m", "pytest", "--quiet", "-n", "auto", "--dist", "loadfile", "-m", FAST]
        yield [sys.executable, *run, *selection]


def main() -> int:
    """Run the checks up to the first that fails; return its exit status."""
    changed = changes()
    if not changed:
        print("Nothing changed since main.")
        return 0
    for command in commands(changed):
        print(f"> {' '.join(command[1:] if command[0] == sys.executable else command)}", flush=True)
        status = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603
        if status not in {0, NO_TEST_SELECTED if "pytest" in command else 0}:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
