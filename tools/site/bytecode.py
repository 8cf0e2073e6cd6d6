"""Byte code instead of source: the browser compiles nothing, and the wheels are smaller.

The browser's own Python does it, run by Node, so that the byte code is the right one.
"""

from __future__ import annotations

from pathlib import Path

from tools.site import node, paths


def compiled(core: Path, wheels: list[Path]) -> list[Path]:
    """Return the wheels with byte code; names, licences and metadata stay as they are."""
    given, made = paths.WORK / "given", paths.WORK / "compiled"
    given.mkdir()
    made.mkdir()
    for wheel in wheels:
        (given / wheel.name).write_bytes(wheel.read_bytes())
    script = paths.HERE / "bytecode.mjs"
    node.run("node", str(script), str(core), str(given), str(made), str(paths.HERE / "compile.py"))
    return sorted(made.glob("*.whl"))
