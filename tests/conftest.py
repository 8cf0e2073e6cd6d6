"""What all tests share."""

import os
import shutil
from pathlib import Path

import pytest

# The isolated engine is not behind `grade_one` yet: its tests run by `make isolation`.
_ISOLATION = [Path(__file__).parent / "grader" / folder for folder in ("split", "attacks")]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in _ISOLATION):
            item.add_marker("isolation")


@pytest.fixture(scope="session")
def require():
    """Find a system tool: ``require("chromium", "google-chrome")`` returns the first one's path.

    A learner's machine may lack the tool: the test is then skipped by name. CI skips nothing.
    """

    def find(*names: str) -> str:
        for name in names:
            if path := shutil.which(name):
                return path
        missing = f"{names[0]} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{missing}, and CI skips nothing: see .ci/run", pytrace=False)
        pytest.skip(missing)

    return find
