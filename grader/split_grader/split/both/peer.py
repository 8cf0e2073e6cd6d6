"""One end of the conversation between the student process and the checker process.

Both speak the same way: one side asks, and while it waits for its answer it may be asked in turn
(a callback), so that questions nest like calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from split_grader.split.both.protocol import (
    ANSWER,
    ASK,
    DONE,
    GONE,
    LONGEST,
    Frame,
    WireError,
    pack,
    pack_frame,
    read_frame,
    unpack,
)

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence

    Body = tuple[dict[str, Any], Sequence[bytes]]
    Server = Callable[[dict[str, Any], list[memoryview]], Body]


KEPT = "kept"
"""Key of an answer whose result cannot cross; under it stands why."""


class PeerGone(BaseException):
    """The other process no longer answers; the relay says why."""


class Peer:
    """Asks the other process and serves what it asks.

    Parameters
    ----------
    connection : socket
        To the relay; blocking.
    cap : int
        Longest frame to send, in bytes. What arrives has been measured by the relay.
    """

    def __init__(self, connection: socket.socket, cap: int) -> None:
        self._connection = connection
        self.cap = cap
        self._asked = 0
        self.server: Server | None = None

    def receive(self) -> Frame:
        """Wait for the next frame."""
        return read_frame(self._connection, LONGEST)

    def send(self, kind: int, number: int, header: dict[str, Any], blobs: Sequence[bytes]) -> None:
        """Send a message.

        Raises
        ------
        WireError
            If it is longer than a frame may be; nothing has been sent then.
        """
        body = pack(header, blobs)
        if len(body) > self.cap:
            raise WireError(f"{len(body):,} bytes are too many to send: {self.cap:,} are allowed")
        self._connection.sendall(pack_frame(kind, number, body))

    def done(self, number: int, header: dict[str, Any]) -> None:
        """Say that the cell with this number has ended."""
        self.send(DONE, number, header, ())

    def ask(
        self, header: dict[str, Any], blobs: Sequence[bytes]
    ) -> tuple[dict[str, Any], list[memoryview]]:
        """Ask and wait for the answer, serving questions meanwhile."""
        self._asked += 1
        number = self._asked
        self.send(ASK, number, header, blobs)
        while True:
            frame = self.receive()
            if frame.kind == ANSWER and frame.number == number:
                answer, parts = unpack(frame.body)
                if GONE in answer:
                    raise PeerGone(str(answer[GONE]))
                return answer, parts
            if frame.kind != ASK:
                raise PeerGone("the conversation broke down")
            self.serve(frame)

    def serve(self, frame: Frame) -> None:
        """Answer a question of the other process."""
        if self.server is None:
            raise PeerGone("nobody serves")
        header, blobs = self.server(*unpack(frame.body))
        try:
            self.send(ANSWER, frame.number, header, blobs)
        except (WireError, ValueError, RecursionError) as error:
            self.send(ANSWER, frame.number, {KEPT: str(error)}, ())
