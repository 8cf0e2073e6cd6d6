"""Read every file in a folder or ZIP archive, also in nested archives, without unpacking."""

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from split_grader.base.errors import GraderError
from split_grader.base.folders import TIMESTAMP
from split_grader.intake.receipt import SECRET
from split_grader.sandbox.limits import Limits

_MOST_FILES = 20_000
_DEEPEST = 3
_IGNORED = {".ipynb_checkpoints", "__MACOSX", "__pycache__", TIMESTAMP, SECRET}
_OTHER_ARCHIVES = {".7z", ".rar", ".gz", ".tgz", ".tar", ".xz", ".bz2"}


@dataclass(frozen=True, slots=True)
class Download:
    """One file; `problem` says why its content is missing, and is empty otherwise."""

    path: PurePosixPath
    content: bytes = b""
    modified: float = 0.0
    problem: str = ""


def downloads(path: Path, limits: Limits) -> Iterator[Download]:
    """Yield every file of a folder or an archive, without following links.

    Raises
    ------
    GraderError
        If `path` is neither a folder nor a ZIP archive.
    """
    if path.is_dir():
        items = _from_folder(path, limits, PurePosixPath())
    elif path.is_file() and zipfile.is_zipfile(path):
        items = _from_zip(path, PurePosixPath(), limits, 1)
    else:
        raise GraderError(
            f"{path} is neither a folder nor a ZIP archive. Download all submissions from your "
            "learning platform and give the folder or the archive."
        )
    for item in items:
        yield from _opened(item, limits, 1)


def downloads_in(root: Path, name: str, limits: Limits) -> Iterator[Download]:
    """Yield the files of one entry of a folder, named from that folder."""
    path = root / name
    if path.is_dir() and not path.is_symlink():
        items = _from_folder(path, limits, PurePosixPath(name))
    else:
        items = iter([_from_file(path, PurePosixPath(name), limits)])
    for item in items:
        yield from _opened(item, limits, 1)


def may_be_notebook(path: PurePosixPath) -> bool:
    """Return whether a file may be a notebook, by its name.

    The content of other files isn't read. Browsers and students append ``.txt`` or ``.json`` to a
    notebook's name.
    """
    return ".ipynb" in path.name.lower() or path.suffix.lower() in {".json", ".txt", ""}


def is_bookkeeping(path: PurePosixPath) -> bool:
    """Return whether a system created the file, not a student."""
    return bool(_IGNORED & set(path.parts)) or path.name.startswith(".")


def _opened(item: Download, limits: Limits, depth: int) -> Iterator[Download]:
    ending = item.path.suffix.lower()
    if item.problem or ending not in {".zip", *_OTHER_ARCHIVES}:
        yield item
    elif ending != ".zip":
        why = "an archive that isn't a ZIP; unpack it, or ask for the notebook"
        yield Download(item.path, problem=why)
    elif depth > _DEEPEST:
        yield Download(item.path, problem=f"archives in archives, more than {_DEEPEST} deep")
    elif not zipfile.is_zipfile(io.BytesIO(item.content)):
        yield Download(item.path, problem="called a ZIP archive, but it is not one")
    else:
        inner = list(_from_zip(io.BytesIO(item.content), item.path, limits, depth + 1))
        for one in inner:
            yield from _opened(one, limits, depth + 1)
        if not inner:
            yield Download(item.path, problem="an archive without files")


def _from_folder(root: Path, limits: Limits, where: PurePosixPath) -> Iterator[Download]:
    for folder, folders, names in os.walk(root, followlinks=False):
        for name in [each for each in folders if (Path(folder) / each).is_symlink()]:
            folders.remove(name)
            link = where / (Path(folder) / name).relative_to(root).as_posix()
            yield Download(link, problem="a link to a folder; links are not followed")
        folders.sort()
        for name in sorted(names):
            path = Path(folder) / name
            relative = where / path.relative_to(root).as_posix()
            if not is_bookkeeping(relative):
                yield _from_file(path, relative, limits)


def _from_file(path: Path, relative: PurePosixPath, limits: Limits) -> Download:
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return Download(
                relative, problem="a link or special file; only regular files are taken"
            )
        if not _is_read(relative):
            return Download(relative, modified=status.st_mtime)
        if status.st_size > _most(relative, limits):
            return Download(relative, problem=_too_large(status.st_size, _most(relative, limits)))
        return Download(relative, path.read_bytes(), status.st_mtime)
    except OSError as error:
        return Download(relative, problem=f"cannot be read: {error.strerror}")


def _is_read(path: PurePosixPath) -> bool:
    return may_be_notebook(path) or path.suffix.lower() == ".zip"


def _most(path: PurePosixPath, limits: Limits) -> int:
    return limits.files_bytes if path.suffix.lower() == ".zip" else limits.notebook_bytes


def _too_large(size: int, most: int) -> str:
    return f"too large: {size:,} bytes, at most {most:,}"


def _from_zip(
    file: Path | io.BytesIO, where: PurePosixPath, limits: Limits, depth: int
) -> Iterator[Download]:
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        size = sum(entry.file_size for entry in entries)
        if depth > 1 and (len(entries) > limits.files or size > limits.files_bytes):
            why = (
                f"an archive of {len(entries):,} files and {size:,} bytes; at most "
                f"{limits.files:,} files and {limits.files_bytes:,} bytes are taken"
            )
            yield Download(where, problem=why)
            return
        for entry in entries[:_MOST_FILES]:
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            if entry.is_dir() or is_bookkeeping(path):
                continue
            if problem := _problem(entry, path, limits):
                yield Download(where / path.name if depth > 1 else path, problem=problem)
            else:
                yield _entry(archive, entry, where / path, limits)
        if len(entries) > _MOST_FILES:
            why = f"{len(entries):,} files in one archive; the first {_MOST_FILES:,} were read"
            yield Download(where / "...", problem=why)


def _problem(entry: zipfile.ZipInfo, path: PurePosixPath, limits: Limits) -> str:
    most = _most(path, limits)
    checks: list[tuple[bool, Callable[[], str]]] = [
        (path.is_absolute() or ".." in path.parts, lambda: "its path leaves the archive"),
        (stat.S_ISLNK(entry.external_attr >> 16), lambda: "a link; only regular files are taken"),
        (bool(entry.flag_bits & 1), lambda: "encrypted; ask for it without a password"),
        (_is_read(path) and entry.file_size > most, lambda: _too_large(entry.file_size, most)),
    ]
    return next((describe() for is_so, describe in checks if is_so), "")


def _entry(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: PurePosixPath, limits: Limits
) -> Download:
    if not _is_read(path):
        return Download(path)
    try:
        with archive.open(entry) as file:
            content = file.read(_most(path, limits))
        mtime = datetime(*entry.date_time, tzinfo=UTC).timestamp()
    except Exception as error:  # noqa: BLE001 - each compression method has its own errors
        return Download(path, problem=f"damaged in the archive ({error})")
    return Download(path, content, mtime)
