"""Run PostgreSQL for one class, on a socket that only its owner can reach."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.classroom.problem import ClassroomError
from tools.classroom.programs import Program, running

_DEBIAN = Path("/usr/lib/postgresql")
_LONGEST_SOCKET = 107  # bytes, in the kernel's sockaddr_un with its last zero
_ROLE = "teacher"


@contextmanager
def server(folder: Path) -> Iterator[tuple[Program, str]]:
    """Run a PostgreSQL server in a folder; yield it and its address.

    Raises
    ------
    ClassroomError
        PostgreSQL is not installed, cannot create its files, or does not start.
    """
    data, socket = folder / "data", folder / "socket"
    if len(os.fsencode(socket / ".s.PGSQL.5432")) > _LONGEST_SOCKET:
        raise ClassroomError(f"{socket} is too long for a socket. Choose a shorter --folder.")
    # No password: access to the folder is access to the gradebook.
    socket.mkdir(mode=0o700, parents=True, exist_ok=True)
    programs = _programs()
    if not (data / "PG_VERSION").is_file():
        shutil.rmtree(data, ignore_errors=True)
        initdb = [programs / "initdb", "-D", data, "-U", _ROLE, "-A", "trust", "-E", "UTF8"]
        _fill([*_as_user(), *initdb, "--locale=C"])
    options = ("-D", data, "-k", socket, "-c", "listen_addresses=")
    command = (*_as_user(), programs / "postgres", *options)
    # SIGINT ends PostgreSQL immediately and cleanly; SIGTERM waits for all connections to close.
    with running("PostgreSQL", command, folder, end=signal.SIGINT) as program:
        program.wait_until(lambda: _ready(programs, socket))
        # The driver is named because nbgrader's own commands also read this address.
        yield program, f"postgresql+psycopg2://{_ROLE}@/postgres?host={socket}"


def _programs() -> Path:
    # Debian has a folder for each version: newest last.
    folders = sorted(_DEBIAN.glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    if not folders and not on_path:
        raise ClassroomError(
            "PostgreSQL is not installed here. On Debian or Ubuntu: apt-get install postgresql"
        )
    return folders[-1] if folders else Path(str(on_path)).parent


def _as_user() -> list[str]:
    """Return a prefix for a command that refuses root: a namespace where root is nobody."""
    if os.geteuid():
        return []
    if not shutil.which("unshare"):
        raise ClassroomError("PostgreSQL does not run as root. Start the class as another user.")
    nobody = pwd.getpwnam("nobody")
    ids = (f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}")
    return ["unshare", "--user", *ids, "--"]


def _fill(command: list[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ClassroomError(f"PostgreSQL could not make its folder: {done.stderr}")


def _ready(programs: Path, socket: Path) -> bool:
    ask = [programs / "pg_isready", "-q", "-h", socket, "-U", _ROLE, "-d", "postgres"]
    return subprocess.run(ask, check=False).returncode == 0  # noqa: S603
