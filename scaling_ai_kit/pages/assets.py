"""Build the style sheet and the scripts that all pages share.

A page from disk can't load JavaScript modules, so they are joined into one plain script.
"""

from __future__ import annotations

import json
import re

from course import charts
from course.browser import front
from course.syllabus.coursefile import WHOLE
from course.syllabus.syllabus import COURSE, PATHS
from scaling_ai_kit.pages.templating import filled

_STYLES = (
    *("page.css", "bar.css", "own.css", "links.css", "tables.css"),
    *("door.css", "cells.css", "path.css", "exercise.css"),
)
PAGE = front.FRONT / "page"
_OFFLINE = front.FRONT / "offline"
# What every page needs without a network; it keeps what else it loads.
_SHELL = (
    *("index.html", "manifest.json"),
    *("assets/course.css", "assets/course.js", "assets/vega.js", "assets/icon.svg"),
)
_VEGA_EXPORT = re.compile(r"export\s*\{\s*([\w$]+) as vegaEmbed\s*\};?\s*$")


def assets() -> dict[str, str]:
    """Return the content of each shared file by name."""
    shorter = {name: path for name, path in PATHS.items() if name != WHOLE}
    styles = [filled((PAGE / name).read_text(encoding="utf-8"), paths=shorter) for name in _STYLES]
    return {
        "course.css": "".join([front.style(), front.style("card"), *styles]),
        "course.js": _of_this_course(f'"use strict";\n{{\n{front.joined(PAGE / "main.js")}}}\n'),
        "vega.js": vega_script(charts.vega_bundle()),
        "icon.svg": (_OFFLINE / "icon.svg").read_text(encoding="utf-8"),
    }


def offline(edition: str) -> dict[str, str]:
    """Return the files at the site's root that make it work without a network.

    The service worker begins with the site's edition, so browsers notice a new one.
    """
    manifest = json.loads((_OFFLINE / "manifest.json").read_text(encoding="utf-8"))
    constants = f"const EDITION = {json.dumps(edition)};\nconst SHELL = {json.dumps(_SHELL)};\n"
    return {
        "manifest.json": json.dumps({**_names(), **manifest}, indent=2, ensure_ascii=False) + "\n",
        "offline.js": constants + (_OFFLINE / "worker.js").read_text(encoding="utf-8"),
    }


def _of_this_course(script: str) -> str:
    """Let a script keep what it keeps under the course's name: a host may have several courses."""
    return script.replace("scaling-ai-course.", f"{COURSE.slug}-course.")


def _names() -> dict[str, str]:
    names = {"name": f"{COURSE.title}: the course", "short_name": COURSE.title}
    return {**names, "description": COURSE.front["description"]}


def vega_script(bundle: str) -> str:
    """Return the Vega bundle as a plain script for the explorables.

    Raises
    ------
    ValueError
        The bundle has an unexpected end: vl-convert has changed its format.
    """
    export = _VEGA_EXPORT.search(bundle)
    if not export:
        raise ValueError(
            "The Vega bundle does not end by exporting vegaEmbed. Look at how vl-convert ends it "
            "and change vega_script."
        )
    statement = f"globalThis.courseVega = Promise.resolve({{ vegaEmbed: {export[1]} }});"
    return f'(() => {{ "use strict";\n{bundle[: export.start()]}\n{statement}\n}})();\n'
