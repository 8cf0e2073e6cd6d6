"""What the browser loads: the runtime, the archive of packages, and the code that starts them."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

from tools.site import image, linker, paths, runtime

LOADER = "loader.mjs"
# Few hosts compress these; packed.mjs unpacks them.
_PACKED = ("pyodide.asm.wasm", "python_stdlib.zip")


def written(core: Path, wheels: list[Path]) -> Path:
    """Return a folder with all of it."""
    folder = paths.WORK / "pyodide"
    shutil.copytree(core, folder)
    linker.quickened(folder)
    for name in _PACKED:
        plain = (folder / name).read_bytes()
        (folder / f"{name}.gz").write_bytes(gzip.compress(plain, compresslevel=9, mtime=0))
        (folder / name).unlink()
    for module in (paths.HERE / "front").glob("*.mjs"):
        shutil.copy2(module, folder)
    image.written(wheels, folder)
    # All packages come in the archive; a lock without any keeps the kernel from asking for more.
    content = json.loads((core / runtime.LOCK).read_text(encoding="utf-8"))
    (folder / runtime.LOCK).write_text(json.dumps({**content, "packages": {}}), encoding="utf-8")
    return folder
