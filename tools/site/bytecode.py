"""Compile wheels to byte code: smaller, and nothing to compile in the browser.

The browser's own Python compiles it, run by Node, so the byte code has the right version.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.site import node, paths

_LIBRARY = "python_stdlib.zip"


def compiled(core: Path, wheels: list[Path]) -> list[Path]:
    """Return the wheels with byte code instead of source.

    Names, licences and metadata stay. Also replaces the standard library in the runtime's folder.
    """
    sources, output = paths.WORK / "given", paths.WORK / "compiled"
    sources.mkdir()
    output.mkdir()
    for archive in (*wheels, core / _LIBRARY):
        shutil.copy2(archive, sources)
    script = paths.HERE / "bytecode.mjs"
    node.run(
        "node", str(script), str(core), str(sources), str(output), str(paths.HERE / "compile.py")
    )
    shutil.move(output / _LIBRARY, core / _LIBRARY)
    return sorted(output.glob("*.whl"))
