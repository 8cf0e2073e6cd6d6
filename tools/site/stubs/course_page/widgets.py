"""Keep Python's side of a page's widgets.

The page requests a widget with the call that makes it, or shows one that a cell has made. It sets
traits, and receives all changes since.
"""

from __future__ import annotations

from itertools import count
from typing import Any, Protocol

MIME = "application/vnd.jupyter.widget-view+json"
_OWN = ("_vega",)  # how widgets in a kernel refer to one another

_widgets: dict[str, Widget] = {}
_changed: dict[str, dict[str, Any]] = {}
_number = count(1)


class Widget(Protocol):
    """The part of ``traitlets.HasTraits`` that is used here."""

    def trait_names(self, **metadata: Any) -> list[str]:
        """Return the names of the traits with this metadata."""

    def observe(self, handler: Any, names: Any) -> None:
        """Call a handler when one of these traits changes."""


def keep(widget: Widget) -> str:
    """Remember a widget; return its name for the page."""
    name = f"widget-{next(_number)}"
    _widgets[name] = widget

    def note(change: dict[str, Any]) -> None:
        _changed.setdefault(name, {})[change["name"]] = change["new"]

    widget.observe(note, _shared(widget))
    return name


def opened(widget: Widget, name: str) -> dict[str, Any]:
    """Return a widget's shared state and the script that draws it."""
    state = {trait: getattr(widget, trait) for trait in _shared(widget)}
    kind, script = type(widget).__name__.lower(), str(getattr(widget, "_esm", ""))
    return {"widget": name, "kind": kind, "state": state, "script": script}


def known(name: str) -> Widget:
    """Return a widget by its name.

    Raises
    ------
    KeyError
        The page has closed it, or Python has been restarted.
    """
    return _widgets[name]


def change(widget: str, changes: dict[str, Any]) -> None:
    """Apply the page's changes, without reporting them back."""
    target = known(widget)
    for trait, value in changes.items():
        setattr(target, trait, value)
    pending = _changed.get(widget, {})
    for trait, value in changes.items():
        if trait in pending and pending[trait] == value:
            del pending[trait]


def close(widget: str) -> None:
    """Forget a widget that the page no longer shows."""
    _widgets.pop(widget, None)
    _changed.pop(widget, None)


def news() -> dict[str, dict[str, Any]]:
    """Return changes since the last call, by widget and trait."""
    pending = {name: values for name, values in _changed.items() if values}
    _changed.clear()
    return pending


def _shared(widget: Widget) -> list[str]:
    return [name for name in widget.trait_names(sync=True) if name not in _OWN]
