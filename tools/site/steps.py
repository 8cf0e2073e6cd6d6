"""The steps of the build of the browser edition."""

from __future__ import annotations

import shutil

from tools.site import (
    bytecode,
    course_wheel,
    distribution,
    editor,
    licences,
    packages,
    paths,
    pure,
    runtime,
)


def run() -> None:
    """Take all steps and report each."""
    paths.CACHE.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(paths.WORK, ignore_errors=True)
    print("[1/6] The runtime", flush=True)
    core = runtime.unpacked()
    print("[2/6] Compiled packages", flush=True)
    wheels = packages.collected()
    print("[3/6] Pure packages and the course", flush=True)
    wheels += [*pure.downloaded(), course_wheel.built()]
    print("[4/6] Byte code", flush=True)
    compiled_wheels = bytecode.compiled(core, wheels)
    print("[5/6] Archives of all packages", flush=True)
    shutil.rmtree(paths.LIVE, ignore_errors=True)
    distribution.write(core, compiled_wheels, paths.LIVE / "static" / "pyodide")
    print("[6/6] The editor of code cells", flush=True)
    editor.bundled(paths.LIVE / "static")
    licences.written(compiled_wheels, paths.LIVE)
    size = sum(file.stat().st_size for file in paths.LIVE.rglob("*") if file.is_file())
    print(f"Wrote {paths.LIVE} ({size / 1e6:.0f} MB). Next: make serve-site")
