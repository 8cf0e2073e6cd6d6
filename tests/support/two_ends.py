"""Run both ends of the conversation in one process, without a wire."""

from __future__ import annotations

from split_grader.split.both.kinds import Policy
from split_grader.split.both.protocol import pack, unpack
from split_grader.split.both.side import End


class _Peer:
    def __init__(self):
        self.other = None
        self.server = None
        self.cap = 1 << 24

    def ask(self, header, blobs):
        return unpack(pack(*self.other.server(*unpack(pack(header, blobs)))))


class Tester(End):
    """A test's end, which guards its objects and follows a policy."""

    guards = True


class TwoEnds:
    """A test's end and an answer's end.

    Attributes
    ----------
    test, answer : End
    """

    def __init__(self, kinds=None):
        test_peer, answer_peer = _Peer(), _Peer()
        test_peer.other, answer_peer.other = answer_peer, test_peer
        self.test, self.answer = Tester(test_peer, 1), End(answer_peer, -1)
        if kinds is not None:
            self.test.policy = Policy(kinds)

    def handle(self, value, path="f"):
        """Return the handle that a test gets for an answer's object."""
        return self.test.unpacked(self.answer.packed(value, path), path)
