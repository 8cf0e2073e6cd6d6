"""A shell as in a notebook."""

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """Return a shell whose first cell has run."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    shell = InteractiveShell.instance()
    shell.user_ns.update({"pd": pd})
    shell.run_cell("import numpy as np")
    yield shell
    shell.restore_sys_module_state()
    InteractiveShell.clear_instance()
