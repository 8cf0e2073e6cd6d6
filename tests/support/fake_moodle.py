"""Imitate one Moodle course and its web services; `moodle_site` serves it over HTTP.

Answers and rules follow Moodle's own source, versions 4.5 to 5.1:

- ``mod/assign/externallib.php`` for functions, their arguments and answers, ``mod/assign/locallib.php``
  for saving a grade (``save_grade``, ``apply_grade_to_user``, ``update_grade``) and for who takes
  part (``list_participants``, ``get_submission_group``);
- ``mod/assign/feedback/comments/locallib.php`` and ``feedback/file/locallib.php``: feedback is
  replaced, also by an empty one;
- ``enrol/externallib.php`` for enrolled users.

Surprises that are Moodle's own: a grade that is locked or above the maximum is ignored without an
error; grades of team members who never opened the assignment aren't listed; a grade without
feedback isn't shown to the teacher before it is released.
"""

from dataclasses import dataclass, field
from urllib.parse import quote, unquote

TOKEN = "5f1d0c9be2a74b60a3c8d7e6f9012345"  # noqa: S105
ME, COURSE, ASSIGNMENT, MODULE, CONTEXT = 2, 5, 7, 55, 91
NOW = 1_790_000_000
NO_ACCESS = ("webservice_access_exception", "accessexception", "Access control exception")
_ONE_GRADE = {"userid", "grade", "attemptnumber", "addattempt", "workflowstate"}
ARGUMENTS = {
    "core_webservice_get_site_info": (set(), set()),
    "core_enrol_get_enrolled_users": ({"courseid"}, {"options"}),
    "mod_assign_get_assignments": (set(), {"courseids", "capabilities"}),
    "mod_assign_list_participants": (
        {"assignid", "groupid", "filter"}, {"skip", "limit", "onlyids", "includeenrolments"}),
    "mod_assign_get_submissions": ({"assignmentids"}, {"status", "since", "before"}),
    "mod_assign_get_grades": ({"assignmentids"}, {"since"}),
    "mod_assign_get_user_flags": ({"assignmentids"}, set()),
    "mod_assign_get_user_mappings": ({"assignmentids"}, set()),
    "mod_assign_get_submission_status": ({"assignid"}, {"userid", "groupid"}),
    "mod_assign_save_grade": (
        _ONE_GRADE | {"assignmentid", "applytoall"}, {"plugindata", "advancedgradingdata"}),
}  # fmt: skip
"""By function, the arguments that it requires and takes."""


class MoodleError(Exception):
    """An exception as Moodle answers it."""

    def __init__(self, exception, code, message):
        super().__init__(message)
        self.answer = {"exception": exception, "errorcode": code, "message": message}


@dataclass
class FakeMoodle:
    """A course with two assignments; tests change the first one as people in Moodle would."""

    people: dict = field(default_factory=dict)
    suspended: set = field(default_factory=set)
    removed: set = field(default_factory=set)
    settings: dict = field(default_factory=dict)
    submissions: list = field(default_factory=list)
    grades: dict = field(default_factory=dict)
    locked: set = field(default_factory=set)
    states: dict = field(default_factory=dict)
    plugins: set = field(default_factory=lambda: {"comments", "file"})
    forbidden: set = field(default_factory=set)
    missing: set = field(default_factory=set)
    saved: list = field(default_factory=list)
    drafts: dict = field(default_factory=dict)
    token: str = TOKEN
    expires: bool = False
    site: str = ""
    now: int = NOW

    def __post_init__(self):
        self.settings = {
            "name": "Sums", "grade": 6, "duedate": 0, "teamsubmission": 0, "blindmarking": 0,
            "revealidentities": 0, "markingworkflow": 0, "attemptreopenmethod": "untilpass",
            "maxattempts": 1, "gradepass": 0, **self.settings,
        }  # fmt: skip

    # What people do in Moodle.

    def enrol(self, user, first, last, team=0):
        """Enrol a student; in downloads the participant's number is ``user + 4000``."""
        name = f"{first.lower()}{user}"
        group = {"id": team, "name": f"Team {team}", "description": "", "descriptionformat": 1}
        self.people[user] = {
            "id": user, "username": name, "firstname": first, "lastname": last,
            "fullname": f"{first} {last}", "email": f"{name}@example.org", "idnumber": "",
            "roles": [{"roleid": 5, "name": "", "shortname": "student", "sortorder": 0}],
            "groups": [group] if team else [],
        }  # fmt: skip

    def hand_in(self, user, files, *, team=0, attempt=0, status="submitted"):
        """Add or replace a submission; `user` is 0 for a team's."""
        self.now += 60
        key = (user, team, attempt)
        self.submissions = [one for one in self.submissions if _key(one) != key]
        self.submissions.append({
            "id": 800 + self.now - NOW, "userid": user, "groupid": team,
            "attemptnumber": attempt, "status": status, "timemodified": self.now,
            "files": {name: _bytes(content) for name, content in files.items()},
        })  # fmt: skip

    def grade_by_hand(self, user, grade, comment="", files=None, attempt=0):
        """Grade a student in the browser, as another teacher does."""
        self.now += 60
        entry = self._grade(user, attempt)
        entry.update(grade=grade, timemodified=self.now, grader=3, comment=comment)
        entry["files"] = {name: _bytes(text) for name, text in (files or {}).items()}

    def grade_of(self, user, attempt=0):
        """Return a student's grade, comment and feedback files; None without a grade."""
        entry = self.grades.get((user, attempt))
        return entry and (entry["grade"], entry["comment"], entry["files"])

    # Functions of the web service.

    def core_webservice_get_site_info(self):
        names = sorted(ARGUMENTS.keys() - self.missing)
        return {
            "sitename": "Fake", "username": "teacher", "userid": ME, "siteurl": self.site,
            "functions": [{"name": name, "version": "2025100600"} for name in names],
            "downloadfiles": int("downloadfiles" not in self.missing),
            "uploadfiles": int("uploadfiles" not in self.missing),
        }  # fmt: skip

    def core_enrol_get_enrolled_users(self, courseid, options=()):
        if int(courseid) != COURSE:
            message = "Can't find data record in database table course."
            raise MoodleError("dml_missing_record_exception", "invalidrecord", message)
        values = {one["name"]: one["value"] for one in options}
        teacher = {"id": ME, "fullname": "T. Eacher", "roles": [{"shortname": "editingteacher"}]}
        people = [one for user, one in sorted(self.people.items()) if user not in self.removed]
        first = int(values.get("limitfrom", 0))
        last = first + int(values["limitnumber"]) if "limitnumber" in values else None
        fields = values["userfields"].split(",")
        page = [teacher, *people][first:last]
        return [{key: one[key] for key in one if key in fields} for one in page]

    def mod_assign_get_assignments(self, courseids):
        if list(courseids) != [str(COURSE)]:
            message = "User is not enrolled or does not have requested capability"
            warning = {"item": "course", "itemid": 0, "warningcode": "2", "message": message}
            return {"courses": [], "warnings": [warning]}
        configs = [
            {"plugin": name, "subtype": "assignfeedback", "name": "enabled", "value": "1"}
            for name in sorted(self.plugins)
        ]
        first = {"id": ASSIGNMENT, "cmid": MODULE, "configs": configs, **self.settings}
        other = {**first, "id": ASSIGNMENT + 1, "cmid": MODULE + 1, "name": "Essays &amp; more"}
        return {"courses": [{"id": COURSE, "assignments": [first, other]}], "warnings": []}

    def mod_assign_list_participants(self, assignid, groupid, filter, onlyids="0"):  # noqa: A002
        assert (assignid, groupid, filter, onlyids) == (str(ASSIGNMENT), "0", "", "1")
        self._require("viewgrades")
        entries = []
        for user, person in sorted(self.people.items()):
            if user in self.suspended | self.removed:
                continue
            name = f"Participant {user + 4000}" if self._is_blind else person["fullname"]
            number = user + 4000 if self.settings["blindmarking"] else -1
            entry = {"id": user, "fullname": name, "recordid": number, "submissionstatus": ""}
            team = self._team(user) if self.settings["teamsubmission"] else 0
            entries.append({**entry, **({"groupid": team} if team else {})})
        return entries

    def mod_assign_get_submissions(self, assignmentids):
        latest = {}
        for one in sorted(self.submissions, key=_key):
            latest[one["userid"], one["groupid"]] = one
        return self._by_assignment(
            assignmentids, "submissions", [self._submission(one) for one in latest.values()]
        )

    def mod_assign_get_grades(self, assignmentids, since="0"):
        entries = [
            _record(user, attempt, entry)
            for (user, attempt), entry in self.grades.items()
            if entry["timemodified"] >= int(since)
            # Joined with the student's own row, which a team member may lack.
            and attempt
            == max((a for u, t, a in map(_key, self.submissions) if u == user), default=0)
            and (not self.settings["teamsubmission"] or user in self._with_own_rows())
        ]
        return self._by_assignment(assignmentids, "grades", entries)

    def mod_assign_get_user_flags(self, assignmentids):
        flags = [{"id": 1, "userid": u, "workflowstate": state} for u, state in self.states.items()]
        return self._by_assignment(assignmentids, "userflags", flags)

    def mod_assign_get_user_mappings(self, assignmentids):
        entries = [{"id": user + 4000, "userid": user} for user in self.people]
        is_refused = "revealidentities" in self.forbidden
        return self._by_assignment(assignmentids, "mappings", [] if is_refused else entries)

    def mod_assign_get_submission_status(self, assignid, userid):
        assert int(assignid) == ASSIGNMENT
        user = int(userid)
        rows = self._attempts(user)
        answer = {"warnings": [], "assignmentdata": {}}
        attempt = rows[0]["attemptnumber"] if rows else 0
        entry = self.grades.get((user, attempt))
        is_released = not self._is_blind and not self.settings["markingworkflow"]
        if entry and (entry["comment"] or entry["files"] or is_released):
            answer["feedback"] = {
                "grade": _record(user, attempt, entry),
                "plugins": self._feedback_plugins(entry),
                "gradefordisplay": str(entry["grade"]), "gradeddate": entry["timemodified"],
            }  # fmt: skip
        if len(rows) > 1:
            answer["previousattempts"] = [self._previous(user, one) for one in rows[1:]]
        return answer

    def mod_assign_save_grade(self, assignmentid, applytoall, **entry):
        assert (int(assignmentid), int(applytoall)) == (ASSIGNMENT, 0)
        self._require("grade")
        user, attempt = int(entry["userid"]), int(entry["attemptnumber"])
        rows = self._attempts(user)
        latest = rows[0]["attemptnumber"] if rows else 0
        record = self._grade(user, latest if attempt < 0 else attempt)
        points, feedback = float(entry["grade"]), entry.get("plugindata", {})
        if self.settings["markingworkflow"]:
            self.states[user] = entry["workflowstate"]
        if "comments" in self.plugins:
            record["comment"] = feedback.get("assignfeedbackcomments_editor", {}).get("text", "")
        if "file" in self.plugins and "files_filemanager" in feedback:
            record["files"] = dict(self.drafts[int(feedback["files_filemanager"])])
        if user in self.locked or not -1 <= points <= self.settings["grade"]:
            return
        record.update(grade=points, timemodified=self.now, grader=ME)
        self.saved.append((user, points))
        if self.settings["maxattempts"] != 1 and points < self.settings["gradepass"]:
            self.hand_in(user, {}, attempt=latest + 1, status="reopened")

    # What the functions share.

    @property
    def _is_blind(self):
        return self.settings["blindmarking"] and not self.settings["revealidentities"]

    def _grade(self, user, attempt):
        row = {"id": 300 + len(self.grades), "grade": -1.0, "timemodified": self.now, "grader": ME}
        return self.grades.setdefault((user, attempt), {**row, "comment": "", "files": {}})

    def _team(self, user):
        groups = self.people[user]["groups"]
        return groups[0]["id"] if len(groups) == 1 else 0

    def _with_own_rows(self):
        return {one["userid"] for one in self.submissions}

    def _attempts(self, user):
        owner = (0, self._team(user)) if self.settings["teamsubmission"] else (user, 0)
        rows = [one for one in self.submissions if (one["userid"], one["groupid"]) == owner]
        return sorted(rows, key=lambda one: -one["attemptnumber"])

    def _previous(self, user, row):
        attempt = {"attemptnumber": row["attemptnumber"], "submission": self._submission(row)}
        if entry := self.grades.get((user, row["attemptnumber"])):
            attempt["grade"] = _record(user, row["attemptnumber"], entry)
            attempt["feedbackplugins"] = self._feedback_plugins(entry)
        return attempt

    def _submission(self, one):
        area = f"assignsubmission_file/submission_files/{one['id']}"
        files = [self._file(area, name, content) for name, content in one["files"].items()]
        areas = [{"area": "submission_files", "files": files}]
        plugins = [
            {"type": "file", "name": "File submissions", "fileareas": areas},
            {"type": "comments", "name": "Submission comments"},
        ]
        row = {key: value for key, value in one.items() if key != "files"}
        return {**row, "timecreated": one["timemodified"], "plugins": plugins}

    def _feedback_plugins(self, entry):
        area = f"assignfeedback_file/feedback_files/{entry['id']}"
        files = [self._file(area, name, content) for name, content in entry["files"].items()]
        editor = {"name": "comments", "description": "", "text": entry["comment"], "format": 1}
        areas = [{"area": "feedback_files", "files": files}]
        return [
            {"type": "comments", "name": "Feedback comments", "editorfields": [editor]},
            {"type": "file", "name": "Feedback files", "fileareas": areas},
        ]

    def _file(self, area, name, content):
        url = f"{self.site}/webservice/pluginfile.php/{CONTEXT}/{area}/{quote(name)}"
        return {"filename": name, "filepath": "/", "filesize": len(content), "fileurl": url,
                "timemodified": NOW, "isexternalfile": False}  # fmt: skip

    def content(self, path):
        """Return a file by the end of its address."""
        kind, _, number, name = unquote(path).split("/")[-4:]
        rows = self.submissions if kind == "assignsubmission_file" else self.grades.values()
        return next(one["files"][name] for one in rows if one["id"] == int(number))

    def _by_assignment(self, numbers, key, entries):
        assert list(numbers) == [str(ASSIGNMENT)]
        warning = {"item": "assignment", "itemid": ASSIGNMENT}
        if "viewgrades" in self.forbidden or (key == "mappings" and not entries):
            access_warning = {
                **warning,
                "warningcode": "1",
                "message": "No access rights in module context",
            }
            return {"assignments": [], "warnings": [access_warning]}
        if not entries:
            empty_warning = {**warning, "warningcode": "3", "message": f"No {key} found"}
            return {"assignments": [], "warnings": [empty_warning]}
        return {"assignments": [{"assignmentid": ASSIGNMENT, key: entries}], "warnings": []}

    def _require(self, capability):
        if capability in self.forbidden:
            message = f"Sorry, but you do not currently have permissions to do that ({capability})."
            raise MoodleError("required_capability_exception", "nopermissions", message)

    def answer(self, function, arguments):
        """Run a function; return its answer, or the error as Moodle writes it."""
        try:
            _require_call(function, arguments, self.missing)
            return getattr(self, function)(**arguments)
        except MoodleError as error:
            return error.answer


def _require_call(function, arguments, missing_functions):
    if function not in ARGUMENTS or function in missing_functions:
        raise MoodleError(*NO_ACCESS)
    required, optional = ARGUMENTS[function]
    if not required <= arguments.keys() <= required | optional:
        message = "Invalid parameter value detected"
        raise MoodleError("invalid_parameter_exception", "invalidparameter", message)


def _key(one):
    return one["userid"], one["groupid"], one["attemptnumber"]


def _bytes(content):
    return content.encode() if isinstance(content, str) else content


def _record(user, attempt, entry):
    return {
        "id": entry["id"], "userid": user, "attemptnumber": attempt, "grader": entry["grader"],
        "timecreated": entry["timemodified"], "timemodified": entry["timemodified"],
        "grade": f"{entry['grade']:.5f}",
    }  # fmt: skip
