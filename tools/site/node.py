"""Run Node and npm: the machine's own, or those from PyPI."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tools.site import paths, pip

_OWN = paths.CACHE / "node"


def run(program: str, *arguments: str, cwd: Path | None = None) -> None:
    """Run ``node`` or ``npm``."""
    subprocess.run(  # noqa: S603 - our own arguments
        [_found(program), *arguments], cwd=cwd, check=True, env=_environment()
    )


def _found(program: str) -> str:
    if on_path := shutil.which(program):
        return on_path
    own = _OWN / "bin" / program
    if not own.exists():
        print(f"      no {program} here: taking it from PyPI, into {_OWN.relative_to(paths.ROOT)}")
        lock = paths.HERE / "node.lock"
        pip.run("install", "--require-hashes", "--no-deps", "--target", str(_OWN), "-r", str(lock))
    return str(own)


def _environment() -> dict[str, str]:
    packages = [str(_OWN), os.environ.get("PYTHONPATH", "")]
    # npm's scripts call node and npm by name.
    programs = [os.environ.get("PATH", ""), str(_OWN / "bin")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, packages)),
        "PATH": os.pathsep.join(filter(None, programs)),
    }
