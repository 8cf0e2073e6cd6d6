"""Read a Moodle assignment and enter grades, through the site's web services.

Feedback that Moodle saves replaces all earlier feedback, also a teacher's, so it's read first and
sent along. A grade that Moodle doesn't want is ignored without an error, so it's read again.
"""

from collections.abc import Iterator
from typing import Any

from split_grader.platforms.interface import (
    Assignment,
    File,
    Member,
    NewGrade,
    Page,
    PlatformError,
    PlatformGrade,
    RightsError,
    Submission,
)
from split_grader.platforms.moodle_activity import Activity, choose, title_of, warnings_in
from split_grader.platforms.moodle_records import (
    Entry,
    Feedback,
    handed_in_files,
    is_student,
    member_of,
    moment,
)
from split_grader.platforms.moodle_service import SITE_INFO, Service

_NEEDED = {
    "core_enrol_get_enrolled_users",
    "mod_assign_get_assignments",
    "mod_assign_get_grades",
    "mod_assign_get_submission_status",
    "mod_assign_get_submissions",
    "mod_assign_get_user_flags",
    "mod_assign_get_user_mappings",
    "mod_assign_list_participants",
    "mod_assign_save_grade",
}
_USER_FIELDS = "id,fullname,firstname,lastname,email,username,idnumber,groups,roles"
_USERS_AT_ONCE = 200
_CLOSE_ENOUGH = 0.00001  # Moodle keeps five decimals


class Moodle:
    """A course on a Moodle site."""

    title = "Moodle"
    token_variable = "MOODLE_API_TOKEN"  # noqa: S105 - the name of a variable

    def __init__(self, url: str, course: str, token: str) -> None:
        self._course = course
        self._service = Service(url, token)
        self._activities: dict[str, Activity] = {}

    def assignment(self, name: str, number: str) -> Assignment:
        """Find an assignment by the number in its page's address, or by its title."""
        self._require_service()
        if not self._course.isdecimal():
            raise PlatformError(
                f"c.Grader.platform has 'course': {self._course!r}. Expected the number in the "
                "address of the course in Moodle, such as 5 in course/view.php?id=5."
            )
        answer = self._service.call("mod_assign_get_assignments", courseids=[self._course])
        if not answer["courses"]:
            raise RightsError(
                f"Moodle shows you no course {self._course} ({warnings_in(answer)}). Expected the "
                "number of a course that you teach."
            )
        settings = choose(answer["courses"][0]["assignments"], name, number)
        activity = Activity(self._service, name, settings)
        self._activities[str(settings["id"])] = activity
        return Assignment(
            str(settings["id"]),
            title_of(settings),
            float(settings["grade"]) if settings["grade"] > 0 else None,
            anonymous=activity.is_blind,
            takes_pages="file" in activity.feedback,
            obstacle="" if settings["grade"] > 0 else "choose *Point* as its grade in Moodle",
        )

    def members(self, assignment: Assignment) -> list[Member]:
        """Return the course's students, also inactive ones."""
        activity = self._activities[assignment.id]
        key = f"moodle/{activity.name}"
        if activity.is_blind:
            return [Member(one, ids={key: one}) for one in activity.numbers.values()]
        enrolments = {int(one["id"]): one for one in self._enrolled()}
        users = {user for user, one in enrolments.items() if is_student(one)} | activity.rows.keys()
        return [
            member_of(
                user,
                enrolments.get(user, {}),
                {"moodle": str(user), key: activity.number(user)},
                active=user in activity.participants,
            )
            for user in [*activity.participants, *sorted(users - activity.participants.keys())]
        ]

    def submissions(self, assignment: Assignment) -> list[Submission]:
        """Return the newest attempt of every student who handed in."""
        activity = self._activities[assignment.id]
        return [
            Submission(
                activity.member(user),
                int(row["attemptnumber"]) + 1,
                moment(row["timemodified"]),
                tuple(handed_in_files(row, activity.called(user), activity.number(user))),
            )
            for user, row in activity.rows.items()
        ]

    def content(self, file: File) -> bytes:
        """Download a file."""
        return self._service.download(file.place, file.size)

    def grades(self, assignment: Assignment) -> list[PlatformGrade]:
        """Return an entry for every student who can have a grade, without feedback."""
        activity = self._activities[assignment.id]
        activity.read_records()
        former = [] if activity.is_blind else [*activity.records, *activity.rows]
        return [
            Feedback(activity.record(user)).grade(activity.member(user))
            for user in dict.fromkeys([*activity.participants, *former])
        ]

    def grade(self, assignment: Assignment, member: str) -> PlatformGrade:
        """Read one student's grade and feedback afresh."""
        activity = self._activities[assignment.id]
        activity.read_records()
        return activity.known_feedback(activity.user(member)).grade(member)

    def send(self, assignment: Assignment, grade: NewGrade) -> PlatformGrade:
        """Enter a grade with its comment and pages, and return what Moodle has now."""
        activity = self._activities[assignment.id]
        user = activity.user(grade.member)
        before = activity.known_feedback(user)
        feedback: dict[str, Any] = {}
        if "comments" in activity.feedback:
            text = before.with_note(grade.comment)
            feedback["assignfeedbackcomments_editor"] = {"text": text, "format": 1}
        if grade.pages and assignment.takes_pages:
            old_pages = [self._page(one) for one in before.kept_files(grade.pages)]
            feedback["files_filemanager"] = self._service.upload([*grade.pages, *old_pages])
        self._service.call(
            "mod_assign_save_grade",
            reading=False,
            assignmentid=assignment.id,
            userid=user,
            grade=f"{grade.score:.5f}",
            attemptnumber=activity.attempt(user),
            addattempt=False,
            # It stays as it is.
            workflowstate=activity.marking_states.get(user, ""),
            # Members of a team get their own grades.
            applytoall=False,
            plugindata=feedback,
        )
        now = activity.read_feedback(user).grade(grade.member)
        if now.score is None or abs(now.score - grade.score) > _CLOSE_ENOUGH:
            raise PlatformError(
                f"Moodle has {'no grade' if now.score is None else f'{now.score:g}'} instead of "
                f"{grade.score:g}, and gives no reason. The grade may be locked or overridden in "
                "the gradebook, or the assignment may have a rubric."
            )
        return now

    def _page(self, file: Entry) -> Page:
        content = self._service.download(file["fileurl"], int(file["filesize"]))
        return Page(file["filename"], content)

    def _require_service(self) -> None:
        info = self._service.call(SITE_INFO)
        missing = sorted(_NEEDED - {one["name"] for one in info["functions"]})
        missing += [key for key in ("downloadfiles", "uploadfiles") if not info.get(key)]
        if missing:
            raise RightsError(
                f"The token's service in Moodle lacks {', '.join(missing)}. Ask the site's "
                "administrator to add this to the service."
            )

    def _enrolled(self) -> Iterator[Entry]:
        """Read all users, as many at once as Moodle can give in time."""
        first = 0
        while True:
            options = {
                "userfields": _USER_FIELDS,
                "limitfrom": first,
                "limitnumber": _USERS_AT_ONCE,
            }
            users = self._service.call(
                "core_enrol_get_enrolled_users",
                courseid=self._course,
                options=[{"name": name, "value": value} for name, value in options.items()],
            )
            yield from users
            first += _USERS_AT_ONCE
            if len(users) < _USERS_AT_ONCE:
                return
