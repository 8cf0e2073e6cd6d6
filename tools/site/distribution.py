"""Write what the browser loads: runtime, package archives and start-up code."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

from tools.site import image, paths, runtime

# Few hosts compress these; packed.js unpacks them.
_PACKED = ("pyodide.asm.wasm", "python_stdlib.zip")


def write(core: Path, wheels: list[Path], folder: Path) -> None:
    """Write everything into a new folder."""
    shutil.copytree(core, folder)
    for name in _PACKED:
        plain = (folder / name).read_bytes()
        (folder / f"{name}.gz").write_bytes(gzip.compress(plain, compresslevel=9, mtime=0))
        (folder / name).unlink()
    for module in (paths.FRONT / "worker").glob("*.js"):
        shutil.copy2(module, folder)
    image.written(wheels, folder)
    # All packages are in the archives; with an empty lock, the runtime asks for no others.
    content = json.loads((core / runtime.LOCK).read_text(encoding="utf-8"))
    (folder / runtime.LOCK).write_text(json.dumps({**content, "packages": {}}), encoding="utf-8")
