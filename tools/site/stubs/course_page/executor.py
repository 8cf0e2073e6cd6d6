"""Run a page's code cells, as a notebook does.

Outputs have the notebook format (nbformat 4), so they can be stored in one.
"""

from __future__ import annotations

import ast
import linecache
import re
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import TextIOBase
from time import monotonic
from types import ModuleType
from typing import Any

from .shown import mimebundle

Output = dict[str, Any]
_PAUSE = 0.05  # seconds between two chunks of a stream, so that a loop can't flood the page
# IPython's name for cells, by which `course.checks.selfcheck` recognises a learner's own lines.
_FILE = "<ipython-input-{}>"
_NAMED = re.compile(r'File "<ipython-input-(\d+)>"')
_JUPYTER_ONLY = re.compile(r"^\s*[%!]|\?\s*$", re.MULTILINE)


class Session:
    """Runs cells in one module and reports their outputs.

    Parameters
    ----------
    main
        The module in which cells run.
    tell
        Called with each output immediately: ``stream``, ``display_data``, ``execute_result``,
        ``error`` or ``clear_output`` by its ``output_type``.
    """

    def __init__(self, main: ModuleType, tell: Callable[[Output], None]) -> None:
        self.user_ns = vars(main)
        self._tell = tell
        self._streams = [_Stream(name, tell) for name in ("stdout", "stderr")]

    def run(self, source: str, number: int) -> bool:
        """Run a cell; return whether it ended without an error.

        Parameters
        ----------
        source
            The cell's code.
        number
            The cell's position in the page, for error messages.
        """
        file = _FILE.format(number)
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        out, errors = self._streams
        with redirect_stdout(out), redirect_stderr(errors):
            try:
                value = self._execute(source, file)
                if value is not None and not source.rstrip().endswith(";"):
                    self._show("execute_result", value)
            except BaseException as problem:  # noqa: BLE001 - also SystemExit and KeyboardInterrupt
                self._flush()
                self._tell(_error(problem, source))
                return False
        self._flush()
        return True

    def display(self, *values: Any) -> None:
        """Show values below the running cell."""
        for value in values:
            self._show("display_data", value)

    def clear(self) -> None:
        """Remove what the cell has shown so far."""
        self._flush()
        self._tell({"output_type": "clear_output"})

    def _execute(self, source: str, file: str) -> Any:
        tree = ast.parse(source, file)
        statement = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, file, "exec"), self.user_ns)  # noqa: S102 - the learner's own code
        if statement is None:
            return None
        last = ast.Expression(statement.value)
        return eval(compile(last, file, "eval"), self.user_ns)  # noqa: S307 - the same

    def _show(self, kind: str, value: Any) -> None:
        data = mimebundle(value)
        self._flush()
        self._tell({"output_type": kind, "data": data, "metadata": {}})

    def _flush(self) -> None:
        for stream in self._streams:
            stream.flush()


class _Stream(TextIOBase):
    """Reports what a cell prints, in chunks."""

    def __init__(self, name: str, tell: Callable[[Output], None]) -> None:
        self._name, self._tell = name, tell
        self._held: list[str] = []
        self._told = 0.0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._held.append(text)
        if monotonic() - self._told > _PAUSE and text.endswith("\n"):
            self.flush()
        return len(text)

    def flush(self) -> None:
        text = "".join(self._held)
        self._held.clear()
        self._told = monotonic()
        if text:
            self._tell({"output_type": "stream", "name": self._name, "text": text})


def _error(problem: BaseException, source: str) -> Output:
    """Return an error with only the lines of the learner's cells."""
    report = traceback.TracebackException.from_exception(problem)
    own = [frame for frame in report.stack if frame.filename.startswith("<ipython-input-")]
    report.stack = traceback.StackSummary.from_list(own)
    lines = [_NAMED.sub(r"Cell \1", line) for line in report.format(chain=False)]
    if isinstance(problem, SyntaxError):
        lines = [line for line in lines if not line.startswith("Traceback")]
        if _JUPYTER_ONLY.search(source):
            lines.append("Lines with %, ! or ? are commands of Jupyter: open the notebook there.\n")
    return {
        "output_type": "error",
        "ename": type(problem).__name__,
        "evalue": str(problem),
        "traceback": "".join(lines).rstrip("\n").split("\n"),
    }
