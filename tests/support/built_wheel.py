"""Build the wheels as `make wheel` does."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def built_wheel(folder, project="."):
    """Build a project's wheel into a new folder; return its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    process = subprocess.run(  # noqa: S603
        command, cwd=ROOT / project, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel
