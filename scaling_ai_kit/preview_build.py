"""Build a lesson's page again and again, for ``coursekit preview``.

One process builds all pages until the lesson's code changes: it has loaded everything that the
first build needs. It reads one line for each build and answers with what went wrong.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

import nbformat

from scaling_ai_kit import module_text, notebooks
from scaling_ai_kit.course_parts import TEXT
from scaling_ai_kit.in_words import in_words
from scaling_ai_kit.pages import stored_links
from scaling_ai_kit.pages.build import build


def write_notebook(text: Path, *, only_text: bool) -> None:
    """Build a text's notebook; where only its text changed, its cells keep their outputs."""
    module_text.pieces.cache_clear()
    path, notebook = notebooks.notebook_of(text), notebooks.built(text)
    cells = nbformat.read(path, as_version=4).cells if only_text and path.exists() else []
    new, old = ([cell for cell in part if "outputs" in cell] for part in (notebook.cells, cells))
    if [cell.source for cell in new] == [cell.source for cell in old]:
        for cell, before in zip(new, old, strict=True):
            cell.outputs, cell.execution_count = before.outputs, before.execution_count
    else:
        notebook = notebooks.executed(text, stored_links.site_address())
    nbformat.write(notebook, path)


def built(texts: list[str], site: Path, *, only_text: bool) -> str:
    """Build the notebooks and pages of texts; return what goes wrong, or nothing."""
    if missing := [text for text in texts if not (TEXT / f"{text}.md").exists()]:
        return f"{TEXT / missing[0]}.md is missing. Write it, or remove the lesson."
    try:
        with contextlib.redirect_stdout(sys.stderr):
            for text in texts:
                write_notebook(TEXT / f"{text}.md", only_text=only_text)
            build(site, live=False, only=[f"modules/{text}.html" for text in texts])
    except SystemExit as told:  # in words
        return str(told)
    except Exception as problem:  # noqa: BLE001 - any error is the author's to see
        return in_words(problem)
    return ""


def main() -> None:
    """Build a page for each line, ``[folder of the site, whether only texts changed]``."""
    for line in sys.stdin:
        site, only_text = json.loads(line)
        print(json.dumps(built(sys.argv[1:], Path(site), only_text=only_text)), flush=True)


if __name__ == "__main__":
    main()
