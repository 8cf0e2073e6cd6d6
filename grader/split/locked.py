"""Classes of locked cells: the checker has them as well, and its own one says what is done."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from grader.split.both import bytecode, names
from grader.split.both.values import Encoder, NotAValue
from grader.split.paths import SET
from grader.split.process.peer import Peer
from grader.split.proxy import link_of
from grader.split.ruled import Ruled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.split.process.shell import Shell


class Locked(Ruled):
    """A side that knows the classes of locked cells."""

    def __init__(self, peer: Peer, shell: Shell) -> None:
        super().__init__(peer, shell)
        self.instructors: set[str] = set()
        self.locked_classes: set[type] = set()
        self._whole: set[type] = set()

    def kin(self, name: str) -> type | None:
        """Return the instructor's own class of this name."""
        found = self.shell.user_ns.get(name) if name in self.instructors else None
        return found if isinstance(found, type) and link_of(found) is None else None

    def locked_class(self, name: str) -> type | None:
        """Return the class of this name that a locked cell has made."""
        found = self.kin(name)
        if found not in self.locked_classes:
            return None
        return found if self.policy.kinds is not None or self._is_whole(found) else None

    def judges_here(self, kind: type) -> bool:
        """Tell whether an instructor's class can compare its objects here."""
        return kind in self.locked_classes and self._is_whole(kind)

    def _is_whole(self, kind: type) -> bool:
        """Tell whether all that the methods of a class read is here: no answer of the student's."""
        space = self.shell.user_ns
        if kind not in self._whole:
            locked = [part for part in kind.__mro__ if part in self.locked_classes]
            found = [what for part in locked for what in vars(part).values()]
            read = {name for what in found for name in bytecode.globals_read(what, space)}
            if all(name in space or names.is_builtin(name) for name in read):
                self._whole.add(kind)
        return kind in self._whole

    def _locked_names(self, kind: type) -> list[str]:
        return [part.__name__ for part in kind.__mro__ if part in self.locked_classes]

    def compares_as(self, path: str, kind: type) -> bool:
        """Ask the policy."""
        return self.policy.compares_as(path, self._locked_names(kind))

    def gives_back(self, path: str, kind: type) -> bool:
        """Ask the policy."""
        locked = self._locked_names(kind)
        if locked and self.policy.recording:
            self.policy.note_given(path, locked[0])
        return bool(locked) and not self.policy.recording and self.takes_given(path, kind)

    def takes_given(self, path: str, kind: type) -> bool:
        """Ask the policy."""
        return self.policy.takes_given(path, self._locked_names(kind))

    def place_of(self, header: dict[str, Any]) -> str:
        """Return where arguments come to: what an object of a locked class holds is data."""
        is_locked = header["do"] == "set" and type(self.heap[header["h"]]) in self.locked_classes
        return SET if is_locked else super().place_of(header)

    def state(self, obj: Any) -> dict[str, Any]:
        """Return the data of an object of a locked cell's class.

        Not what the test, or a class of its own, added: its name alone may say something.
        """
        if type(obj) not in self.locked_classes:
            return super().state(obj)
        found = dict(getattr(obj, "__dict__", ()))
        if not _is_told_by(type(obj), found):
            return super().state(obj)
        try:
            Encoder(self._refer_to_given).encode(found)
        except NotAValue:
            return super().state(obj)
        return found

    def _refer_to_given(self, obj: Any) -> dict[str, Any]:
        """Tell nothing of what an object holds, but that it is another of a locked class."""
        if type(obj) in self.locked_classes or link_of(obj) is not None:
            return {}
        raise NotAValue


def _is_told_by(kind: type, attributes: Iterable[str]) -> bool:
    """Tell whether attributes are public and spoken of by their class, which the student has."""
    words = {name for part in kind.__mro__ for name in vars(part).get("__annotations__", ())}
    for part in kind.__mro__:
        for found in vars(part).values():
            if inspect.isfunction(found):
                words.update(found.__code__.co_names)
    return all(name in words and not name.startswith("_") for name in attributes)
