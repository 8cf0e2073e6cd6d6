"""The course's data sets: their names, rows, planted truths and cards.

A data set is a module of this package with two functions, ``load(...)`` and ``truth(variant)``,
and a card in ``datasets/<name>/card.md``. A module is imported when its data set is first used.

All data sets share this, so their own docstrings leave it out. ``variant`` is a learner's identity
as text; None gives the course's own version, and facts are the same for everybody. Both functions
return a `pandas.DataFrame`, whose columns and units are in the card. They raise TypeError for an
option of the wrong type, and ValueError for an unknown choice or a number outside its range.
"""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from types import ModuleType

    import pandas as pd

# An installed wheel has the cards inside the package; a checkout has them next to it.
# The order matters: another package named "datasets" may be installed next to ours.
_CARD_FOLDERS: Final = (
    Path(__file__).parents[1] / "_datasets",
    Path(__file__).parents[2] / "datasets",
)

_TRUTH_HEADING: Final = "## For instructors: planted truths"


def names() -> list[str]:
    """Return the names of the data sets, in alphabetical order."""
    return sorted(module.name for module in iter_modules(__path__) if module.name[0] != "_")


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
    for folder in _CARD_FOLDERS:
        path = folder / name / "card.md"
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            return text if planted_truths else _without_truths(text)
    places = " or ".join(str(folder / name / "card.md") for folder in _CARD_FOLDERS)
    raise FileNotFoundError(
        f"The card of {name!r} is missing; expected {places}. Reinstall course."
    )


def _without_truths(text: str) -> str:
    before, heading, section = text.partition(_TRUTH_HEADING)
    if not heading:
        return text
    _, next_heading, after = section.partition("\n## ")
    return before + next_heading.lstrip("\n") + after


def _call(name: str, function: str, options: dict[str, Any]) -> pd.DataFrame:
    target = getattr(_module(name), function)
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
        raise ValueError(f"There is no data set {name!r}; there are {', '.join(names())}.")


def _module(name: str) -> ModuleType:
    _check_name(name)
    return import_module(f"course.data.{name}")
