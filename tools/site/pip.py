"""Run the environment's own pip."""

from __future__ import annotations

import subprocess
import sys


def run(*arguments: str) -> None:
    """Run pip, quietly."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*command, *arguments], check=True)  # noqa: S603 - our own arguments
