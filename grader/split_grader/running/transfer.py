"""Send a submission by value to a machine that can't read this one's disks."""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from split_grader.base.folders import (
    extra_files,
    notebooks,
    open_regular,
    reading,
    require_no_link,
    shown,
)
from split_grader.intake.submission import Submission


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a folder.

    Files that may not be read or are too large travel without their content but with their kind, so
    that the other machine refuses them with the same message.

    Attributes
    ----------
    content
        By relative path.
    large
        Sizes of files that are over the limit, by relative path.
    special
        Links, folders and others instead of a file: the type bits of their mode, by name.
    """

    content: Mapping[str, bytes] = field(default_factory=dict)
    large: Mapping[str, int] = field(default_factory=dict)
    special: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def beside(cls, folder: Path, most_bytes: int, most: int | None = None) -> Self:
        """Take the files next to a notebook.

        Parameters
        ----------
        most_bytes
            The largest total size.
        most
            The largest number of files and folders; any number if None.

        Raises
        ------
        UnreadableError
            If there are more, or one of them can't be read.
        """
        with reading("A file next to the notebook"):
            sizes = {path: path.stat().st_size for path in extra_files(folder, most)}
        names = {path: path.relative_to(folder).as_posix() for path in sizes}
        if sum(sizes.values()) > most_bytes:
            return cls(large={names[path]: size for path, size in sizes.items()})
        return cls({names[path]: _content(path, names[path]) for path in sizes})

    @classmethod
    def of(cls, submission: Submission) -> Self:
        """Take all files of a submission that grading reads.

        Raises
        ------
        UnreadableError
            If one of them can't be read.
        GraderError
            If a notebook's author set a limit that doesn't exist.
        """
        limits, folder = submission.limits, submission.folder
        require_no_link(folder)
        beside = cls.beside(folder, *submission.most_beside())
        content, large = dict(beside.content), dict(beside.large)
        special = {}
        with reading("The submission's folder"):
            stats = {path: path.lstat() for path in notebooks(folder)}
        for path, status in stats.items():
            if not stat.S_ISREG(status.st_mode):
                special[path.name] = stat.S_IFMT(status.st_mode)
            elif status.st_size > limits.notebook_bytes:
                large[path.name] = status.st_size
            else:
                content[path.name] = _content(path, path.name)
        return cls(content, large, special)

    def write(self, folder: Path) -> None:
        """Write the files to a new folder."""
        folder.mkdir()
        for name in (*self.content, *self.large):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for name, content in self.content.items():
            (folder / name).write_bytes(content)
        for name, size in self.large.items():
            # A sparse file has a size, but takes no room on the disk.
            with (folder / name).open("wb") as file:
                file.truncate(size)
        for name, kind in self.special.items():
            _make_special(folder / name, kind)


def _content(path: Path, name: str) -> bytes:
    with open_regular(path, shown(name)) as file:
        return file.read()


def _make_special(path: Path, kind: int) -> None:
    if kind == stat.S_IFLNK:
        path.symlink_to(path.name)
    elif kind == stat.S_IFDIR:
        path.mkdir()
    else:
        os.mkfifo(path)


@dataclass(frozen=True, slots=True)
class PackedSubmission:
    """A submission and its files; the assignment's files travel once for the whole class."""

    submission: Submission
    files: Files

    @classmethod
    def of(cls, submission: Submission) -> Self:
        """Pack a submission."""
        return cls(submission, Files.of(submission))

    def unpack(self, given: Files, place: Path) -> Submission:
        """Write everything below `place`; return the submission there.

        Parameters
        ----------
        given
            The assignment's files.
        """
        given.write(place / "given")
        self.files.write(place / "own")
        assignment = replace(self.submission.assignment, files=place / "given")
        return replace(self.submission, assignment=assignment, folder=place / "own")
