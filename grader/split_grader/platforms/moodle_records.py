"""Translate Moodle's records: people, files, feedback and grades."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from split_grader.platforms.interface import File, Member, Page, PlatformGrade

Entry = Mapping[str, Any]
_OUR_NOTE = re.compile(r'<div class="grader-note">(.*?)</div>', re.DOTALL)
_FINGERPRINT = re.compile(r"-[0-9a-f]{8}(?=\.html$)")


@dataclass(frozen=True, slots=True)
class Feedback:
    """A student's grade with its feedback, as Moodle records them."""

    record: Entry
    plugins: Sequence[Entry] = ()

    @property
    def comment(self) -> str:
        """The comment as HTML."""
        fields = (one.get("editorfields", []) for one in self.plugins if one["type"] == "comments")
        return "".join(one["text"] for group in fields for one in group)

    @property
    def files(self) -> list[Entry]:
        """The feedback files."""
        return _files(self.plugins)

    def with_note(self, text: str) -> str:
        """Return the comment with our note, which replaces our earlier one."""
        note = html.escape(text).replace("\n", "<br>")
        own_note = f'<div class="grader-note">{note}</div>' if note else ""
        return _OUR_NOTE.sub("", self.comment) + own_note

    def kept_files(self, pages: Iterable[Page]) -> list[Entry]:
        """Return the files that stay: all but earlier versions of the pages."""
        names = {_FINGERPRINT.sub("", page.name) for page in pages}
        return [one for one in self.files if _FINGERPRINT.sub("", one["filename"]) not in names]

    def grade(self, member: str) -> PlatformGrade:
        """Return the grade; Moodle writes -1.00000 for none."""
        score = float(self.record.get("grade") or -1)
        pages = tuple(one["filename"] for one in self.files)
        if score < 0:
            return PlatformGrade(member, pages=pages)
        grader = int(self.record["grader"])
        return PlatformGrade(
            member,
            score,
            pages,
            graded_at=moment(self.record["timemodified"]),
            grader=f"user {grader}" if grader > 0 else "",
        )


def moment(seconds: Any) -> datetime:
    """Return the time that Moodle gives in seconds."""
    return datetime.fromtimestamp(int(seconds), UTC)


def enabled_feedback(settings: Entry) -> set[str]:
    """Return the kinds of feedback that an assignment has, such as comments and files."""
    return {
        one["plugin"]
        for one in settings["configs"]
        if one["subtype"] == "assignfeedback" and one["name"] == "enabled" and one["value"] == "1"
    }


def is_student(user: Entry) -> bool:
    """Return whether an enrolled user has a student's role."""
    return any(role["shortname"] == "student" for role in user.get("roles", []))


def member_of(user: int, entry: Entry, ids: Mapping[str, str], *, active: bool) -> Member:
    """Return a member; the entry is empty for a user who isn't enrolled any more."""
    return Member(
        str(user),
        entry.get("firstname", ""),
        entry.get("lastname", ""),
        email=entry.get("email", ""),
        section=" and ".join(group["name"] for group in entry.get("groups", [])),
        login=entry.get("username", ""),
        number=entry.get("idnumber", ""),
        ids=ids,
        active=active,
    )


def blind_number(participant: Entry) -> str:
    """Return the number of "Participant 12"; at first, Moodle has it only in the name."""
    number = int(participant.get("recordid") or -1)
    return str(number) if number > 0 else re.findall(r"\d+", participant["fullname"])[-1]


def handed_in_files(row: Entry, name: str, number: str) -> Iterator[File]:
    """Yield a submission's files, with their paths in Moodle's own download."""
    folder = f"{re.sub(r'[_/]+', ' ', name)}_{number}_assignsubmission_file_"
    for one in _files(row.get("plugins", [])):
        inner = one["filepath"].strip("/")
        key = f"{row['id']}/{inner}/{one['filename']}/{one['timemodified']}"
        path = PurePosixPath(folder, inner, one["filename"])
        yield File(key, path, int(one["filesize"]), one["fileurl"])


def _files(plugins: Iterable[Entry]) -> list[Entry]:
    areas = [area for one in plugins if one["type"] == "file" for area in one.get("fileareas", [])]
    return [file for area in areas for file in area.get("files", [])]
