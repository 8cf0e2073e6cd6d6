"""Share fixtures and hooks with all tests."""

import itertools
import os
import shutil

import pytest

from support.sampling import WHOLE


@pytest.fixture(scope="session")
def require():
    """Find a system tool: ``require("chromium", "google-chrome")`` returns the first one's path.

    A learner's machine may lack the tool: the test is then skipped by name. CI skips nothing.
    """

    def find(*names: str) -> str:
        for name in names:
            if path := shutil.which(name):
                return path
        reason = f"{names[0]} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}, and CI skips nothing: see .ci/run", pytrace=False)
        pytest.skip(reason)

    return find


@pytest.fixture(scope="session")
def _unused_places(tmp_path_factory):
    home = tmp_path_factory.mktemp("progress")
    return (home / f"{number}.json" for number in itertools.count())


@pytest.fixture(autouse=True)
def own_progress(_unused_places, monkeypatch):
    """Start every test as a newcomer, and keep your own progress as it is."""
    monkeypatch.setenv("COURSE_PROGRESS", str(next(_unused_places)))


def pytest_collection_modifyitems(config, items):
    """Leave tests marked ``whole`` to ``make all``, as `sampled` does with cases."""
    whole_items = [item for item in items if not WHOLE and item.get_closest_marker("whole")]
    if whole_items:
        config.hook.pytest_deselected(items=whole_items)
        items[:] = [item for item in items if item not in set(whole_items)]
