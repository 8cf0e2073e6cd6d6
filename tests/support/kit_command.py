"""Run ``coursekit`` as authors do."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tool(*command):
    """Run a command outside the course; return its status and what it says."""
    process = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "scaling_ai_kit", *map(str, command)],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    return process.returncode, process.stdout + process.stderr
