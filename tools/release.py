"""Check whether a commit can be released, and print what to tag.

`make release` runs this first and last. It changes and tags nothing.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BRANCH = "main"
# Other places with the version, which must agree with pyproject.toml.
PLACES = {
    "course/__init__.py": r'^__version__ = "(.+)"$',
    "grader/pyproject.toml": r'^version = "(.+)"$',
    "CITATION.cff": r"^version: (.+)$",
}
ENTRY = r"^## \[{}\] - \d{{4}}-\d{{2}}-\d{{2}}$"


def version_of(root: Path) -> str:
    """Return the version in pyproject.toml."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def problems(root: Path) -> list[str]:
    """Return a sentence for each reason not to release."""
    version = version_of(root)
    return [*_of_versions(root, version), *_of_changelog(root, version), *_of_git(root, version)]


def _of_versions(root: Path, version: str) -> list[str]:
    versions = {place: _version_in(root / place, pattern) for place, pattern in PLACES.items()}
    return [
        f"{place} gives version {other}; pyproject.toml gives {version}."
        for place, other in versions.items()
        if other != version
    ]


def _version_in(path: Path, pattern: str) -> str:
    match = re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)
    return match[1] if match else "none"


def _of_changelog(root: Path, version: str) -> list[str]:
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if re.search(ENTRY.format(re.escape(version)), text, re.MULTILINE):
        return []
    return [f"CHANGELOG.md has no entry for it: expected '## [{version}] - YYYY-MM-DD'."]


def _of_git(root: Path, version: str) -> list[str]:
    reasons = []
    if changes := _git(root, "status", "--porcelain"):
        reasons.append(f"The tree is not clean. Commit or remove: {_names(changes)}.")
    if (branch := _git(root, "branch", "--show-current")) != [BRANCH]:
        reasons.append(
            f"A release is made from {BRANCH}; this is {' '.join(branch) or 'no branch'}."
        )
    if _git(root, "tag", "--list", f"v{version}"):
        reasons.append(f"The tag v{version} exists. Raise the version in pyproject.toml.")
    return reasons


def _names(lines: list[str], most: int = 5) -> str:
    names = [line[3:] for line in lines[:most]]
    return ", ".join(names) + (f" and {len(lines) - most} more" if len(lines) > most else "")


def _git(root: Path, *arguments: str) -> list[str]:
    run = subprocess.run(  # noqa: S603 - the arguments are this file's own
        ["git", *arguments],  # noqa: S607
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


def main() -> int:
    """Print the problems; with ``--tell``, what to tag. Return the exit status."""
    version = version_of(ROOT)
    if reasons := problems(ROOT):
        print(f"{version} cannot be released yet:", *reasons, sep="\n- ")
        return 1
    print(f"Version, changelog and tree agree on {version}.")
    if "--tell" in sys.argv[1:]:
        (commit,) = _git(ROOT, "rev-parse", "--short", "HEAD")
        print(f"Wheels: var/dist/*-{version}-py3-none-any.whl")
        print("Site:   site/")
        print(f"Next:   git tag --annotate v{version} --message v{version} {commit}")
        print(f"        git push origin v{version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
