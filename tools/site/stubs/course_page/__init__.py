"""Python in a lesson's page: runs its cells, moves its widgets and keeps its progress.

The worker asks by texts of JSON (`ask`); the form of each message stands at the head of its script.
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

_sessions: list[Session] = []


def session() -> Session:
    """Return what runs the cells of this page.

    Raises
    ------
    RuntimeError
        The page has not started it.
    """
    if not _sessions:
        raise RuntimeError("Nothing runs cells here. Call course_page.start first.")
    return _sessions[0]


def start(tell: Callable[[str], None]) -> Callable[[str], str]:
    """Begin, and return what answers the page.

    Parameters
    ----------
    tell
        Called with each output of a cell, as JSON.
    """
    from IPython import display, get_ipython  # noqa: PLC0415 - it builds upon this module

    from .kept import Kept  # noqa: PLC0415 - the executor alone needs nothing of the course

    main = sys.modules["__main__"] = ModuleType("__main__")
    vars(main).update(display=display, get_ipython=get_ipython)  # as in a notebook, unasked
    _sessions[:] = [Session(main, lambda output: tell(json.dumps(output, default=str)))]
    kept = Kept()
    asked: dict[str, Callable[..., Any]] = {
        "run": lambda source, number: {"ended": session().run(source, number)},
        "open": _open,
        "shown": lambda widget: widgets.opened(widgets.known(widget), widget),
        "set": widgets.change,
        "close": widgets.close,
        "notebook": _written_below(Path.cwd()),
        "progress": kept.put,
        "specs": _know,
    }

    def ask(text: str) -> str:
        message = json.loads(text)
        answer = asked[message.pop("ask")](**message)
        told = {"answer": answer or {}, "changed": widgets.news(), "progress": kept.news()}
        return json.dumps(told, default=str)

    return ask


def _open(call: str) -> dict[str, Any]:
    """Make the widget that a line of the lesson makes, and return it with its state."""
    import course  # noqa: PLC0415 - see above

    names = {name: getattr(course, name) for name in ("checkpoint", "decide", "explore", "review")}
    widget = eval(call, names)  # noqa: S307 - the call stands in the page
    return widgets.opened(widget, widget.model_id)


def _written_below(home: Path) -> Callable[[str, str], None]:
    """Return what writes the page's notebook below a folder; Python then works beside it."""

    def write(path: str, text: str) -> None:
        file = home / path
        if not file.parent.exists():
            file.parent.mkdir(parents=True)
            os.chdir(file.parent)
        file.write_text(text, encoding="utf-8")

    return write


def _know(specs: dict[str, Any]) -> None:
    """Take the specifications of charts that the page has, by the explorable's name."""
    from course.explore.explorable import KNOWN_SPECS  # noqa: PLC0415 - see above

    KNOWN_SPECS.update(specs)
