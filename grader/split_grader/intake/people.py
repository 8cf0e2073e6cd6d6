"""Know the course's students, and their numbers on learning platforms."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.course.course import Course
from split_grader.intake.platforms import Owner

# File names contain the student's name and more; file systems allow 255 bytes.
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Person:
    """One student.

    Parameters
    ----------
    student
        The student's name in the gradebook and folders; it never changes.
    ids
        The platforms' numbers and logins. Moodle renumbers students for each assignment, so its
        key names the assignment: ``moodle/drift``.
    on_roster
        Whether a roster has named this student.
    """

    student: str
    first: str = ""
    last: str = ""
    email: str = ""
    section: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    on_roster: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()

    def columns(self) -> dict[str, str]:
        """Return the columns of a student in nbgrader's gradebook."""
        number = next((text for key, text in sorted(self.ids.items()) if "/" not in key), "")
        columns = {"first_name": self.first, "last_name": self.last, "email": self.email}
        return {key: text for key, text in {**columns, "lms_user_id": number}.items() if text}


class People:
    """All students of a course, kept in ``people.json`` next to the submissions."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.by_student = {person.student: person for person in people}

    @classmethod
    def read(cls, course: Course) -> "People":
        """Read the students known so far.

        Raises
        ------
        GraderError
            If the file is damaged.
        """
        path = _path(course)
        if not path.is_file():
            return cls()
        try:
            return cls(Person(**entry) for entry in json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise GraderError(
                f"{path} is damaged ({error}). Restore it, or delete it and collect again with "
                "--roster."
            ) from error

    def write(self, course: Course) -> None:
        """Save the known students."""
        entries = [asdict(person) for _, person in sorted(self.by_student.items())]
        text = json.dumps(entries, indent=1, ensure_ascii=False)
        write_atomically(_path(course), text.encode("utf-8"))

    def enter_gradebook(self, course: Course) -> None:
        """Enter everyone on the roster into the gradebook."""
        with course.gradebook() as gradebook:
            for person in self.by_student.values():
                if person.on_roster:
                    columns: dict[str, Any] = person.columns()
                    gradebook.update_or_create_student(person.student, **columns)

    @staticmethod
    def require_name(owner: Owner) -> None:
        """Raise ValueError if an owner's name can't be a folder's name."""
        safe_name(f"{owner.name}-{owner.id}" if owner.id else owner.name)

    def add_roster(self, roster: Iterable[Person]) -> None:
        """Add a roster's students; a known student keeps the folder's name."""
        for entry in roster:
            person = self._match(entry)
            if person is None:
                self.by_student[entry.student] = replace(entry, on_roster=True)
                continue
            self.by_student[person.student] = replace(
                person,
                first=entry.first or person.first,
                last=entry.last or person.last,
                email=entry.email or person.email,
                section=entry.section or person.section,
                ids={**person.ids, **entry.ids},
                on_roster=True,
            )

    def _match(self, entry: Person) -> Person | None:
        for person in self.by_student.values():
            if person.student == entry.student or person.ids.items() & entry.ids.items():
                return person
        namesakes = [one for one in self.by_student.values() if _is_called(one, entry.name)]
        clash = [one for one in namesakes if one.ids.keys() & entry.ids.keys() or one.on_roster]
        return namesakes[0] if len(namesakes) == 1 and not clash else None

    def students_of(self, owners: Iterable[Owner], assignment: str) -> dict[Owner, str]:
        """Return the student of each owner in a download, adding new ones.

        The platform's number decides. A name decides only if exactly one person has it, both among
        known students and in this download.

        Raises
        ------
        ValueError
            If a name has no letter or digit, or is too long for a folder.
        """
        different = {(owner.platform, owner.id, owner.name): owner for owner in owners}
        names = Counter(_plain(owner.name) for owner in different.values())
        students: dict[tuple[str, str, str], str] = {}
        for key, owner in different.items():
            person = self._of_id(owner, assignment)
            if person is None and names[_plain(owner.name)] == 1:
                person = self._of_name(owner, assignment)
            students[key] = self._enter(owner, person, assignment)
        return {owner: students[owner.platform, owner.id, owner.name] for owner in owners}

    def _of_id(self, owner: Owner, assignment: str) -> Person | None:
        key = _key(owner, assignment)
        for person in self.by_student.values():
            if owner.id and owner.id in {person.ids.get(key), person.ids.get(f"{key}-org")}:
                return person
        if owner.platform in {"", "blackboard"}:  # a login, which may be the student's own name
            return self.by_student.get(safe_name(owner.id or owner.name))
        return None

    def _of_name(self, owner: Owner, assignment: str) -> Person | None:
        namesakes = [one for one in self.by_student.values() if _is_called(one, owner.name)]
        has_other = owner.id and any(_key(owner, assignment) in one.ids for one in namesakes)
        return namesakes[0] if len(namesakes) == 1 and not has_other else None

    def _enter(self, owner: Owner, person: Person | None, assignment: str) -> str:
        if person is None:
            is_login = owner.id == owner.name
            name = owner.name if is_login or not owner.id else f"{owner.name}-{owner.id}"
            first, _, last = owner.name.rpartition(" ")
            person = Person(safe_name(name), first, last if first else "")
        if owner.id:
            person = replace(person, ids={**person.ids, _key(owner, assignment): owner.id})
        self.by_student[person.student] = person
        return person.student


def _path(course: Course) -> Path:
    return course.products() / "people.json"


def _key(owner: Owner, assignment: str) -> str:
    return f"moodle/{assignment}" if owner.platform == "moodle" else owner.platform


def safe_name(name: str) -> str:
    """Turn a student's name into a valid folder name.

    Raises
    ------
    ValueError
        If nothing of it is left, or it's too long.
    """
    student = re.sub(r"[^\w.@-]+", "-", name.strip()).strip("-.")
    if not student:
        raise ValueError("the student's name has no letter or digit")
    if len(student.encode("utf-8", "replace")) > _LONGEST_NAME:
        raise ValueError(f"the student's name is longer than {_LONGEST_NAME} bytes; rename it")
    return student


def _plain(name: str) -> str:
    """Normalise a name's letters and the order of its parts."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in bare if sign.isprintable())
    return " ".join(sorted(letters.split()))


def _is_called(person: Person, name: str) -> bool:
    if not person.name or not name:
        return False
    # Canvas joins the last and first names.
    together = "".join(sign for sign in f"{person.last}{person.first}".casefold() if sign.isalnum())
    return _plain(person.name) == _plain(name) or together == name.casefold().replace("-", "")
