"""The system calls that Python has no function for, on every supported version."""

from __future__ import annotations

import ctypes
import os
import platform

_LIBC = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS = 0x0002_0000
CLONE_NEWUTS = 0x0400_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
CLONE_NEWNET = 0x4000_0000
NAMESPACES = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 32, 4096, 1 << 14, 1 << 18

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 4, 24, 38, 47
PR_SET_SECCOMP = 22
_MADV_HUGEPAGE, _MADV_COLLAPSE = 14, 25
MACHINE = platform.machine()


def _check(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    """Leave the namespaces of these kinds for new ones."""
    _check(_LIBC.unshare(ctypes.c_int(flags)), "unshare")


def use_huge_pages() -> None:
    """Gather this process's own memory in huge pages, so that a fork has fewer pages to list."""
    huge = 1 << 21
    with open("/proc/self/maps", encoding="ascii") as maps:  # noqa: PTH123 - not a plain file
        lines = maps.read().splitlines()
    for line in lines:
        fields = line.split()
        if not fields[1].startswith("rw") or (len(fields) > 5 and fields[5] != "[heap]"):
            continue
        low, high = (int(end, 16) for end in fields[0].split("-"))
        low, high = -(-low // huge) * huge, high // huge * huge
        if high > low:
            for advice in (_MADV_HUGEPAGE, _MADV_COLLAPSE):
                _LIBC.madvise(ctypes.c_void_p(low), ctypes.c_size_t(high - low), advice)


def setns(descriptor: int, flags: int) -> None:
    """Enter a namespace."""
    _check(_LIBC.setns(ctypes.c_int(descriptor), ctypes.c_int(flags)), "setns")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system."""
    result = _LIBC.mount(
        source.encode(),
        target.encode(),
        kind.encode() or None,
        ctypes.c_ulong(flags),
        options.encode() or None,
    )
    _check(result, f"mount {kind or source} on {target}")


def prctl(option: int, first: int = 0, second: int = 0, third: int = 0, fourth: int = 0) -> int:
    """Change a property of this process."""
    numbers = (ctypes.c_ulong(number) for number in (first, second, third, fourth))
    return _check(_LIBC.prctl(ctypes.c_int(option), *numbers), f"prctl {option}")


def prctl_pointer(option: int, first: int, pointer: ctypes.Array[ctypes.c_char] | object) -> int:
    """Change a property that is described by a structure."""
    result = _LIBC.prctl(ctypes.c_int(option), ctypes.c_ulong(first), pointer, 0, 0)
    return _check(result, f"prctl {option}")


def syscall(number: int, *args: object) -> int:
    """Make a system call by its number."""
    return _check(_LIBC.syscall(ctypes.c_long(number), *args), f"system call {number}")


def drop_capabilities() -> None:
    """Give up every capability, also for programs executed later."""
    for number in range(64):
        try:
            prctl(PR_CAPBSET_DROP, number)
        except OSError:
            break
    prctl(PR_CAP_AMBIENT, 4)
    header = (ctypes.c_uint32 * 2)(0x2008_0522, 0)
    _check(_LIBC.capset(header, (ctypes.c_uint32 * 6)()), "capset")
