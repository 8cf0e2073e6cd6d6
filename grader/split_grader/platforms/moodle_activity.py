"""Read an assignment in Moodle: its people, work, grades and feedback, each when needed.

`mod_assign_get_grades` lists grades of the latest attempt only, and leaves out members of a team
who never opened the assignment. Such grades are read one by one.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from split_grader.intake.kept_rosters import plain_title
from split_grader.platforms.interface import PlatformError, RightsError
from split_grader.platforms.moodle_records import Entry, Feedback, blind_number, enabled_feedback
from split_grader.platforms.moodle_service import Service

_NO_RIGHTS = "1"  # the code of a warning


@dataclass
class Activity:
    """An assignment in Moodle.

    Parameters
    ----------
    name
        The assignment's name in the course here.
    settings
        Moodle's record of it.
    records
        The newest grades that Moodle has listed, by user.
    """

    service: Service
    name: str
    settings: Entry
    records: dict[int, Entry] = field(default_factory=dict)

    @property
    def is_team(self) -> bool:
        """Whether teams hand in together."""
        return bool(self.settings["teamsubmission"])

    @property
    def is_blind(self) -> bool:
        """Whether Moodle hides names."""
        return bool(self.settings["blindmarking"]) and not self.settings["revealidentities"]

    @property
    def may_hide_grades(self) -> bool:
        """Whether Moodle's list of grades may lack one of the attempts to grade."""
        reopens = self.settings.get("attemptreopenmethod", "none") != "none"
        return self.is_team or (reopens and self.settings.get("maxattempts") != 1)

    @cached_property
    def feedback(self) -> set[str]:
        """The kinds of feedback that it takes."""
        return enabled_feedback(self.settings)

    @cached_property
    def participants(self) -> dict[int, Entry]:
        """Who takes part now, by user."""
        number = self.settings["id"]
        answer = self.service.call(
            "mod_assign_list_participants", assignid=number, groupid=0, filter="", onlyids=True
        )
        if not answer:
            raise RightsError(
                f"Moodle shows you no student in {self.name}. In a course with separate groups, "
                "your account needs access to all groups."
            )
        return {int(one["id"]): one for one in answer}

    @cached_property
    def numbers(self) -> dict[int, str]:
        """The numbers that Moodle's own downloads have for participants, by user."""
        if self.is_blind:
            return {user: blind_number(one) for user, one in self.participants.items()}
        mappings = self._entries("mod_assign_get_user_mappings", "mappings", may_refuse=True)
        return {int(one["userid"]): str(one["id"]) for one in mappings}

    @cached_property
    def rows(self) -> dict[int, Entry]:
        """The newest work that was handed in, by user."""
        rows: dict[int, Entry] = {}
        for row in self._entries("mod_assign_get_submissions", "submissions"):
            owners = self._owners(row)
            newest = self._handed_in(row, owners)
            rows |= dict.fromkeys(owners, newest) if newest else {}
        return rows

    @cached_property
    def marking_states(self) -> dict[int, str]:
        """The states in the marking workflow, by user."""
        if not self.settings["markingworkflow"]:
            return {}
        flags = self._entries("mod_assign_get_user_flags", "userflags")
        return {int(one["userid"]): one.get("workflowstate") or "" for one in flags}

    def member(self, user: int) -> str:
        """Return the number that the grader knows a user by."""
        return self.numbers[user] if self.is_blind else str(user)

    def user(self, member: str) -> int:
        """Return the user behind such a number."""
        if not self.is_blind:
            return int(member)
        return next(user for user, number in self.numbers.items() if number == member)

    def number(self, user: int) -> str:
        """Return a participant's number; until Moodle gives one, one that it never gives."""
        return self.numbers.get(user, f"0{user}")

    def called(self, user: int) -> str:
        """Return a participant's name as in Moodle's own download."""
        is_named = not self.is_blind and user in self.participants
        return str(self.participants[user]["fullname"]) if is_named else "Participant"

    def attempt(self, user: int) -> int:
        """Return the attempt to grade; -1 is Moodle's for the latest."""
        return int(self.rows[user]["attemptnumber"]) if user in self.rows else -1

    def read_records(self) -> None:
        """Read the grades that have changed since the last time."""
        since = max((int(one["timemodified"]) for one in self.records.values()), default=0)
        entries = self._entries("mod_assign_get_grades", "grades", since=since)
        self.records |= {int(one["userid"]): one for one in entries}

    def record(self, user: int) -> Entry:
        """Return the listed grade, or one that Moodle doesn't list."""
        record = self.records.get(user, {})
        is_other = self.attempt(user) not in {-1, record.get("attemptnumber")}
        return self.read_feedback(user).record if self.may_hide_grades and is_other else record

    def known_feedback(self, user: int) -> Feedback:
        """Read a student's feedback, unless the list of grades shows that there is none."""
        may_be_there = user in self.records or self.may_hide_grades
        return self.read_feedback(user) if may_be_there else Feedback({})

    def read_feedback(self, user: int) -> Feedback:
        """Read the grade and feedback of the attempt to grade."""
        status, attempt = self._status(user), self.attempt(user)
        latest = status.get("feedback", {})
        attempts = [Feedback(latest.get("grade") or {}, latest.get("plugins", []))]
        attempts += [
            Feedback(one.get("grade") or {}, one.get("feedbackplugins", []))
            for one in status.get("previousattempts", [])
        ]
        for feedback in attempts:
            if feedback.record and attempt in {-1, int(feedback.record["attemptnumber"])}:
                return feedback
        # Moodle shows no grade here that has no feedback and isn't released.
        self.read_records()
        return Feedback(self.records.get(user, {}))

    def _owners(self, row: Entry) -> list[int]:
        """Return whose work it is; a team's members also have rows, without work."""
        user, team = int(row["userid"]), int(row["groupid"])
        if self.is_team and not user:
            everyone = self.participants.items()
            return [one for one, entry in everyone if int(entry.get("groupid") or 0) == team]
        is_known = user in self.participants or not self.is_blind
        return [user] if user and is_known and not self.is_team else []

    def _handed_in(self, row: Entry, owners: list[int]) -> Entry | None:
        """Return the row, or that of an earlier attempt while this one isn't handed in."""
        if row["status"] == "submitted":
            return row
        if not owners or not int(row["attemptnumber"]):
            return None
        earlier = self._status(owners[0]).get("previousattempts", [])
        rows = [one["submission"] for one in earlier if one.get("submission")]
        return next((one for one in rows if one["status"] == "submitted"), None)

    def _status(self, user: int) -> Entry:
        answer: Entry = self.service.call(
            "mod_assign_get_submission_status", assignid=self.settings["id"], userid=user
        )
        return answer

    def _entries(
        self, function: str, what: str, *, may_refuse: bool = False, **arguments: Any
    ) -> list[Entry]:
        """Call a function that answers by assignment, with refusals as warnings."""
        answer = self.service.call(function, assignmentids=[self.settings["id"]], **arguments)
        codes = {str(one["warningcode"]) for one in answer["warnings"]}
        if _NO_RIGHTS in codes and not may_refuse:
            raise RightsError(
                f"Moodle doesn't let you grade {self.name} ({warnings_in(answer)}). You need a "
                "teacher's rights to view and to edit grades."
            )
        return [entry for one in answer["assignments"] for entry in one[what]]


def choose(entries: Sequence[Entry], name: str, number: str) -> Entry:
    """Return the assignment with the number in its address, or else with the title.

    Raises
    ------
    PlatformError
        If it isn't exactly one.
    """
    fitting = [
        one
        for one in entries
        if (
            str(one["cmid"]) == number
            if number
            else plain_title(title_of(one)) == plain_title(name)
        )
    ]
    if len(fitting) == 1:
        return fitting[0]
    titles = ", ".join(f"{title_of(one)!r} ({one['cmid']})" for one in entries) or "none"
    which = f"with the number {number}" if number else f"called {name!r}"
    raise PlatformError(
        f"Moodle has {len(fitting)} assignments {which} in this course. It has: {titles}. "
        f'Add "assignments": {{"{name}": NUMBER}} to c.Grader.platform, with the number in the '
        "address of the assignment's page, such as 55 in mod/assign/view.php?id=55."
    )


def title_of(settings: Entry) -> str:
    """Return an assignment's title as people see it."""
    return html.unescape(settings["name"])


def warnings_in(answer: Entry) -> str:
    """Return Moodle's own words for what it left out."""
    return ", ".join(one["message"] for one in answer["warnings"]) or "without a reason"
