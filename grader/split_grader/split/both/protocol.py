"""The wire: length-prefixed frames with a fixed head, and messages of JSON plus binary blobs.

A frame is ``length (u32) | kind (u8) | number (u64) | body``. The relay reads only the head of what
the two processes say to each other; a body is a JSON header followed by blobs (array contents).
Nothing here is ever unpickled.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

HEAD = struct.Struct("!IBQ")
_JSON = json.JSONEncoder(separators=(",", ":"), check_circular=False)
_JSON_LENGTH = struct.Struct("!I")

RUN, DONE, ASK, ANSWER = 1, 2, 3, 4
KINDS = frozenset({RUN, DONE, ASK, ANSWER})
LONGEST = 2**32 - 1

GONE = "gone"
"""Key of an answer that the relay gives in place of a process that can no longer answer."""


class WireError(Exception):
    """A frame or message that breaks the rules of the wire."""


class Frame(NamedTuple):
    """One frame: its kind, its number and its body, not yet looked into."""

    kind: int
    number: int
    body: bytes


def pack_frame(kind: int, number: int, body: bytes) -> bytes:
    """Return the bytes of a frame."""
    return HEAD.pack(len(body), kind, number) + body


def unpack_head(head: bytes, cap: int) -> tuple[int, int, int]:
    """Return ``(length, kind, number)`` of a frame's head.

    Raises
    ------
    WireError
        If the kind is unknown or the frame is longer than `cap` bytes.
    """
    length, kind, number = HEAD.unpack(head)
    if kind not in KINDS:
        raise WireError("a frame of an unknown kind")  # a number could tell what a test has given
    if length > cap:
        raise WireError(f"a frame is too long: at most {cap:,} bytes are allowed")
    return length, kind, number


def pack(header: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """Return the body of a message: a JSON header and the blobs it refers to by position."""
    if blobs:
        header = {**header, "blobs": [len(blob) for blob in blobs]}
    text = _JSON.encode(header).encode("ascii")
    return b"".join((_JSON_LENGTH.pack(len(text)), text, *blobs))


def unpack(body: bytes) -> tuple[dict[str, Any], list[memoryview]]:
    """Return the header and the blobs of a body.

    Raises
    ------
    WireError
        If the body is malformed: bad JSON, nested too deep, lengths that do not add up.
    """
    view = memoryview(body)
    try:
        (size,) = _JSON_LENGTH.unpack(view[:4])
        header = json.loads(bytes(view[4 : 4 + size]))
    except (struct.error, ValueError, RecursionError) as error:
        raise WireError(f"a malformed message: {error}") from None
    if not isinstance(header, dict):
        raise WireError("a malformed message: its header is not an object")
    lengths = header.get("blobs", [])
    if not isinstance(lengths, list) or not all(type(n) is int and n >= 0 for n in lengths):
        raise WireError("a malformed message: blob lengths must be whole numbers")
    position = 4 + size
    if position + sum(lengths) != len(view):
        raise WireError("a malformed message: blob lengths do not add up to its size")
    blobs = []
    for length in lengths:
        blobs.append(view[position : position + length])
        position += length
    return header, blobs


def receive_exactly(connection: socket.socket, size: int) -> bytes:
    """Read `size` bytes from a blocking socket.

    Raises
    ------
    EOFError
        If the other side has closed the connection.
    """
    buffer = bytearray(size)
    view = memoryview(buffer)
    offset = 0
    while offset < size:
        count = connection.recv_into(view[offset:])
        if not count:
            raise EOFError("the connection was closed")
        offset += count
    return bytes(buffer)


def read_frame(connection: socket.socket, cap: int) -> Frame:
    """Read one frame from a blocking socket."""
    length, kind, number = unpack_head(receive_exactly(connection, HEAD.size), cap)
    return Frame(kind, number, receive_exactly(connection, length))
