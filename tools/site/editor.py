"""Bundle the editor of code cells, CodeMirror, into one module."""

from __future__ import annotations

from pathlib import Path

from tools import front
from tools.site import node, paths

_OPTIONS = ("--bundle", "--minify", "--format=esm", "--legal-comments=eof", "--log-level=warning")
_BUNDLER = paths.FRONT / "node_modules" / "esbuild" / "bin" / "esbuild"


def bundled(out: Path) -> None:
    """Write the editor as one JavaScript module into a folder."""
    front.install()
    node.run(
        *("node", str(_BUNDLER), "editor/editor.js", *_OPTIONS),
        f"--outfile={out / 'editor.js'}",
        cwd=paths.FRONT,
    )
