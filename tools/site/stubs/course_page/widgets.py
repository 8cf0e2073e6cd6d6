"""The widgets of a page: Python's end of them.

The page asks for a widget by the call that makes it, or shows one that a cell has made. It sets
traits, and hears of all that have changed since.
"""

from __future__ import annotations

from itertools import count
from typing import Any, Protocol

MIME = "application/vnd.jupyter.widget-view+json"
_OWN = ("_vega",)  # how a kernel's widgets find one another

_widgets: dict[str, Widget] = {}
_changed: dict[str, dict[str, Any]] = {}
_number = count(1)


class Widget(Protocol):
    """What is used here of ``traitlets.HasTraits``."""

    def trait_names(self, **metadata: Any) -> list[str]:
        """Return the names of the traits with this metadata."""

    def observe(self, handler: Any, names: Any) -> None:
        """Call a handler when one of these traits changes."""


def keep(widget: Widget) -> str:
    """Remember a widget, and return the name by which the page knows it."""
    name = f"widget-{next(_number)}"
    _widgets[name] = widget

    def note(change: dict[str, Any]) -> None:
        _changed.setdefault(name, {})[change["name"]] = change["new"]

    widget.observe(note, _shared(widget))
    return name


def opened(widget: Widget, name: str) -> dict[str, Any]:
    """Return all that the page shares with a widget, and the script that draws it."""
    state = {trait: getattr(widget, trait) for trait in _shared(widget)}
    kind, script = type(widget).__name__.lower(), str(getattr(widget, "_esm", ""))
    return {"widget": name, "kind": kind, "state": state, "script": script}


def known(name: str) -> Widget:
    """Return a widget by its name.

    Raises
    ------
    KeyError
        The page has closed it, or Python was started anew since.
    """
    return _widgets[name]


def change(widget: str, changes: dict[str, Any]) -> None:
    """Set traits as the page has set them; it need not hear of these again."""
    made = known(widget)
    for trait, value in changes.items():
        setattr(made, trait, value)
    told = _changed.get(widget, {})
    for trait, value in changes.items():
        if trait in told and told[trait] == value:
            del told[trait]


def close(widget: str) -> None:
    """Forget a widget that the page shows no more."""
    _widgets.pop(widget, None)
    _changed.pop(widget, None)


def news() -> dict[str, dict[str, Any]]:
    """Return what has changed since the last time, by widget and trait."""
    told = {name: values for name, values in _changed.items() if values}
    _changed.clear()
    return told


def _shared(widget: Widget) -> list[str]:
    return [name for name in widget.trait_names(sync=True) if name not in _OWN]
