"""Describe which layers of the sandbox hold on this machine, and how to get missing ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from split_grader.sandbox import bubble, scope

if TYPE_CHECKING:
    from collections.abc import Mapping

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
REQUIRED = tuple(_HELP)
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


def layers(failed: Mapping[str, str], *, bounded: bool) -> list[Layer]:
    """Return which layers hold, and how to get the others.

    Parameters
    ----------
    failed : mapping of str to str
        What :func:`split_grader.sandbox.isolate.isolate` returned.
    bounded : bool
        Whether the kernel bounds what the whole tree of processes holds.
    """
    remedy = "" if bounded else f"{scope.remedy()} {_MEANWHILE}"
    hard = Layer("hard limit on the whole tree", bounded, required=False, remedy=remedy)
    return [*(_layer(name, failed) for name in REQUIRED), hard]


def _layer(name: str, failures: Mapping[str, str]) -> Layer:
    if name not in failures:
        return Layer(name, holds=True, required=True, remedy="")
    reason = failures[name]
    if name == "namespaces" and bubble.find() is None:
        reason = "bubblewrap is not installed"
    return Layer(name, holds=False, required=True, remedy=f"{reason}. {_HELP[name]}")
