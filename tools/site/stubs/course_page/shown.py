"""Represent a value as a notebook does, by media type."""

from __future__ import annotations

from pprint import pformat
from typing import Any

_METHODS = {
    "_repr_html_": "text/html",
    "_repr_svg_": "image/svg+xml",
    "_repr_markdown_": "text/markdown",
    "_repr_latex_": "text/latex",
}


def mimebundle(value: Any) -> dict[str, Any]:
    """Return a value's representations by media type, always with plain text.

    Parameters
    ----------
    value
        Anything. ``_page_view_`` says what a page needs of a widget, which is all. Otherwise
        ``_repr_mimebundle_`` comes first, then the methods for a single type. A method that returns
        None has nothing to show.
    """
    representations: dict[str, Any] = {}
    if not isinstance(value, type):  # a class has the methods of its instances, unbound
        if callable(live := getattr(value, "_page_view_", None)):
            return dict(live())
        whole = getattr(value, "_repr_mimebundle_", None)
        bundle = whole() if callable(whole) else None
        representations.update((bundle[0] if isinstance(bundle, tuple) else bundle) or {})
        for method, mime in _METHODS.items():
            single = getattr(value, method, None)
            content = single() if mime not in representations and callable(single) else None
            if content is not None:
                representations[mime] = content
    return {**representations, "text/plain": representations.get("text/plain") or _plain(value)}


def _plain(value: Any) -> str:
    """Return a value's text, with containers over several lines."""
    if isinstance(value, dict | list | set | tuple) and not hasattr(value, "_fields"):
        return pformat(value, sort_dicts=False)
    return repr(value)
