"""The course's data sets: their names, rows, planted truths and cards.

A data set is a module of this package with two functions, ``load(...)`` and ``truth(variant)``,
and a card in ``datasets/<name>/card.md``. A module is imported when its data set is first used.
A course of your own has these modules in its own folder ``data``; for a data set without code,
``datasets/<name>/rows.csv`` is enough.

All data sets share this, so their own docstrings leave it out. ``variant`` is a learner's identity
as text; None gives the course's own version, and facts are the same for everybody. Both functions
return a `pandas.DataFrame`, whose columns and units are in the card. They raise TypeError for an
option of the wrong type, and ValueError for an unknown choice or a number outside its range.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Final

from course.syllabus.coursefile import current, extend

if TYPE_CHECKING:
    import pandas as pd

extend(__path__, "data")

_CARDS: Final = current().place("datasets")
_ROWS: Final = "rows.csv"
_TRUTH_HEADING: Final = "## For instructors: planted truths"


def names() -> list[str]:
    """Return the names of the data sets, in alphabetical order."""
    return sorted({*_modules(), *(path.parent.name for path in _CARDS.glob(f"*/{_ROWS}"))})


def load(name: str, **options: Any) -> pd.DataFrame:
    """Return the rows of a data set.

    Parameters
    ----------
    name : str
        One of `names`.
    **options
        Options of the data set, such as its size or a learner's ``variant``. The defaults give the
        course's own version. See `course.data.credit.load` and
        `course.data.retail.load`.

    Returns
    -------
    pandas.DataFrame
        Columns and units are in `card`.

    Raises
    ------
    ValueError
        When the name is unknown, or an option's value is outside its range.
    TypeError
        When an option is unknown, or of the wrong type.

    Examples
    --------
    >>> load("credit", per_month=20, months=24).shape
    (480, 15)
    """
    return _call(name, "load", options)


def truth(name: str, variant: str | None = None, **options: Any) -> pd.DataFrame:
    """Return what was planted in a data set, one row per incident.

    Parameters
    ----------
    name : str
        One of `names`.
    variant : str, optional
        The learner's identity the rows were loaded with; None for the course's own version.
    **options
        Further options. For ``"retail"``: the options of its `load`, and a finer ``level``, down to
        the truth for each row of the feed.

    Returns
    -------
    pandas.DataFrame
        At least kind, start, end, remedy and description. See
        `course.data.credit.truth` and `course.data.retail.truth` for the others.

    Raises
    ------
    ValueError
        When the name is unknown, or an option's value is outside its range.
    TypeError
        When an option is unknown, or of the wrong type.
    """
    return _call(name, "truth", {"variant": variant, **options})


def card(name: str, *, planted_truths: bool = False) -> str:
    """Return a data set's card: meaning, making, columns, limits, licence.

    Parameters
    ----------
    name : str
        One of `names`.
    planted_truths : bool, default=False
        Whether to include the section for instructors, which gives the exercise away.

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    ValueError
        When the name is unknown.
    FileNotFoundError
        When the card's file is missing.
    """
    _check_name(name)
    path = _CARDS / name / "card.md"
    if not path.is_file():
        raise FileNotFoundError(
            f"The card of {name!r} is missing; expected {path}. If the course is yours, write it; "
            "otherwise reinstall the course."
        )
    text = path.read_text(encoding="utf-8")
    return text if planted_truths else _without_truths(text)


def _without_truths(text: str) -> str:
    before, heading, section = text.partition(_TRUTH_HEADING)
    if not heading:
        return text
    _, next_heading, after = section.partition("\n## ")
    return before + next_heading.lstrip("\n") + after


def _call(name: str, function: str, options: dict[str, Any]) -> pd.DataFrame:
    target = _function(name, function)
    parameters = list(inspect.signature(target).parameters)
    unknown = [option for option in options if option not in parameters]
    if unknown:
        raise TypeError(
            f"{function}({name!r}) has no option {', '.join(map(repr, unknown))}; "
            f"its options are {', '.join(parameters)}."
        )
    frame: pd.DataFrame = target(**options)
    return frame


def _check_name(name: str) -> None:
    if name not in names():
        raise ValueError(
            f"There is no data set {name!r}; there are {', '.join(names()) or 'none yet'}."
        )


def _modules() -> set[str]:
    places = [str(current().code("data"))]
    return {module.name for module in iter_modules(places) if module.name[0] != "_"}


def _function(name: str, function: str) -> Callable[..., pd.DataFrame]:
    """Return a function of a data set's module, or what replaces it for a table of rows."""
    _check_name(name)
    if name in _modules():
        return getattr(import_module(f"course.data.{name}"), function)  # type: ignore[no-any-return]
    return getattr(_Rows(_CARDS / name / _ROWS), function)  # type: ignore[no-any-return]


class _Rows:
    """A data set that is a table in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> pd.DataFrame:
        import pandas as pd  # noqa: PLC0415 - importing this package doesn't import pandas

        return pd.read_csv(self._path)

    def truth(self, variant: str | None = None) -> pd.DataFrame:
        del variant
        raise ValueError(f"Nothing was planted in {self._path.parent.name!r}; its rows are a file.")
