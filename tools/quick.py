"""Run the fast tests of what changed since the branch left `main`.

This is the last step of `make quick`. Tests mirror the tree: `course/simulate/drift/shift.py` is
tested by `tests/course/simulate/drift/test_shift.py`. If that file doesn't exist, the tests in the
nearest folder above run.
"""

import subprocess
import sys
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parent.parent
# An assignment's parts are tested with it.
ELSEWHERE = {"banks": "exercises", "solutions": "exercises"}
FAST = "not slow and not browser and not scale and not site and not wheel and not classroom"
NO_TEST_SELECTED = 5


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


def main() -> int:
    """Run the tests; return pytest's exit status, or 0 without tests."""
    tests = sorted({str(path) for changed in changes() for path in nearest_tests(changed)})
    if not tests:
        print("No changed file has tests.")
        return 0
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "-m", FAST]
    status = subprocess.run([*command, *tests], cwd=ROOT, check=False).returncode  # noqa: S603
    return 0 if status == NO_TEST_SELECTED else status


if __name__ == "__main__":
    sys.exit(main())
