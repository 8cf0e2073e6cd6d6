"""Run a lesson page's cells, move its widgets and keep its progress.

The worker sends requests as JSON (`ask`); the top of its script describes the messages.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from . import widgets
from .executor import Session
from .needed import needed

_sessions: list[Session] = []


def session() -> Session:
    """Return the session that runs this page's cells.

    Raises
    ------
    RuntimeError
        The page has not started it.
    """
    if not _sessions:
        raise RuntimeError("Nothing runs cells here. Call course_page.start first.")
    return _sessions[0]


def start(tell: Callable[[str], None]) -> Callable[[str], str]:
    """Start, and return the function that answers the page.

    Parameters
    ----------
    tell
        Called with each output of a cell, as JSON.
    """
    from IPython import display, get_ipython  # noqa: PLC0415 - it builds upon this module

    from .kept import Kept  # noqa: PLC0415 - the executor alone needs nothing of the course

    main = sys.modules["__main__"] = ModuleType("__main__")
    vars(main).update(display=display, get_ipython=get_ipython)  # automatic, as in a notebook
    _sessions[:] = [Session(main, lambda output: tell(json.dumps(output, default=str)))]
    progress = Kept()
    handlers: dict[str, Callable[..., Any]] = {
        "run": lambda source, number: {"ended": session().run(source, number)},
        "needs": lambda sources: {"cells": needed(sources)},
        "open": _open,
        "shown": lambda widget: widgets.opened(widgets.known(widget), widget),
        "set": widgets.change,
        "close": widgets.close,
        "notebook": _written_below(Path.cwd()),
        "progress": progress.put,
        "specs": _know,
    }

    def ask(text: str) -> str:
        message = json.loads(text)
        answer = handlers[message.pop("ask")](**message)
        reply = {"answer": answer or {}, "changed": widgets.news(), "progress": progress.news()}
        return json.dumps(reply, default=str)

    return ask


def _open(call: str) -> dict[str, Any]:
    """Make a lesson's widget; return it with its state."""
    import course  # noqa: PLC0415 - see above

    names = {name: getattr(course, name) for name in ("checkpoint", "decide", "explore", "review")}
    widget = eval(call, names)  # noqa: S307 - the call is in the page
    return widgets.opened(widget, widget.model_id)


def _written_below(home: Path) -> Callable[[str, str], None]:
    """Return a function that writes the page's notebook and changes to its folder."""

    def write(path: str, text: str) -> None:
        file = home / path
        if not file.parent.exists():
            file.parent.mkdir(parents=True)
            os.chdir(file.parent)
        file.write_text(text, encoding="utf-8")

    return write


def _know(specs: dict[str, Any]) -> None:
    """Store the page's chart specifications, by explorable."""
    from course.explore.explorable import KNOWN_SPECS  # noqa: PLC0415 - see above

    KNOWN_SPECS.update(specs)
