"""Sort what a learning platform lets you download into one folder for each student."""

import hashlib
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from grader.course.course import Course
from grader.course.limits import SubmissionLimits
from grader.errors import GraderError
from grader.files import write_atomically

_MOST_FILES = 20_000
# Files are called like a student, with something added; a system takes 255 bytes.
_LONGEST_NAME = 200
_IGNORED = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}
_COPY = re.compile(r"(?: ?\((?P<paren>\d+)\)|-Copy(?P<jupyter>\d+)| copy(?: (?P<mac>\d+))?)$")
_PLATFORMS = (
    re.compile(r"^(?P<student>.+?)_\d+_assignsubmission_file_?(?P<rest>.*)$"),  # Moodle
    re.compile(r"^(?P<student>[^_]+)(?:_LATE)?_\d+_\d+_(?P<rest>.*)$"),  # Canvas
)


@dataclass(frozen=True, slots=True)
class Download:
    """One notebook found in a folder or ZIP archive."""

    path: PurePosixPath
    content: bytes
    modified: float


@dataclass(frozen=True, slots=True)
class Collected:
    """Where one file went: `action` is new, updated, unchanged or set aside."""

    student: str
    origin: str
    action: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """What a collect did.

    `filed` notebooks have a student; `skipped` ones have a reason why not; `ignored` files are no
    notebooks.
    """

    filed: list[Collected] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def collect(
    course: Course, assignment: str, downloads: Path, limits: SubmissionLimits | None = None
) -> Collection:
    """Copy downloaded notebooks byte for byte to where the grader looks for them.

    Nothing is lost: a file that another one replaces, or that cannot both be graded, is kept in the
    student's folder under ``set_aside``. Links are never followed.

    Parameters
    ----------
    downloads
        A folder, or a ZIP archive.

    Raises
    ------
    GraderError
        If `downloads` is neither.
    """
    course.require_assignment(assignment)
    limits = limits or SubmissionLimits()
    notebooks = sorted(path.stem for path in course.source(assignment).glob("*.ipynb"))
    collection = Collection()
    found = list(_downloads(downloads, limits, collection))
    candidates: dict[tuple[str, str], list[tuple[int, Download, str]]] = {}
    top = _common_folder(found, notebooks)
    for item in found:
        try:
            student, notebook, copy, remark = _recognise(item.path, top, assignment, notebooks)
        except ValueError as error:
            collection.skipped.append((str(item.path), str(error)))
            continue
        candidates.setdefault((student, notebook), []).append((copy, item, remark))
    for (student, notebook), items in sorted(candidates.items()):
        _file(course, assignment, student, notebook, items, collection)
    return collection


def _downloads(path: Path, limits: SubmissionLimits, collection: Collection) -> Iterator[Download]:
    if path.is_dir():
        yield from _from_folder(path, limits, collection)
    elif path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from _from_zip(archive, limits, collection)
    else:
        raise GraderError(
            f"{path} is neither a folder nor a ZIP archive. Download all submissions from your "
            "learning platform and give the folder or the archive."
        )


def _wanted(path: PurePosixPath, collection: Collection) -> bool:
    if _IGNORED & set(path.parts) or path.name.startswith("."):
        return False
    if path.suffix.lower() != ".ipynb":
        collection.ignored.append(str(path))
        return False
    return True


def _from_folder(
    root: Path, limits: SubmissionLimits, collection: Collection
) -> Iterator[Download]:
    for folder, folders, names in os.walk(root, followlinks=False):
        for name in [each for each in folders if (Path(folder) / each).is_symlink()]:
            folders.remove(name)
            collection.skipped.append((name, "a link to a folder; links are not followed"))
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            relative = PurePosixPath(path.relative_to(root).as_posix())
            if not _wanted(relative, collection):
                continue
            try:
                found = path.lstat()
                if not stat.S_ISREG(found.st_mode):
                    why = "a link or special file; only regular files are taken"
                elif found.st_size > limits.notebook_bytes:
                    why = _too_large(found.st_size, limits)
                else:
                    yield Download(relative, path.read_bytes(), found.st_mtime)
                    continue
            except OSError as error:
                why = f"cannot be read: {error.strerror}"
            collection.skipped.append((str(relative), why))


def _from_zip(
    archive: zipfile.ZipFile, limits: SubmissionLimits, collection: Collection
) -> Iterator[Download]:
    for entry in archive.infolist()[:_MOST_FILES]:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if entry.is_dir() or not _wanted(path, collection):
            continue
        if path.is_absolute() or ".." in path.parts:
            why = "its path leaves the archive"
        elif stat.S_ISLNK(entry.external_attr >> 16):
            why = "a link; only regular files are taken"
        elif entry.flag_bits & 1:
            why = "encrypted"
        elif entry.file_size > limits.notebook_bytes:
            why = _too_large(entry.file_size, limits)
        else:
            with _damaged_entry(path, collection), archive.open(entry) as file:
                content = file.read(limits.notebook_bytes)
                modified = datetime(*entry.date_time, tzinfo=UTC).timestamp()
                yield Download(path, content, modified)
            continue
        collection.skipped.append((str(path), why))


@contextmanager
def _damaged_entry(path: PurePosixPath, collection: Collection) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - each way of packing has errors of its own
        collection.skipped.append((str(path), f"damaged in the archive ({error})"))


def _too_large(size: int, limits: SubmissionLimits) -> str:
    return f"too large: {size:,} bytes, at most {limits.notebook_bytes:,}"


def _common_folder(found: list[Download], notebooks: list[str]) -> str:
    """Return the folder that merely wraps the whole download, or nothing."""
    tops = {item.path.parts[0] for item in found}
    if len(tops) != 1 or any(len(item.path.parts) < 2 for item in found):
        return ""
    inner_folders = any(len(item.path.parts) > 2 for item in found)
    all_named = all(_without_copy_mark(item.path.stem)[0] in notebooks for item in found)
    return tops.pop() if inner_folders or not all_named else ""


def _recognise(
    path: PurePosixPath, top: str, assignment: str, notebooks: list[str]
) -> tuple[str, str, int, str]:
    """Tell student, notebook and number of the copy from a path.

    Raises
    ------
    ValueError
        If the path does not tell; the text says why.
    """
    parts = list(path.parts[1:] if top and path.parts[0] == top else path.parts)
    stem, copy = _without_copy_mark(PurePosixPath(parts[-1]).stem)
    if len(parts) > 1:
        name, rest = _from_platform(parts[0]) or (parts[0], "")
        notebook = _notebook_called(stem, notebooks)
    else:
        name, rest = _from_platform(stem) or _split(stem, [*notebooks, assignment])
        notebook = _notebook_called(_without_copy_mark(rest)[0] or stem, notebooks)
        copy = max(copy, _without_copy_mark(rest)[1])
    if notebook is None:
        raise ValueError(f"which of {', '.join(notebooks)} is it? Rename it to one of them")
    if not name or name in notebooks:
        raise ValueError(
            "no student in the name; call it STUDENT.ipynb or put it in a folder STUDENT"
        )
    student = re.sub(r"[^\w.@-]+", "-", name.strip()).strip("-.")
    if not student:
        raise ValueError("the student's name has no letter or digit")
    if len(os.fsencode(student)) > _LONGEST_NAME:
        raise ValueError(f"the student's name is longer than {_LONGEST_NAME} bytes; rename it")
    remark = (
        ""
        if student == parts[0] and path.name == f"{notebook}.ipynb"
        else (f"{path.name} filed as {student}/{notebook}.ipynb")
    )
    return student, notebook, copy, remark


def _without_copy_mark(stem: str) -> tuple[str, int]:
    found = _COPY.search(stem)
    if found is None:
        return stem.strip(), 0
    number = next((int(text) for text in found.groups() if text), 1)
    return stem[: found.start()].strip(), number


def _from_platform(text: str) -> tuple[str, str] | None:
    for pattern in _PLATFORMS:
        found = pattern.match(text)
        if found:
            return found["student"], found["rest"]
    return None


def _split(stem: str, names: list[str]) -> tuple[str, str]:
    for name in sorted(set(names), key=len, reverse=True):
        for pattern in (
            rf"^(?P<who>.+)[ _-]+{re.escape(name)}$",
            rf"^{re.escape(name)}[ _-]+(?P<who>.+)$",
        ):
            found = re.match(pattern, stem, re.IGNORECASE)
            if found:
                return found["who"], name
    return stem, ""


def _notebook_called(stem: str, notebooks: list[str]) -> str | None:
    if len(notebooks) == 1:
        return notebooks[0]
    same = [name for name in notebooks if name.lower() == stem.lower()]
    return same[0] if same else None


def _file(  # noqa: PLR0913, PLR0917
    course: Course,
    assignment: str,
    student: str,
    notebook: str,
    items: list[tuple[int, Download, str]],
    collection: Collection,
) -> None:
    # Of several files, the one with the highest copy number is the last one downloaded or sent;
    # between equals the newer one.
    ranked = sorted(items, key=lambda item: (item[0], item[1].modified, str(item[1].path)))
    (_, chosen, remark), others = ranked[-1], ranked[:-1]
    aside = course.set_aside(student, assignment)
    for _, other, _ in others:
        if other.content != chosen.content:
            _keep(aside, notebook, other.content)
            told = f"{len(items)} different files of {student}; {chosen.path} is graded"
            collection.filed.append(Collected(student, str(other.path), "set aside", told))
    target = course.submitted(student, assignment).resolve() / f"{notebook}.ipynb"
    action = "new"
    if target.is_file() and not target.is_symlink():
        before = target.read_bytes()
        action = "unchanged" if before == chosen.content else "updated"
        if action == "updated":
            _keep(aside, notebook, before)
            remark = f"{remark}; " if remark else ""
            remark += f"the earlier file is in {aside}"
    if action != "unchanged":
        write_atomically(target, chosen.content)
    collection.filed.append(Collected(student, str(chosen.path), action, remark))


def _keep(folder: Path, notebook: str, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()[:8]
    write_atomically(folder / f"{notebook}-{digest}.ipynb", content)
