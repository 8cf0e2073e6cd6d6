"""A filter of system calls: what no notebook needs is denied.

The filter is a classic BPF program (``linux/filter.h``), written here so that nothing but ctypes is
needed. It denies by name; a call it does not know is left to the other layers.
"""

from __future__ import annotations

import ctypes
import errno
import struct

from split_grader.sandbox.libc import MACHINE, NAMESPACES, PR_SET_SECCOMP, prctl_pointer

_ARCHITECTURES = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
_X32_BIT = 0x4000_0000

_EVERYWHERE = {
    "pidfd_getfd": 438,
    "process_madvise": 440,
    "process_mrelease": 448,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "mount_setattr": 442,
    "statmount": 457,
    "listmount": 458,
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "memfd_secret": 447,
}
"""Calls since Linux 5.1, which have one number on all architectures."""
_NUMBERS: dict[str, dict[str, int]] = {
    "x86_64": {
        **_EVERYWHERE,
        "socket": 41,
        "connect": 42,
        "accept": 43,
        "bind": 49,
        "listen": 50,
        "accept4": 288,
        "ptrace": 101,
        "process_vm_readv": 310,
        "process_vm_writev": 311,
        "kcmp": 312,
        "mount": 165,
        "umount2": 166,
        "pivot_root": 155,
        "chroot": 161,
        "unshare": 272,
        "setns": 308,
        "bpf": 321,
        "keyctl": 250,
        "add_key": 248,
        "request_key": 249,
        "userfaultfd": 323,
        "perf_event_open": 298,
        "fanotify_init": 300,
        "name_to_handle_at": 303,
        "open_by_handle_at": 304,
        "memfd_create": 319,
        "shmget": 29,
        "shmat": 30,
        "msgget": 68,
        "semget": 64,
        "mq_open": 240,
        "kexec_load": 246,
        "kexec_file_load": 320,
        "init_module": 175,
        "finit_module": 313,
        "delete_module": 176,
        "reboot": 169,
        "swapon": 167,
        "swapoff": 168,
        "acct": 163,
        "quotactl": 179,
        "settimeofday": 164,
        "clock_settime": 227,
        "sethostname": 170,
        "setdomainname": 171,
        "iopl": 172,
        "ioperm": 173,
        "mknod": 133,
        "mknodat": 259,
        "modify_ldt": 154,
        "personality": 135,
        "syslog": 103,
        "lookup_dcookie": 212,
        "migrate_pages": 256,
        "move_pages": 279,
        "vhangup": 153,
        "uselib": 134,
    },
    "aarch64": {
        **_EVERYWHERE,
        "socket": 198,
        "connect": 203,
        "accept": 202,
        "bind": 200,
        "listen": 201,
        "accept4": 242,
        "ptrace": 117,
        "process_vm_readv": 270,
        "process_vm_writev": 271,
        "kcmp": 272,
        "mount": 40,
        "umount2": 39,
        "pivot_root": 41,
        "chroot": 51,
        "unshare": 97,
        "setns": 268,
        "bpf": 280,
        "keyctl": 219,
        "add_key": 217,
        "request_key": 218,
        "userfaultfd": 282,
        "perf_event_open": 241,
        "fanotify_init": 262,
        "name_to_handle_at": 264,
        "open_by_handle_at": 265,
        "memfd_create": 279,
        "shmget": 194,
        "shmat": 196,
        "msgget": 186,
        "semget": 190,
        "mq_open": 180,
        "kexec_load": 104,
        "kexec_file_load": 294,
        "init_module": 105,
        "finit_module": 273,
        "delete_module": 106,
        "reboot": 142,
        "swapon": 224,
        "swapoff": 225,
        "acct": 89,
        "quotactl": 60,
        "settimeofday": 170,
        "clock_settime": 112,
        "sethostname": 161,
        "setdomainname": 162,
        "mknodat": 33,
        "personality": 92,
        "syslog": 116,
        "lookup_dcookie": 18,
        "migrate_pages": 238,
        "move_pages": 239,
        "vhangup": 58,
    },
}
_CLONE = {"x86_64": 56, "aarch64": 220}
_CLONE3 = 435
_IOCTL = {"x86_64": 16, "aarch64": 29}
_PUSHING_IOCTLS = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: type into somebody's terminal

_LOAD, _EQUAL, _AND_SET, _RETURN, _AT_LEAST = 0x20, 0x15, 0x45, 0x06, 0x35
_KILL, _ALLOW, _ERRNO = 0x8000_0000, 0x7FFF_0000, 0x0005_0000


def _instruction(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)


def program(machine: str = MACHINE) -> bytes:
    """Return the BPF program for a machine.

    Raises
    ------
    OSError
        If the machine is not known.
    """
    if machine not in _ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no system call filter is known for {machine}")
    deny = _instruction(_RETURN, _ERRNO | errno.EPERM)
    lines = [
        _instruction(_LOAD, 4),
        _instruction(_EQUAL, _ARCHITECTURES[machine], yes=1),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, 0),
    ]
    if machine == "x86_64":
        lines += [_instruction(_AT_LEAST, _X32_BIT, no=1), deny]
    for number in sorted(_NUMBERS[machine].values()):
        lines += [_instruction(_EQUAL, number, no=1), deny]
    # glibc falls back from clone3, whose flags a filter cannot read, to clone, whose flags it can.
    lines += [
        _instruction(_EQUAL, _CLONE3, no=1),
        _instruction(_RETURN, _ERRNO | errno.ENOSYS),
        _instruction(_EQUAL, _CLONE[machine], no=3),
        _instruction(_LOAD, 16),
        _instruction(_AND_SET, NAMESPACES, no=1),
        deny,
        _instruction(_LOAD, 0),
        _instruction(_EQUAL, _IOCTL[machine], no=4),
        _instruction(_LOAD, 24),
    ]
    first, second = _PUSHING_IOCTLS
    lines += [
        _instruction(_EQUAL, first, yes=1),
        _instruction(_EQUAL, second, no=1),
        deny,
        _instruction(_RETURN, _ALLOW),
    ]
    return b"".join(lines)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install() -> None:
    """Install the filter in this process, for good. ``no_new_privs`` must be set."""
    text = program()
    filter_program = _Program(len(text) // 8, text)
    prctl_pointer(PR_SET_SECCOMP, 2, ctypes.byref(filter_program))
