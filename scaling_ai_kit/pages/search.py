"""Write every section of every page as one script for the search.

Pagefind and similar tools load modules and fetch their index, which a page from disk can't do. So
the sections come as a plain script, loaded when the search box first gets the focus. elasticlunr
indexes them there. It comes with pdoc, whose hash is in the lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from scaling_ai_kit.pages import prose, widgets
from scaling_ai_kit.pages.sources import Source

_LIBRARY = "templates/resources/elasticlunr.min.js"


def script(sources: Iterable[Source]) -> str:
    """Return the library and the sections to index."""
    library = files("pdoc").joinpath(_LIBRARY).read_text(encoding="utf-8")
    pages = list(sources)
    index = {
        "pages": [[source.page, source.title] for source in pages],
        "sections": [
            [number, *section]
            for number, source in enumerate(pages)
            for section in sections(source)
        ],
    }
    return f"{library};\nglobalThis.courseSections = {json.dumps(index, separators=(',', ':'))};\n"


def sections(source: Source) -> list[list[str]]:
    """Return heading, anchor, text and bold words of each section of a page.

    A lesson's terms are bold where they are explained.
    From code cells only an explorable's title is included, neither what it reveals after the guess
    nor a checkpoint's reasons.
    """
    return [
        [heading, anchor, text, bold]
        for heading, anchor, text, bold in prose.sections(_text(source))
        if text or heading
    ]


def _text(source: Source) -> str:
    return "\n\n".join(filter(None, map(_of_cell, source.cells)))


def _of_cell(cell: Any) -> str:
    if cell.cell_type == "markdown":
        return str(cell.source)
    explorable = widgets.explorable(widgets.last_call(cell.source)) if cell.get("outputs") else None
    return explorable.title if explorable else ""
