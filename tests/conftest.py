"""What all tests share."""

import os
import shutil

import pytest


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
