"""Run the fast tests of what changed since the branch left `main`: the last step of `make quick`.

The tests of a file stand where it stands in the tree: those of `course/simulate/drift/shift.py` in
`tests/course/simulate/drift/test_shift.py`. Where no test has its name, the tests in the nearest
folder above stand in.
"""

import subprocess
import sys
from pathlib import Path, PurePath

ROOT = Path(__file__).resolve().parent.parent
# What belongs to an assignment is tested with it.
ELSEWHERE = {"banks": "exercises", "solutions": "exercises"}
FAST = "not slow and not browser and not scale and not site and not wheel and not classroom"
NO_TEST_SELECTED = 5


def nearest_tests(changed: PurePath, root: Path = ROOT) -> set[PurePath]:
    """Return the test files of a changed file; paths are relative to the root."""
    first, *rest = changed.parts
    mirror = PurePath(*rest) if first == "tests" else PurePath(ELSEWHERE.get(first, first), *rest)
    name = mirror.name if mirror.name.startswith("test_") else f"test_{mirror.stem}.py"
    for folder in mirror.parents:
        tests = root / "tests" / folder
        found = [tests / name] if (tests / name).is_file() else list(tests.glob("test_*.py"))
        if found:
            return {path.relative_to(root) for path in found}
    return set()


def changes() -> list[PurePath]:
    """Return the files that differ from where the branch left `main`, new ones among them."""
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
    """Run the tests; return pytest's exit status, or 0 where there was nothing to run."""
    tests = sorted({str(path) for changed in changes() for path in nearest_tests(changed)})
    if not tests:
        print("Nothing has changed that has tests of its own.")
        return 0
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "loadfile", "-m", FAST]
    status = subprocess.run([*command, *tests], cwd=ROOT, check=False).returncode  # noqa: S603
    return 0 if status == NO_TEST_SELECTED else status


if __name__ == "__main__":
    sys.exit(main())
