"""Check the tables of a TOML file: which entries they have, and of which kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

_WORDS: Mapping[type, str] = {
    str: "text in quotation marks",
    int: "a whole number, 0 or more",
    bool: "true or false",
    tuple: 'a list of names, as in ["shift", "checkpoint"]',
    list: "a list of tables",
    dict: "a table",
}


def filled(table: object, where: str, entries: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table's entries, with defaults for those that it leaves out.

    Parameters
    ----------
    table
        A table as parsed.
    where
        Which table it is, in words.
    entries
        What it may have: the default by name, or the type of an entry that it needs. Tuples are
        lists of text.

    Raises
    ------
    ValueError
        If an entry is unknown, missing, or of another kind.
    """
    if not isinstance(table, dict):
        raise ValueError(f"{where} is {table!r}; expected a table.")
    if unknown := next((name for name in table if name not in entries), None):
        raise ValueError(
            f"{where} has {unknown!r}, which is unknown{meant(unknown, entries)} "
            f"It may have: {', '.join(entries)}."
        )
    for name, default in entries.items():
        kind = default if isinstance(default, type) else type(default)
        if name not in table and default is kind:
            raise ValueError(f"{where} has no {name!r}. Add it: {_WORDS[kind]}.")
        if name in table and not _is_of(table[name], kind):
            raise ValueError(f"{where}: {name!r} is {table[name]!r}; expected {_WORDS[kind]}.")
    return {**entries, **table}


def meant(name: str, names: Iterable[str]) -> str:
    """End a sentence: with a question that names the most similar name, if there is one."""
    near = get_close_matches(name, list(names), n=1)
    return f"; did you mean {near[0]!r}?" if near else "."


def _is_of(value: object, kind: type) -> bool:
    if kind is tuple:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind is int:
        return type(value) is int and value >= 0
    return isinstance(value, kind)
