"""The decision register: the learner's decisions, and those still open."""

from __future__ import annotations

import html
from datetime import date
from typing import Any, Final

import pandas as pd

from course.board import decisions
from course.learner import progress
from course.syllabus.syllabus import MODULES, Module

_HEADS = "".join(
    f'<th scope="col" style="text-align: left">{head}</th>'
    for head in ("Module", "Decided", "Choice", "Reason", "Seen until then")
)
TABLE: Final = (
    f"<table><caption>Your decisions for Meridian</caption><thead><tr>{_HEADS}</tr></thead>"
    "<tbody>{rows}</tbody></table>"
)
# JupyterLab right-aligns cells, which suits numbers.
CELL: Final = '<td style="text-align: left; vertical-align: top">{content}</td>'
OPEN, NOTHING, DRAWN = "open", "nothing", "guess: drawn"


class Register:
    """A table of all decisions, in the order of the syllabus, at display time."""

    @property
    def frame(self) -> pd.DataFrame:
        """The register as a frame, one row per module; open decisions are empty.

        Columns: ``decided`` (date), ``option`` (key), ``choice`` (text), ``numbers`` (by key),
        ``reason``, ``seen`` (facts by step), ``versions`` (number of versions).
        """
        rows = [{"module": module.slug, **_facts(module.slug)} for module in _deciding()]
        names = ["module", "decided", "option", "choice", "numbers", "reason", "seen", "versions"]
        return pd.DataFrame(rows, columns=names).set_index("module")

    @property
    def open(self) -> list[str]:
        """The modules whose decision is still open."""
        return [module.slug for module in _deciding() if decisions.kept(module.slug) is None]

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        return {"text/html": self._table(), "text/plain": self._text()}

    def _text(self) -> str:
        return "\n".join(_line(module) for module in _deciding())

    def _table(self) -> str:
        return TABLE.format(rows="".join(_row(module) for module in _deciding()))


def register() -> Register:
    """Show every decision with its date, reason and explorables seen."""
    return Register()


def _deciding() -> list[Module]:
    """Return the modules that ask for a decision, in the order of the syllabus."""
    slugs = decisions.modules()
    return [module for module in MODULES if module.slug in slugs]


def _facts(slug: str) -> dict[str, Any]:
    version = decisions.kept(slug)
    if version is None:
        return {}
    return {
        **{name: version[name] for name in ("option", "numbers", "reason", "seen")},
        "decided": date.fromisoformat(version["date"]),
        "choice": decisions.option_text(slug, version),
        "versions": len(version["history"]) + 1,
    }


def _line(module: Module) -> str:
    decision = decisions.kept(module.slug)
    start = f"{module.number:2d}  {module.question}"
    if decision is None:
        return f"{start}  (open)"
    words = decisions.in_words(module.slug, decision)
    return f"{start}  ({_day(decision)})\n    {words}\n    Seen until then: {_steps_seen(decision)}"


def _row(module: Module) -> str:
    link = f'{module.number} <a href="{module.notebook}">{html.escape(module.question)}</a>'
    decision = decisions.kept(module.slug)
    if decision is None:
        return f"<tr>{_cells(link, OPEN, '', '', '')}</tr>"
    choice = [
        decisions.option_text(module.slug, decision),
        *decisions.number_texts(module.slug, decision),
    ]
    cells = [
        link,
        _day(decision),
        "<br>".join(html.escape(text) for text in choice),
        html.escape(decision["reason"]),
        html.escape(_steps_seen(decision)),
    ]
    return f"<tr>{_cells(*cells)}</tr>"


def _cells(*contents: str) -> str:
    return "".join(CELL.format(content=content) for content in contents)


def _day(decision: dict[str, Any]) -> str:
    return progress.in_words(date.fromisoformat(decision["date"]))


def _steps_seen(decision: dict[str, Any]) -> str:
    """Return the steps seen before the decision, each with its facts in words."""
    steps = [
        f"{step.replace('_', ' ')} ({'; '.join(words)})" if (words := _words(facts)) else step
        for step, facts in decision["seen"].items()
    ]
    return ", ".join(steps) or NOTHING


def _words(facts: dict[str, Any]) -> list[str]:
    """Return facts in words: lists and dictionaries by length, true facts by name."""
    words = []
    for name, fact in facts.items():
        # A guess at other values than the usual ones has them with it.
        value = fact["said"] if name == "guess" and isinstance(fact, dict) else fact
        if name == "guess" and isinstance(value, list):
            words.append(DRAWN)  # a number at each of several places
        elif isinstance(value, list | dict):
            words.append(f"{name}: {len(value)}")
        elif value is True:
            words.append(name)
        elif value is not False and value is not None:
            words.append(f"{name}: {value}")
    return words
