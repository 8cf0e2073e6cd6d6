"""Whose file it is, from the names that learning platforms give to downloads.

====================  =============================================================================
Moodle                ``Anna Lee_4711004_assignsubmission_file_/ps1.ipynb``, or all in one name
Canvas                ``leeanna_LATE_10237_55555_ps1-1.ipynb``: user, file, number of the attempt
Blackboard            ``Problem Set 1_alee2_attempt_2026-01-31-23-59-00_ps1.ipynb``
Brightspace           ``12345-67890 - Anna Lee - Jan 31, 2026 1159 PM/ps1.ipynb``
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
_RECEIPT = re.compile(r"^Name: .*\((?P<user>[^()]+)\)\s*$", re.MULTILINE)
_CANVAS_ATTEMPT = re.compile(r"-(\d+)(?=\.[^.]+$)")
_BRIGHTSPACE_TIMES = ("%b %d %Y %I%M %p", "%B %d %Y %I%M %p", "%d %b %Y %I%M %p",
                      "%d %B %Y %I%M %p", "%b %d %Y %H%M", "%d %B %Y %H%M")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Owner:
    """Who handed a file in, as its name says.

    Parameters
    ----------
    name
        As the platform writes it.
    platform, id
        The platform, and its own number or login of the student; empty for a plain name.
    prefix
        What the platform put before the file's own name; it goes on what is sent back.
    late
        Whether the platform marked it as late.
    when
        The attempt's time, where the platform tells it.
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

    `what` says what a file is that a platform added and no student handed in, else nothing.
    """

    owner: Owner
    file: str
    copy: int = 0
    what: str = ""


def from_platform(path: PurePosixPath, titles: str = "") -> Named | None:
    """Return what a platform's name says about a file, or None for a plain name.

    Parameters
    ----------
    titles
        What the names of a Blackboard download begin with; see :func:`blackboard_title`.
    """
    for place, head in enumerate(path.parts):
        rest = "/".join(path.parts[place + 1 :])
        found = (
            _moodle(head, rest)
            or _brightspace(head, rest)
            or _canvas(head, rest)
            or _blackboard(head, rest, titles)
        )
        if found:
            return found
    return None


def _moodle(head: str, rest: str) -> Named | None:
    found = _MOODLE.match(head)
    if found is None:
        return None
    owner = Owner(found["name"], "moodle", found["id"], found["prefix"])
    what = "typed into Moodle's text box" if found["kind"] == "onlinetext" else ""
    return Named(owner, rest or found["rest"] or head, what=what)


def _canvas(name: str, rest: str) -> Named | None:
    found = _CANVAS.match(name)
    if found is None:
        return None
    late = bool(found["late"])
    owner = Owner(found["name"], "canvas", found["id"], found["prefix"], late)
    attempt = _CANVAS_ATTEMPT.search(found["rest"])
    file = _CANVAS_ATTEMPT.sub("", found["rest"])
    return Named(owner, rest or file, int(attempt[1]) if attempt else 0)


def _blackboard(name: str, rest: str, title: str) -> Named | None:
    found = _BLACKBOARD.match(name)
    if found is None:
        return None
    head = found["head"]
    user = head[len(title) :] if title and head.startswith(title) else head.rpartition("_")[2]
    when = datetime.strptime(found["when"], "%Y-%m-%d-%H-%M-%S")  # noqa: DTZ007 - of the platform
    owner = Owner(user, "blackboard", user, f"{head}_attempt_{found['when']}", when=when)
    what = "Blackboard's receipt of the attempt" if found["receipt"] else ""
    return Named(owner, rest or found["rest"] or name, what=what)


def blackboard_title(names: Iterable[str], receipts: Iterable[str]) -> str:
    """Return what all names of a Blackboard download begin with before the student's login.

    A login may have underscores, so the title is where all names agree, or what a receipt leaves.
    """
    heads = {found["head"] for name in names if (found := _BLACKBOARD.match(name))}
    for receipt in receipts:
        user = _RECEIPT.search(receipt)
        ends = user and [head for head in heads if head.endswith(f"_{user['user']}")]
        if user and ends:
            return ends[0].removesuffix(user["user"])
    if len(heads) < 2:
        return ""
    common = os.path.commonprefix(sorted(heads))  # noqa: RUF071 - of characters
    return common[: common.rfind("_") + 1]


def is_receipt(name: str) -> bool:
    """Tell whether a file is Blackboard's receipt, which names the student."""
    found = _BLACKBOARD.match(name)
    return bool(found and found["receipt"])


def _brightspace(head: str, rest: str) -> Named | None:
    found = _BRIGHTSPACE.match(head)
    if found is None:
        return None
    when = _brightspace_time(found["when"])
    prefix = head.removesuffix(found["rest"] or "").rstrip(" -")
    owner = Owner(found["name"], "brightspace", found["id"], prefix, when=when)
    return Named(owner, rest or found["rest"] or head)


def _brightspace_time(text: str) -> datetime | None:
    plain = " ".join(re.sub(r"[,.:]", "", text).split())
    for pattern in _BRIGHTSPACE_TIMES:
        try:
            return datetime.strptime(plain, pattern)  # noqa: DTZ007 - of the platform
        except ValueError:
            continue
    return None


def from_plain_name(path: PurePosixPath, names: list[str]) -> Named:
    """Return what a path such as ``alice.ipynb`` or ``alice/drift (1).ipynb`` says.

    Parameters
    ----------
    names
        Notebooks of the assignment, and the assignment itself.
    """
    stem, copy = without_copy_mark(own_stem(path.name))
    if len(path.parts) > 1:
        folder = re.sub(r"\.zip$", "", path.parts[0], flags=re.IGNORECASE)
        student = student_and_notebook(folder, names)[0] if folder != path.parts[0] else folder
        return Named(Owner(student), "/".join(path.parts[1:]), copy)
    student, file = student_and_notebook(stem, names)
    student, inner = without_copy_mark(student)
    ending = path.name[len(own_stem(path.name)) :]
    name, copied = without_copy_mark(file)
    return Named(Owner(student), (name or stem) + ending, max(copy, inner, copied))


def own_stem(name: str) -> str:
    """Return a file's name without ``.ipynb`` and what a browser put behind it."""
    found = re.search(r"\.ipynb(\.\w+)?$", name, re.IGNORECASE)
    return name[: found.start()] if found else PurePosixPath(name).stem


def without_copy_mark(stem: str) -> tuple[str, int]:
    """Return a name without ``(1)``, ``-Copy1`` or ``copy``, and the number of the copy."""
    found = COPY.search(stem)
    if found is None:
        return stem.strip(), 0
    number = next((int(text) for text in found.groups() if text), 1)
    return stem[: found.start()].strip(), number


def student_and_notebook(stem: str, names: list[str]) -> tuple[str, str]:
    """Return the two parts of ``alice_drift`` or ``drift-alice``.

    The second is one of `names`, or empty where there is none of them; all is the student then.
    """
    for name in sorted(set(names), key=len, reverse=True):
        for pattern in (
            rf"^(?P<who>.+)[ _-]+{re.escape(name)}$",
            rf"^{re.escape(name)}[ _-]+(?P<who>.+)$",
        ):
            found = re.match(pattern, stem, re.IGNORECASE)
            if found:
                return found["who"], name
    return stem, ""
