"""Find a file's student from the names that learning platforms give to downloads.

====================  =============================================================================
Moodle                ``Anna Lee_4711004_assignsubmission_file_/ps1.ipynb``, or without a folder
Canvas                ``leeanna_LATE_10237_55555_ps1-1.ipynb``: user, file, number of the attempt
Blackboard            ``Problem Set 1_alee2_attempt_2026-01-31-23-59-00_ps1.ipynb``
Brightspace           ``12345-67890 - Anna Lee - Jan 31, 2026 1159 PM/ps1.ipynb``
nbgrader's exchange   ``alee2+ps1+2026-01-31 23:59:00.123456 UTC+9kPx/ps1.ipynb``, in ``inbound``
====================  =============================================================================
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

COPY = re.compile(r"(?: ?\((?P<paren>\d+)\)|-Copy(?P<jupyter>\d+)| copy(?: (?P<mac>\d+))?)$")
_MOODLE = re.compile(
    r"^(?P<prefix>(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext))"
    r"(?:_(?P<rest>.*))?$"
)
_CANVAS = re.compile(
    r"^(?P<prefix>(?P<name>[^_]+)(?P<late>_LATE)?_(?P<id>\d+)_(?P<file>\d+))_(?P<rest>.+)$"
)
_BLACKBOARD = re.compile(
    r"^(?P<head>.+)_attempt_(?P<when>\d{4}(?:-\d{2}){5})(?:_(?P<rest>.+)|(?P<receipt>\.txt))$"
)
_BRIGHTSPACE = re.compile(
    r"^(?P<id>\d+)-(?P<folder>\d+) ?- ?(?P<name>.+?) ?- ?"
    r"(?P<when>(?:[A-Za-z]{3,9}\.? \d{1,2}|\d{1,2} [A-Za-z]{3,9}\.?),? \d{4} \d{1,2}:?\d{2}"
    r"(?: ?[AP]M)?)(?: ?- ?(?P<rest>.+))?$"
)
_EXCHANGE = re.compile(
    r"^(?P<name>.+)\+(?P<assignment>[^+]+)\+(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)?"
    r"(?: (?:[A-Za-z]+|[+-]\d+))?(?:\+[\w=-]+)?$"
)
_RECEIPT = re.compile(r"^Name: .*\((?P<user>[^()]+)\)\s*$", re.MULTILINE)
_CANVAS_ATTEMPT = re.compile(r"-(\d+)(?=\.[^.]+$)")
_BRIGHTSPACE_TIMES = ("%b %d %Y %I%M %p", "%B %d %Y %I%M %p", "%d %b %Y %I%M %p",
                      "%d %B %Y %I%M %p", "%b %d %Y %H%M", "%d %B %Y %H%M")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owner:
    """The student who handed a file in, as the file's name says.

    Parameters
    ----------
    name
        As the platform writes it.
    platform, id
        The platform, and its number or login for the student; empty for a plain name.
    prefix
        The platform's prefix of the file's own name; feedback files need it.
    late
        Whether the platform marked it as late.
    when
        The attempt's time, if the platform gives it.
    """

    name: str
    platform: str = ""
    id: str = ""
    prefix: str = ""
    late: bool = False
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A file's owner, its own name, and the number of its copy or attempt.

    `what` describes a file that the platform added and no student handed in, else it's empty.
    """

    owner: Owner
    file: str
    copy: int = 0
    what: str = ""


def from_platform(path: PurePosixPath, titles: str = "") -> Named | None:
    """Parse a platform's file name; return None for plain names.

    Parameters
    ----------
    titles
        The beginning of all names in a Blackboard download; see :func:`blackboard_title`.
    """
    for place, head in enumerate(path.parts):
        rest = "/".join(path.parts[place + 1 :])
        parsed_name = (
            _exchange(head, rest)
            or _moodle(head, rest)
            or _brightspace(head, rest)
            or _canvas(head, rest)
            or _blackboard(head, rest, titles)
        )
        if parsed_name:
            return parsed_name
    return None


def assignment_in_exchange(folder: str) -> str:
    """Return the assignment of a folder in nbgrader's exchange, or ""."""
    parts = _EXCHANGE.match(folder)
    return parts["assignment"] if parts else ""


def _exchange(head: str, rest: str) -> Named | None:
    parts = _EXCHANGE.match(head)
    try:
        when = datetime.fromisoformat(parts["when"]) if parts else None
    except ValueError:
        return None
    return Named(Owner(parts["name"], when=when), rest or head) if parts else None


def _moodle(head: str, rest: str) -> Named | None:
    parts = _MOODLE.match(head)
    if parts is None:
        return None
    owner = Owner(parts["name"], "moodle", parts["id"], parts["prefix"])
    what = "typed into Moodle's text box" if parts["kind"] == "onlinetext" else ""
    return Named(owner, rest or parts["rest"] or head, what=what)


def _canvas(name: str, rest: str) -> Named | None:
    parts = _CANVAS.match(name)
    if parts is None:
        return None
    late = bool(parts["late"])
    owner = Owner(parts["name"], "canvas", parts["id"], parts["prefix"], late)
    attempt = _CANVAS_ATTEMPT.search(parts["rest"])
    file = _CANVAS_ATTEMPT.sub("", parts["rest"])
    return Named(owner, rest or file, int(attempt[1]) if attempt else 0)


def _blackboard(name: str, rest: str, title: str) -> Named | None:
    parts = _BLACKBOARD.match(name)
    if parts is None:
        return None
    head = parts["head"]
    user = head[len(title) :] if title and head.startswith(title) else head.rpartition("_")[2]
    when = datetime.strptime(parts["when"], "%Y-%m-%d-%H-%M-%S")  # noqa: DTZ007 - the platform's clock
    owner = Owner(user, "blackboard", user, f"{head}_attempt_{parts['when']}", when=when)
    what = "Blackboard's receipt of the attempt" if parts["receipt"] else ""
    return Named(owner, rest or parts["rest"] or name, what=what)


def blackboard_title(names: Iterable[str], receipts: Iterable[str]) -> str:
    """Return the beginning of all Blackboard names, before the student's login.

    A login may have underscores. So the title is the part that all names share, or the part before
    a login that is in a receipt.
    """
    heads = {parts["head"] for name in names if (parts := _BLACKBOARD.match(name))}
    for receipt in receipts:
        user = _RECEIPT.search(receipt)
        ends = user and [head for head in heads if head.endswith(f"_{user['user']}")]
        if user and ends:
            return ends[0].removesuffix(user["user"])
    if len(heads) < 2:
        return ""
    common = os.path.commonprefix(sorted(heads))  # noqa: RUF071 - compares characters
    return common[: common.rfind("_") + 1]


def is_receipt(name: str) -> bool:
    """Return whether a file is Blackboard's receipt, which names the student."""
    parts = _BLACKBOARD.match(name)
    return bool(parts and parts["receipt"])


def _brightspace(head: str, rest: str) -> Named | None:
    parts = _BRIGHTSPACE.match(head)
    if parts is None:
        return None
    when = _brightspace_time(parts["when"])
    prefix = head.removesuffix(parts["rest"] or "").rstrip(" -")
    owner = Owner(parts["name"], "brightspace", parts["id"], prefix, when=when)
    return Named(owner, rest or parts["rest"] or head)


def _brightspace_time(text: str) -> datetime | None:
    plain = " ".join(re.sub(r"[,.:]", "", text).split())
    for pattern in _BRIGHTSPACE_TIMES:
        try:
            return datetime.strptime(plain, pattern)  # noqa: DTZ007 - the platform's clock
        except ValueError:
            continue
    return None


def from_plain_name(path: PurePosixPath, names: list[str]) -> Named:
    """Parse a path such as ``alice.ipynb`` or ``alice/drift (1).ipynb``.

    Parameters
    ----------
    names
        Names of the assignment's notebooks and of the assignment.
    """
    stem, copy = without_copy_mark(own_stem(path.name))
    if len(path.parts) > 1:
        folder = re.sub(r"\.zip$", "", path.parts[0], flags=re.IGNORECASE)
        student = student_and_notebook(folder, names)[0] if folder != path.parts[0] else folder
        return Named(Owner(student), "/".join(path.parts[1:]), copy)
    student, file = student_and_notebook(stem, names)
    student, inner = without_copy_mark(student)
    ending = path.name[len(own_stem(path.name)) :]
    name, file_copy = without_copy_mark(file)
    return Named(Owner(student), (name or stem) + ending, max(copy, inner, file_copy))


def own_stem(name: str) -> str:
    """Remove ``.ipynb`` and any ending that a browser added."""
    ending = re.search(r"\.ipynb(\.\w+)?$", name, re.IGNORECASE)
    return name[: ending.start()] if ending else PurePosixPath(name).stem


def without_copy_mark(stem: str) -> tuple[str, int]:
    """Split off the copy number of ``(1)``, ``-Copy1`` or ``copy``."""
    mark = COPY.search(stem)
    if mark is None:
        return stem.strip(), 0
    number = next((int(text) for text in mark.groups() if text), 1)
    return stem[: mark.start()].strip(), number


def student_and_notebook(stem: str, names: list[str]) -> tuple[str, str]:
    """Split ``alice_drift`` or ``drift-alice`` into student and notebook.

    The notebook is one of `names`, or empty if none fits; then the whole text is the student.
    """
    for name in sorted(set(names), key=len, reverse=True):
        for pattern in (
            rf"^(?P<who>.+)[ _-]+{re.escape(name)}$",
            rf"^{re.escape(name)}[ _-]+(?P<who>.+)$",
        ):
            parts = re.match(pattern, stem, re.IGNORECASE)
            if parts:
                return parts["who"], name
    return stem, ""
