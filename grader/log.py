"""Catch what nbgrader writes to its log, so that one sentence of it can be shown."""

import logging
from types import TracebackType
from typing import Self

# Where nbgrader writes while none of its own programs is running.
_LOGGER = logging.getLogger("traitlets")


class NbgraderLog(logging.Handler):
    """Collect nbgrader's errors while a converter runs; nothing reaches the screen."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one error."""
        self.errors.append(record.getMessage())

    def __enter__(self) -> Self:
        """Start collecting."""
        _LOGGER.addHandler(self)
        self._propagate, _LOGGER.propagate = _LOGGER.propagate, False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop collecting."""
        _LOGGER.removeHandler(self)
        _LOGGER.propagate = self._propagate

    def reason(self, error: BaseException) -> str:
        """Return the last line of the traceback that nbgrader logged, or the error itself."""
        traces = [text for text in self.errors if "Traceback" in text]
        return traces[-1].strip().splitlines()[-1] if traces else str(error)
