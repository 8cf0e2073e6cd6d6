"""What a test may run on the checker's side: nothing that a student wrote."""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import FrameType

EVENTS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"})
_READERS = frozenset(
    {
        *("diff", "cmp", "comm", "cat", "head", "tail", "wc", "uniq", "cut", "ls", "stat"),
        *("grep", "nl", "tac", "du", "md5sum", "sha1sum", "sha256sum", "cksum", "test", "true"),
    }
)
"""Programs that read files and run none."""
_PLACES = ("/bin", "/usr/bin")
_SHELLS = frozenset({"sh", "bash", "dash"})
_OF_A_SHELL = frozenset("$`;|&<>(){}*?\\\n~")
_ON_THE_WAY = frozenset(
    {"subprocess", "os", "IPython", "asyncio", "pty", "shutil", "pexpect", "ptyprocess", "sh"}
)
"""Modules that start a program for whoever asks them to."""


def may_run(event: str, args: tuple[Any, ...], *, has_files: bool, texts: Collection[str]) -> bool:
    """Tell whether a program may be started.

    What a library starts, and what only reads. Anything else only while no file of the student's
    is there, and if the instructor's text says what is run.

    Parameters
    ----------
    event, args
        Of the audit event that tells of the start.
    has_files : bool
        Whether files of the student's are on this side.
    texts : collection of str
        The cells of the instructor.
    """
    if _is_of_a_library():
        return True
    words = _words(event, args)
    if _only_reads(words):
        return True
    written = all(_is_written(word, texts) for word in words)
    return not has_files and written and not _takes_its_text(words)


def _is_of_a_library() -> bool:
    frame: FrameType | None = sys._getframe(3)  # noqa: SLF001 - whoever starts the program
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.split(".", maxsplit=1)[0] not in _ON_THE_WAY:
            place = frame.f_code.co_filename
            return "/site-packages/" in place or name in sys.stdlib_module_names
        frame = frame.f_back
    return False


def _words(event: str, args: tuple[Any, ...]) -> list[str]:
    """Return the words of a command line, those of a shell's plain command among them."""
    given = args[0] if event == "os.system" else args[1]
    single = isinstance(given, (str, bytes, os.PathLike))
    words = [os.fsdecode(word) for word in ([given] if single else given)]
    # What is run need not be what the command line begins with.
    words[:1] = [os.fsdecode(args[0])]
    is_shell = len(words) == 3 and os.path.basename(words[0]) in _SHELLS  # noqa: PTH119 - text
    if event == "os.system" or (is_shell and words[1] == "-c"):
        line = words[-1]
        return [line] if _OF_A_SHELL & set(line) else _split(line)
    return words


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return [line]


def _only_reads(words: list[str]) -> bool:
    """Tell whether a command reads files and runs nothing; a ``./diff`` is somebody's own."""
    folder, name = os.path.split(words[0]) if words else ("", "")
    return name in _READERS and (not folder or folder in _PLACES)


def _takes_its_text(words: list[str]) -> bool:
    """Tell whether a program may be one that is told what to do by its input."""
    return words[-1].startswith("-") or (len(words) == 1 and " " not in words[0])


def _is_written(word: str, texts: Collection[str]) -> bool:
    return word == sys.executable or any(word in text for text in texts)
