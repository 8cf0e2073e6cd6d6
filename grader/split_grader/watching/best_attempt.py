"""Grade hand-ins on a copy of the gradebook, where only the best one counts."""

from copy import deepcopy
from pathlib import Path
from typing import Any

from nbgrader.api import Base, Gradebook, MissingEntry
from sqlalchemy import select

from split_grader.course.course import Course

_WORK = {"submitted_assignment", "submitted_notebook", "grade", "comment"}


def desk_of(course: Course, folder: Path) -> Course:
    """Return a course with the same assignments, and own submissions and grades.

    There each hand-in gets its grade and its page. The real gradebook gets those that count.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = deepcopy(course.config)
    for step in ("source", "release"):
        path = course.source(".") if step == "source" else course.release(".")
        config.CourseDirectory[f"{step}_directory"] = str(path.resolve())
    for step in ("submitted", "autograded", "feedback"):
        config.CourseDirectory[f"{step}_directory"] = step
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = f"sqlite:///{folder / 'gradebook.db'}"
    desk = Course(folder, config)
    with course.gradebook() as real, desk.gradebook() as copy:
        tables = [one for one in Base.metadata.sorted_tables if one.name not in _WORK]
        for table in reversed(tables):
            copy.db.execute(table.delete())
        for table in tables:
            if rows := [dict(row) for row in real.db.execute(select(table)).mappings()]:
                copy.db.execute(table.insert(), rows)
        copy.db.commit()
    return desk


def copy_deadline(real: Gradebook, copy: Gradebook, assignment: str, student: str) -> None:
    """Copy the due date and a student's extension, which may have changed since."""
    real.db.expire_all()
    due: Any = real.find_assignment(assignment).duedate
    entry: Any = copy.find_assignment(assignment)
    entry.duedate = due
    try:
        extension: Any = real.find_submission(assignment, student).extension
    except MissingEntry:
        extension = None
    copy.update_or_create_student(student)
    with copy.db.no_autoflush:
        work: Any = copy.update_or_create_submission(assignment, student)
    work.extension = extension
    copy.db.commit()
