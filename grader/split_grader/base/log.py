"""Capture nbgrader's log, to show one sentence of it."""

import logging
from types import TracebackType
from typing import Self

# Loggers of nbgrader's converters and gradebook when its own programs aren't running.
_LOGGERS = tuple(logging.getLogger(name) for name in ("traitlets", "tornado.application"))


class NbgraderLog(logging.Handler):
    """Collect nbgrader's errors while a converter runs; nothing reaches the screen."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Record an error."""
        self.errors.append(record.getMessage())

    def __enter__(self) -> Self:
        """Start collecting."""
        self._propagate = [logger.propagate for logger in _LOGGERS]
        for logger in _LOGGERS:
            logger.addHandler(self)
            logger.propagate = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop collecting."""
        for logger, propagate in zip(_LOGGERS, self._propagate, strict=True):
            logger.removeHandler(self)
            logger.propagate = propagate

    def reason(self, error: BaseException) -> str:
        """Return the last line of nbgrader's logged traceback, or the error itself."""
        traces = [text for text in self.errors if "Traceback" in text]
        return traces[-1].strip().splitlines()[-1] if traces else str(error)
