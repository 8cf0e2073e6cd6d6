"""Slides of a lesson, played by reveal.js without a network."""

from __future__ import annotations

import html
import shutil
from pathlib import Path

from scaling_ai_kit.pages import prose
from scaling_ai_kit.pages.sources import ROOT, Source
from tools import front
from tools.kit.scenes import Scene, scenes
from tools.site import paths

_REVEAL = paths.FRONT / "node_modules" / "reveal.js"
_FILES = ("dist/reveal.css", "dist/reveal.js", "dist/plugin/notes.js", "LICENSE")
_START = (
    "Reveal.initialize({ hash: true, center: false, slideNumber: true, transition: 'none', "
    "plugins: [RevealNotes] });"
)


def write_player(folder: Path) -> None:
    """Copy reveal.js, our style and the faces of the visitors next to the slides."""
    front.install()
    (folder / "reveal").mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        shutil.copy(_REVEAL / name, folder / "reveal")
    shutil.copy(Path(__file__).with_name("slides.css"), folder / "reveal")
    shutil.copytree(ROOT / "modules" / "faces", folder / "faces", dirs_exist_ok=True)


def deck(source: Source) -> str:
    """Return a lesson's slides as a page; the key S opens the speaker's view."""
    slides = "\n".join(_slide(part) for scene in scenes(source) for part in scene.parts())
    styles = [f'<link rel="stylesheet" href="reveal/{name}.css">' for name in ("reveal", "slides")]
    scripts = [f'<script src="reveal/{name}.js"></script>' for name in ("reveal", "notes")]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{html.escape(source.title)}</title>{''.join(styles)}</head>"
        f'<body><div class="reveal"><div class="slides">\n{slides}\n</div></div>'
        f"{''.join(scripts)}<script>{_START}</script></body></html>\n"
    )


def _slide(scene: Scene) -> str:
    body, speech = _as_html(scene.shown), _as_html(scene.said)
    notes = f'<aside class="notes">{speech}</aside>' if speech else ""
    return f"<section><h2>{html.escape(scene.head)}</h2>{body}{notes}</section>"


def _as_html(blocks: list[str]) -> str:
    return "".join(
        block if block.startswith("<") else prose.markdown(block, str) for block in blocks
    )
