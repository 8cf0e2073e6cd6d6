"""The part of an explorable that a scene of a lesson uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol

from course.explore.controls import Control

if TYPE_CHECKING:
    from course.explore.explorable import Explorable

_PARAMETERS = """

    Parameters
    ----------
    only
        Names of the controls to show. The others stay at their values. Challenges, presets and
        panels that need another control are left out.
    at
        Values to start from, by control, where they differ from the usual ones. A control that
        isn't shown stays at its value here, in the prediction and the presets too.

    Raises
    ------
    ValueError
        If a name is not a control, or a value is out of range.
    """


@dataclass(frozen=True)
class Focus:
    """The controls that a scene shows, and the values from which it starts.

    Attributes
    ----------
    only
        Names of the controls to show; None for all.
    at
        Values by control, where they differ from the authored ones.
    """

    only: Sequence[str] | None = None
    at: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.only is not None or bool(self.at)

    def shows(self, *names: str) -> bool:
        """Return whether the scene shows all of these controls."""
        return self.only is None or set(names) <= set(self.only)

    def start(self, controls: tuple[Control, ...]) -> tuple[Control, ...]:
        """Return all controls at the values from which the scene starts.

        Raises
        ------
        ValueError
            If `only` or `at` names an unknown control, or a value is out of range.
        """
        if isinstance(self.only, str) or (self.only is not None and not self.only):
            raise ValueError(
                f'only: expected names of controls, as in ("{controls[0].name}",); '
                f"got {self.only!r}."
            )
        names = [control.name for control in controls]
        for part, keys in (("only", self.only or ()), ("at", self.at)):
            for name in keys:
                if name not in names:
                    raise ValueError(
                        f"{part}: there is no control {name!r}; there are {', '.join(names)}."
                    )
        return tuple(
            _moved(control, self.at[control.name]) if control.name in self.at else control
            for control in controls
        )


def _moved(control: Control, value: Any) -> Control:
    valid_value: Any = control.check(value)
    return replace(control, value=valid_value)


class Focusable(Protocol):
    """A function that shows an explorable, or the part of it that a scene uses."""

    __name__: str

    def __call__(
        self, *, only: Sequence[str] | None = None, at: Mapping[str, Any] | None = None
    ) -> Explorable:
        """Show it."""


def focusable(explorable: Callable[[Focus], Explorable]) -> Focusable:
    """Let lessons call an explorable with `only` and `at`.

    The function gets them as one `Focus`, which it passes on. It may look at them where a text or a
    chart depends on what is shown.
    """

    @wraps(explorable, assigned=("__module__", "__name__", "__qualname__"))
    def show(
        *, only: Sequence[str] | None = None, at: Mapping[str, Any] | None = None
    ) -> Explorable:
        return explorable(Focus(only, at or {}))

    del show.__wrapped__  # whose signature `help` would show
    # As text, tools would look these names up in the explorable's module.
    show.__annotations__ |= {"only": Sequence[str] | None, "at": Mapping[str, Any] | None}
    show.__doc__ = f"{explorable.__doc__}{_PARAMETERS}"
    return show
