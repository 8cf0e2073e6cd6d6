"""Tracebacks that look as in a notebook, and take a millisecond.

IPython's own parse whole libraries to find the running expression: 30 to 100 ms a traceback, which
in a class with mistakes is more than half of what the answers take.
"""

from __future__ import annotations

import linecache
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

_AROUND = 2
_MOST_FRAMES = 20
_MOST_CAUSES = 10
_RULE = "-" * 75
_BECAUSE = (
    "\nThe above exception was the direct cause of the following exception:\n",
    "\nDuring handling of the above exception, another exception occurred:\n",
)


def lines(
    error: BaseException, trace: TracebackType | None, cell_of: Callable[[str], str | None]
) -> list[str]:
    """Return the traceback of an exception, and of those that led to it, the earliest first.

    It starts at `trace`; `cell_of` names the cell (``In[3]``) of a frame's file, if it is one.
    """
    report: list[str] = []
    for link, part, because in reversed(list(_chain(error, trace))):
        name = type(link).__name__
        report.append(_RULE)
        report.append(f"{name}{'Traceback (most recent call last)':>{75 - len(name)}}")
        report += _frames(part, cell_of)
        report += [text.rstrip("\n") for text in traceback.format_exception_only(type(link), link)]
        if because:
            report.append(because)
    return report


def _chain(
    error: BaseException, trace: TracebackType | None
) -> Iterator[tuple[BaseException, TracebackType | None, str]]:
    """Yield an exception and its causes, the latest first, each with how it led to the next."""
    because = ""
    ids: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in ids and len(ids) < _MOST_CAUSES:
        ids.add(id(link))
        yield link, trace, because
        cause = link.__cause__
        because = _BECAUSE[cause is None]
        link = cause or (None if link.__suppress_context__ else link.__context__)
        trace = None if link is None else link.__traceback__


def _frames(trace: TracebackType | None, cell_of: Callable[[str], str | None]) -> list[str]:
    frames = []
    while trace is not None:
        frames.append((trace.tb_frame.f_code, trace.tb_lineno, trace.tb_frame.f_globals))
        trace = trace.tb_next
    excess = len(frames) - _MOST_FRAMES
    if excess <= 0:
        return [_frame(*frame, cell_of) for frame in frames]
    half = _MOST_FRAMES // 2
    first, last = ([_frame(*f, cell_of) for f in part] for part in (frames[:half], frames[-half:]))
    return [*first, f"    [... {excess} frames left out ...]", *last]


def _frame(
    code: Any, line: int, space: dict[str, Any], cell_of: Callable[[str], str | None]
) -> str:
    cell = cell_of(code.co_filename)
    around = 0 if cell is None else _AROUND
    where = f"File {code.co_filename}:{line}" if cell is None else f"Cell {cell}, line {line}"
    name = code.co_qualname if hasattr(code, "co_qualname") else code.co_name
    if code.co_name != "<module>":
        where += f", in {name}"
    source = linecache.getlines(code.co_filename, space)
    text = [where]
    for number in range(max(1, line - around), min(len(source), line + around) + 1):
        mark = f"----> {number} " if number == line else f"{number:>7} "
        text.append(mark + source[number - 1].rstrip())
    return "\n".join(text)
