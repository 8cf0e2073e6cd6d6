"""Record what a model computes, so that a page can compute it again without Python.

The model runs once, on arrays that note each operation instead of computing it. The tape has no
branches: whatever the inputs are, a page runs the same steps. An operation that isn't known here
stops the build, and so does a model that asks which of two values is larger with ``if``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import Any, Final

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

_NAMES: Final[Mapping[Callable[..., Any], str]] = {
    np.add: "add",
    np.subtract: "subtract",
    np.multiply: "multiply",
    np.divide: "divide",
    np.minimum: "lower",
    np.maximum: "higher",
    np.rint: "round",
    np.equal: "equal",
    np.greater: "greater",
    np.where: "where",
}
"""By operation, its name in ``front/board/tape.js``."""


@dataclass(frozen=True)
class _Place:
    """Where a value is on the tape."""

    number: int


def record(
    model: Callable[[Mapping[str, Any]], Mapping[str, Any]], shapes: Mapping[str, tuple[int, ...]]
) -> dict[str, Any]:
    """Return what a model computes as steps.

    Parameters
    ----------
    model
        Takes arrays by name and returns arrays by name.
    shapes
        The shape of each input, by name.

    Returns
    -------
    dict
        ``inputs``: their names. ``steps``: an operation's name and what it takes, which is the
        place of an earlier value, or a constant as text. ``outputs``: the same, by name. The values
        begin with the inputs, one after the other; each step adds one.
    """
    tape = _Tape()
    inputs = {name: tape.input(shape) for name, shape in shapes.items()}
    results = model(inputs)
    outputs = {
        name: [_written(cell) for cell in _cells(each).flat] for name, each in results.items()
    }
    return {"inputs": list(shapes), "steps": tape.steps, "outputs": outputs}


def _written(value: Any) -> int | str:
    return value.number if isinstance(value, _Place) else repr(float(value))


class _Tape:
    def __init__(self) -> None:
        self.steps: list[list[int | str]] = []
        self._inputs = 0
        self._places: dict[tuple[int | str, ...], _Place] = {}

    def input(self, shape: tuple[int, ...]) -> _Recorded:
        cells = np.empty(prod(shape), dtype=object)
        cells[:] = [_Place(self._inputs + number) for number in range(cells.size)]
        self._inputs += cells.size
        return _Recorded(self, cells.reshape(shape))

    def step(self, operation: Callable[..., Any], *values: Any) -> float | _Place:
        """Note an operation on single values, unless it is noted already or needs no input."""
        if not any(isinstance(value, _Place) for value in values):
            return float(operation(*map(float, values)))
        step = (_NAMES[operation], *map(_written, values))
        if step not in self._places:
            self._places[step] = _Place(self._inputs + len(self.steps))
            self.steps.append(list(step))
        return self._places[step]


class _Recorded(NDArrayOperatorsMixin):
    """An array of places and constants, which notes what NumPy is asked to do with it."""

    def __init__(self, tape: _Tape, cells: np.ndarray) -> None:
        self._tape, self.cells = tape, cells

    @property
    def shape(self) -> tuple[int, ...]:
        return self.cells.shape

    def __array_ufunc__(
        self, ufunc: Callable[..., Any], method: str, *inputs: Any, out: tuple[Any, ...] = ()
    ) -> Any:
        if ufunc not in _NAMES or method != "__call__":
            return NotImplemented
        result = self._apply(ufunc, *inputs)
        for each in out:
            each.cells[...] = result.cells
            return each
        return result

    def __array_function__(
        self, function: Callable[..., Any], _types: Any, arguments: Any, options: Any
    ) -> Any:
        handlers: dict[Callable[..., Any], Callable[..., Any]] = {
            np.where: partial(self._apply, np.where),
            np.clip: lambda value, low, high: np.minimum(np.maximum(value, low), high),
            np.cumsum: _Recorded._running,
            np.broadcast_to: lambda value, shape: self._like(np.broadcast_to(value.cells, shape)),
        }
        return handlers[function](*arguments, **options) if function in handlers else NotImplemented

    def __bool__(self) -> bool:
        raise TypeError(
            "A page can't follow a model that branches on its inputs. Use np.where, np.minimum or "
            "np.maximum instead of if."
        )

    def __getitem__(self, key: Any) -> _Recorded:
        return self._like(self.cells[key])

    def __setitem__(self, key: Any, value: Any) -> None:
        cells = _cells(value)
        self.cells[key] = cells if cells.ndim else cells.item()  # NumPy would put the array in

    def copy(self) -> _Recorded:
        return self._like(self.cells.copy())

    def astype(self, _kind: type) -> _Recorded:
        return self

    def sum(self, axis: int) -> _Recorded:
        total, *others = np.moveaxis(self.cells, axis, 0)
        result = self._like(total)
        for other in others:
            result = result + self._like(other)
        return result

    def _running(self, axis: int) -> Any:
        if axis != 0:
            return NotImplemented
        sums = self.copy()
        for number in range(1, len(sums.cells)):
            sums[number] = sums[number - 1] + sums[number]
        return sums

    def _like(self, cells: Any) -> _Recorded:
        return _Recorded(self._tape, np.asarray(cells, dtype=object))

    def _apply(self, operation: Callable[..., Any], *inputs: Any) -> _Recorded:
        step = np.frompyfunc(partial(self._tape.step, operation), len(inputs), 1)
        return self._like(step(*map(_cells, inputs)))


def _cells(values: Any) -> np.ndarray:
    if isinstance(values, _Recorded):
        return values.cells
    return np.asarray(values, dtype=object)
