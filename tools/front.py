"""Check the front end: eslint, TypeScript's types, and its own tests.

This is a step of `make check`. A learner's machine may lack Node or a network; the step then says
what it leaves out. CI takes Node from PyPI, and leaves out nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tools.site import node, paths

_OLDEST_NODE = (20, 19)  # as package.json says
_LOCK = paths.FRONT / "package-lock.json"
_INSTALLED = paths.FRONT / "node_modules" / ".installed"  # the lock that the packages come from


def install() -> None:
    """Install the packages in the lock, unless they are there."""
    lock = _LOCK.read_text(encoding="utf-8")
    if _INSTALLED.exists() and _INSTALLED.read_text(encoding="utf-8") == lock:
        return
    node.run("npm", "ci", "--silent", cwd=paths.FRONT)
    _INSTALLED.write_text(lock, encoding="utf-8")


def main() -> int:
    """Run the checks; return 0 if they pass or can't run here."""
    in_ci = os.environ.get("CI") == "true"
    if not in_ci and (missing := _missing()):
        return _left_out(missing)
    try:
        install()
    except subprocess.CalledProcessError:
        if in_ci:
            raise
        return _left_out("their npm packages can't be installed; is there a network?")
    try:
        node.run("npm", "run", "--silent", "check", cwd=paths.FRONT)
    except subprocess.CalledProcessError as problem:
        return problem.returncode
    return 0


def _missing() -> str | None:
    """Return what this machine lacks, in words."""
    program = shutil.which("node")
    if not program or not shutil.which("npm"):
        return "Node and npm are not installed"
    version = subprocess.check_output([program, "--version"], text=True).strip()  # noqa: S603
    if tuple(map(int, version.removeprefix("v").split(".")[:2])) < _OLDEST_NODE:
        return f"Node is {version}, and they need {'.'.join(map(str, _OLDEST_NODE))}"
    return None


def _left_out(why: str) -> int:
    print(f"The JavaScript checks are left out here: {why}. CI runs them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
