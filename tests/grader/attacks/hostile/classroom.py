"""A class to attack: an nbgrader course in its own folder, among planted canaries.

::

    grader-range-.../
      THIS-IS-A-TEST-RANGE   attacks write nowhere but around this file
      home/                  the instructor's home: keys, secrets, start-up files
      venv/                  looks like the instructor's environment
      class/                 the course: source/, submitted/, gradebook.db
"""

import hashlib
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat

from hostile import target
from hostile.making import build, released_course
from hostile.model import CLASSMATE, PORTS, PWNED, RANGE_MARK, SECRET, Attack

PERFECT = "honest-perfect"
PARTLY = "honest-partly"
_PARTLY_WRONG = {
    "mean": "def mean_price(prices):\n    return max(prices)",
    "age": "def parse_age(text):\n    return int(text)",
}
EXPECTED = {
    PERFECT: {f"t_{name}": float(points) for name, points in target.POINTS.items()},
    PARTLY: {
        f"t_{name}": 0.0 if name in _PARTLY_WRONG else float(points)
        for name, points in target.POINTS.items()
    },
}
_PLANTED = {
    "home/secrets.txt": f"password = {SECRET}-home\n",
    "home/.ssh/id_range": f"{SECRET}-key\n",
    "home/.bashrc": "# the instructor's\n",
    "home/.netrc": f"machine example.org password {SECRET}-netrc\n",
    "home/.ipython/profile_default/startup/README": "start-up files\n",
    "venv/bin/python": "#!/bin/sh\nexit 3\n",
    "venv/lib/site-packages/README": "packages\n",
}


class Classroom:
    """One class with two honest students and some hostile submissions.

    Parameters
    ----------
    root
        The range; the course is ``root / "class"``.
    attacks
        Who else has handed in.
    """

    def __init__(self, root: Path, attacks: Iterable[Attack]) -> None:
        self.root = root
        self.course = root / "class"
        self.attacks = list(attacks)
        self.contacts: list[str] = []
        self._before: dict[str, str] = {}

    @property
    def environment(self) -> dict[str, str]:
        """What a grading command gets: the planted home, and a secret."""
        home = self.root / "home"
        here = str(Path(sys.executable).parent)
        locale = {key: os.environ[key] for key in ("LANG", "LC_ALL", "TZ") if key in os.environ}
        return {
            **locale,
            "HOME": str(home),
            "USER": "instructor",
            "LOGNAME": "instructor",
            "PATH": os.pathsep.join([here, "/usr/local/bin", "/usr/bin", "/bin"]),
            "VIRTUAL_ENV": str(self.root / "venv"),
            "GRADEBOOK_TOKEN": f"{SECRET}-environment",
            "GRADER_ATTACK_RUN": self.root.name,
        }

    def fill(self) -> None:
        """Plant the canaries, release the assignment and hand everything in."""
        (self.root / RANGE_MARK).write_text("Attacks write nowhere but around this file.\n")
        for name, text in _PLANTED.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for name, content in released_course().items():
            path = self.course / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for student, wrong in ((PERFECT, {}), (PARTLY, _PARTLY_WRONG)):
            folder = self._folder(student)
            nbformat.write(_honest(wrong, self.release()), folder / "target.ipynb")
        for attack in self.attacks:
            self._hand_in(attack)
        if os.geteuid() == 0:
            _give_to_ordinary_user(self.root)
        self._before = self._state()

    def release(self) -> Path:
        """Return the path of the released notebook."""
        return self.course / "release" / target.NAME / f"{target.NAME}.ipynb"

    def _folder(self, student: str) -> Path:
        folder = self.course / "submitted" / student / target.NAME
        folder.mkdir(parents=True)
        return folder

    def _hand_in(self, attack: Attack) -> None:
        folder = self._folder(attack.student)
        content = build(attack).encode("utf-8")
        for name, text in attack.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        if attack.place is None:
            (folder / f"{target.NAME}.ipynb").write_bytes(content)
        else:
            attack.place(folder, content)

    def changes(self) -> list[str]:
        """Return what differs from before outside of what a grader writes."""
        after = self._state()
        losses = [f"{name} is gone" for name in self._before if name not in after]
        changes = [
            f"{name} was changed"
            for name, digest in self._before.items()
            if after.get(name, digest) != digest
        ]
        additions = [f"{name} appeared" for name in after if name not in self._before]
        return sorted([*losses, *changes, *additions, *self._marks()])

    def _state(self) -> dict[str, str]:
        # Jupyter and IPython write their own files to a home: there only what was planted counts,
        # and whatever stands among the start-up files.
        watched_names = ["class/source", "class/release", "class/submitted", "venv"]
        watched_names += [
            "home/.ipython/profile_default/startup",
            "home/.ssh",
            "class/nbgrader_config.py",
        ]
        digests = {}
        for name in [*watched_names, *_PLANTED]:
            for path in (self.root / name, *_below(self.root / name)):
                digests[str(path.relative_to(self.root))] = _digest(path)
        top = [path for path in self.root.iterdir() if path.name != "log"]
        return digests | {path.name: "" for path in top if path.name not in digests}

    def _marks(self) -> list[str]:
        own = {
            self.course / step / attack.student
            for attack in self.attacks
            for step in ("submitted", "autograded", "feedback")
        }
        marks = []
        for folder, folders, files in os.walk(self.root):
            here = Path(folder)
            folders[:] = [name for name in folders if here / name not in own]
            for name in files:
                path = here / name
                if name in {"log", "gradebook.db"} or path.suffix in {".json", ".html", ".sqlite"}:
                    continue
                if PWNED in name or _holds(path, PWNED):
                    marks.append(f"{path.relative_to(self.root)} was written by an attack")
        return marks


def _below(folder: Path) -> Iterator[Path]:
    """Yield what is in a folder, as deep as a path goes; attacks nest folders deeper."""
    waiting = [folder]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                path = Path(entry.path)
                yield path
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)


def _digest(path: Path) -> str:
    try:
        status = path.lstat()
        kind = stat.S_IFMT(status.st_mode)
        # A grader may make what was handed in read-only for itself; nobody may make it more open.
        text = f"{kind}:{status.st_mode & 0o022}"
        if stat.S_ISREG(status.st_mode) and status.st_size < 50_000_000:
            return text + hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return type(error).__name__
    else:
        return text


def _holds(path: Path, text: str) -> bool:
    with suppress(OSError):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size < 5_000_000:
            return text.encode() in path.read_bytes()
    return False


def _honest(wrong: dict[str, str], release: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(release, as_version=4)
    for cell in notebook.cells:
        label = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if label.startswith("q_"):
            question = label.removeprefix("q_")
            cell.source = wrong.get(question, target.solution(question))
            cell.source += f"\n# {CLASSMATE}-{question}"
    return notebook


def _give_to_ordinary_user(root: Path) -> None:
    # The program walks deeper than Python does.
    subprocess.run(["chown", "-hR", "65534:65534", root], check=True)  # noqa: S603, S607


@contextmanager
def classroom(attacks: Iterable[Attack]) -> Iterator[Classroom]:
    """Provide a filled range, with ears on a few ports of the machine; remove it afterwards."""
    root = Path(tempfile.mkdtemp(prefix="grader-range-"))
    room = Classroom(root, attacks)
    try:
        with _ears(room.contacts):
            room.fill()
            yield room
    finally:
        _remove(root)


def _remove(root: Path) -> None:
    subprocess.run(["chmod", "-R", "u+rwX", root], check=False)  # noqa: S603, S607
    subprocess.run(["rm", "-rf", root], check=False)  # noqa: S603, S607


@contextmanager
def _ears(contacts: list[str]) -> Iterator[None]:
    ears = []
    for port in PORTS:
        ear = socket.socket()
        ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            ear.bind(("127.0.0.1", port))
        except OSError:  # somebody else listens there
            ear.close()
            continue
        ear.listen()
        ear.settimeout(0.5)
        ears.append(ear)
    end = threading.Event()
    thread = threading.Thread(target=_listen, args=(ears, contacts, end), daemon=True)
    thread.start()
    try:
        yield
    finally:
        end.set()
        thread.join()
        for ear in ears:
            ear.close()


def _listen(ears: list[socket.socket], contacts: list[str], end: threading.Event) -> None:
    while not end.is_set():
        for ear in ears:
            with suppress(OSError):
                caller, _ = ear.accept()
                with caller:
                    caller.settimeout(0.5)
                    contacts.append(caller.recv(200).decode(errors="replace"))
