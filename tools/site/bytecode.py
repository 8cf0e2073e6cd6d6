"""Byte code instead of source: the browser compiles nothing, and the wheels are smaller.

The browser's own Python does it, run by Node, so that the byte code is the right one.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.site import node, paths

_LIBRARY = "python_stdlib.zip"


def compiled(core: Path, wheels: list[Path]) -> list[Path]:
    """Return the wheels with byte code; names, licences and metadata stay as they are.

    Python's own library, in the runtime's folder, is replaced as well.
    """
    given, made = paths.WORK / "given", paths.WORK / "compiled"
    given.mkdir()
    made.mkdir()
    for archive in (*wheels, core / _LIBRARY):
        shutil.copy2(archive, given)
    script = paths.HERE / "bytecode.mjs"
    node.run("node", str(script), str(core), str(given), str(made), str(paths.HERE / "compile.py"))
    shutil.move(made / _LIBRARY, core / _LIBRARY)
    return sorted(made.glob("*.whl"))
