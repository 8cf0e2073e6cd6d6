"""Which layers of the sandbox hold on this machine, in words, and how to get the missing ones."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from grader.split.relay import bubble, scope
from grader.split.relay.limits import Limits

if TYPE_CHECKING:
    from grader.split.relay.nursery import Nursery

_HELP = {
    "namespaces": (
        "Install bubblewrap (package `bubblewrap`). On Ubuntu 24.04 and later allow it to make "
        "user namespaces with an AppArmor profile for /usr/bin/bwrap, or "
        "`sysctl kernel.apparmor_restrict_unprivileged_userns=0`. On Windows grade under WSL 2; "
        "macOS has no namespaces: grade in a Linux virtual machine."
    ),
    "Landlock": "Needs Linux 5.13 or later with `landlock` among the security modules (`lsm=`).",
    "system call filter": "Needs Linux with seccomp on x86-64 or 64-bit ARM.",
    "resource limits": "The system refused setrlimit: start the grader with higher hard limits.",
    "no privileges": "The system refused to give up privileges; see the reason.",
}
_MEANWHILE = (
    "Until then the relay adds up the memory of each sandbox twenty times a second, and ends what "
    "takes too much."
)
REQUIRED = ("namespaces", "Landlock", "system call filter", "resource limits", "no privileges")
"""Without one of these a run does not call itself sandboxed."""


class Layer(NamedTuple):
    """A layer of the sandbox.

    ``holds`` tells whether it was seen to hold; ``required`` whether a run without it is sandboxed;
    ``remedy`` how to get it, or why it failed.
    """

    name: str
    holds: bool
    required: bool
    remedy: str


def layers(nursery: Nursery) -> list[Layer]:
    """Isolate one process and report which layers held.

    Parameters
    ----------
    nursery : Nursery
        An engine's; its zygote is started if none runs.

    Returns
    -------
    list of Layer
    """
    failed, bounded = dict.fromkeys(REQUIRED, "only Linux has this layer"), False
    if sys.platform == "linux":
        failed, bounded = _try(nursery)
    found = [_layer(name, failed) for name in REQUIRED]
    remedy = "" if bounded else f"{scope.remedy()} {_MEANWHILE}"
    return [*found, Layer("hard limit on the whole tree", bounded, required=False, remedy=remedy)]


def _try(nursery: Nursery) -> tuple[dict[str, str], bool]:
    """Isolate one process; return which layers failed, and whether the kernel bounds its tree."""
    from grader.split.both.protocol import unpack  # noqa: PLC0415
    from grader.split.relay.channel import Channel  # noqa: PLC0415 - Linux only

    limits = Limits()
    channel = Channel(nursery.fork("student", limits), limits, "student")
    try:
        header, _ = unpack(channel.receive(time.monotonic() + 30).body)
    finally:
        channel.kill()
    return dict(header["failed"]), channel.bounded


def _layer(name: str, failed: dict[str, str]) -> Layer:
    if name not in failed:
        return Layer(name, holds=True, required=True, remedy="")
    reason = failed[name]
    if name == "namespaces" and bubble.find() is None:
        reason = "bubblewrap is not installed"
    return Layer(name, holds=False, required=True, remedy=f"{reason}. {_HELP[name]}")
