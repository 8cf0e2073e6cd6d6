from __future__ import annotations

import pytest

from grader.split.apart.crossing import only_data
from grader.split.both.values import EXTENSIONS, FAMILIES


@pytest.fixture(autouse=True)
def _only_data_crosses():
    before = EXTENSIONS[:], FAMILIES[:]
    only_data()
    yield
    EXTENSIONS[:], FAMILIES[:] = before
