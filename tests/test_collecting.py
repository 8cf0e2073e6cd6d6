"""Tests that only `make browser` runs must not break unseen."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_browser_test_can_be_imported():
    arguments = ["-m", "pytest", "--collect-only", "--quiet", "-m", "", "tests/browser"]
    process = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stdout[-2_000:]
