from __future__ import annotations

import shutil
import subprocess

import pytest

from split_grader.split import Engine, Limits

LIMITS = Limits(cell_seconds=4, submission_seconds=30)


def _namespaces() -> bool:
    bwrap = shutil.which("bwrap")
    if bwrap is None:
        return False
    line = [bwrap, "--unshare-all", "--ro-bind", "/", "/", "true"]
    return subprocess.run(line, capture_output=True, check=False).returncode == 0  # noqa: S603


@pytest.fixture(scope="session")
def engine():
    if not _namespaces():
        pytest.skip("bubblewrap is missing or may not make namespaces")
    with Engine(LIMITS, namespaces=True) as shared_engine:
        yield shared_engine
