"""Let a test run only the instructor's text: no other text, program or pickle.

An answer's text may reach whatever compiles text: a condition for ``query``, a formula, a module
that it wrote. An audit hook sees all of that, however it is reached. What a test needs beyond the
instructor's text, the solution's run shows, and such a test runs together with the answers.
"""

from __future__ import annotations

import ast
import os
import sys
from typing import Any

from split_grader.split.both import files
from split_grader.split.both.plan import without_space

_PROGRAMS = frozenset(
    {
        *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"),
        *("os.spawn", "pty.spawn", "pickle.find_class"),
    }
)
_HARMLESS = frozenset(
    {"collections", "dataclasses", "traceback", "scipy.stats._distn_infrastructure"}
)
"""Modules that make classes and functions by a text of names, which they have looked at before, or
that only look where in a line an error was."""
_ONLY_DATA = frozenset({ast.literal_eval.__code__})
"""What reads text and makes nothing but data of it: ``np.load`` reads a head so."""
_IMPORTS = "<frozen importlib"


def _is_import(frame: Any) -> bool:
    return bool(frame.f_code.co_filename.startswith(_IMPORTS))


class Texts:
    """Watches one process, with the instructor's files; its hook can be idle, but not removed."""

    def __init__(self, protected: set[str]) -> None:
        self.is_on = False
        self.refused: list[str] = []
        self.known = ""
        """The text of the instructor's cells, without white space."""
        self._protected = protected
        sys.addaudithook(self._heard)

    def _heard(self, event: str, args: Any) -> None:
        if not self.is_on:
            return
        if event in _PROGRAMS:
            self._refuse(f"the test starts a program or loads a pickle ({event})")
        if event == "compile" and not self._is_known(*args[:2]):
            self._refuse("the test runs a text as code that is not the instructor's")
        if event == "marshal.loads" and not _is_import(sys._getframe(1)):  # noqa: SLF001
            self._refuse("the test loads code that is not Python's or a library's")

    def _is_known(self, source: Any, file: Any) -> bool:
        name = os.fsdecode(file) if isinstance(file, (str, bytes, os.PathLike)) else "<none>"
        path = files.full(name)
        if not name.startswith("<") and files.is_scratch(path):
            return path in self._protected
        frame: Any = sys._getframe(2)  # noqa: SLF001 - the code that compiles
        if frame.f_code is ast.parse.__code__:
            frame = frame.f_back
        if frame.f_code in _ONLY_DATA or frame.f_globals.get("__name__") in _HARMLESS:
            return True
        while frame is not None:  # a module may compile its own texts while it is imported
            if _is_import(frame):
                return True
            frame = frame.f_back
        if source is None or isinstance(source, ast.AST):
            return True  # a tree comes from a text that was checked before
        text = source.decode("utf-8", "replace") if isinstance(source, bytes) else str(source)
        return without_space(text) in self.known

    def _refuse(self, reason: str) -> None:
        if reason not in self.refused:
            self.refused.append(reason)
        raise PermissionError(reason)
