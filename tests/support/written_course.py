"""Create a small course with two written questions and answers."""

from nbformat.v4 import new_markdown_cell

from split_grader.tasks.release import release
from support.small_course import (
    QUICK,
    TOTAL,
    answer,
    check,
    filled,
    grade,
    hand_in,
    label,
    notebook_of,
)

Q4_POINTS = 6
FULL = """The model suffers from data drift. The applicants of today are not those it was trained on:
the distribution of incomes and the relation between income and default have changed.
First compare the training distribution with the current one, feature by feature, with the
population stability index. Then break the errors down by segment and by month.
Retrain it on recent data and validate it on a later period before release.
Afterwards monitor performance and drift with thresholds and alerts, and retrain when they fire."""
PART = "The applicants are others than those of the training data, so the model has drifted."
DENIED = (
    "The model has not drifted. There is no need to retrain it, and nothing has to be monitored."
)


def written(grade_id, points):
    source = "**Your answer:**\n### BEGIN SOLUTION\nIt drifted; retrain it.\n### END SOLUTION"
    metadata = label(grade_id, grade=True, solution=True, points=points)
    return new_markdown_cell(source, id=grade_id, metadata=metadata)


def source_notebook():
    return notebook_of(
        answer("q_total", TOTAL),
        check("total_visible", 'assert total([1, 2]) == 3, "total([1, 2]) must be 3"', 1),
        written("q4_written", Q4_POINTS),
        written("q8_written", 10),  # twice the rubric's five
        written("essay", 3),  # not a question for the checker
    )


def answered(text, **answers):
    """Fill answers into the released notebook; a written cell without one stays as released."""
    return filled(text, {"q_total": TOTAL, **answers})


def essay_course(new_course):
    """Release, hand in and grade an essay: Ann's and Ben's wait, Cut's file is cut off."""
    test = check("total_visible", "assert total([1, 2]) == 3", 1)
    course = new_course(notebook_of(answer("q_total", TOTAL), test, written("essay", 3)))
    release(course, "sums", QUICK)
    for student in ("ann", "ben"):
        hand_in_essay(course, student, f"An essay by {student}.")
    hand_in(course, "cut", "{")
    grade(course)
    return course


def hand_in_essay(course, student, text):
    blank = (course.release("sums") / "sums.ipynb").read_text()
    hand_in(course, student, answered(blank, essay=text))


def grades(course, student):
    """Return a student's grades in the gradebook, by cell."""
    with course.gradebook() as gradebook:
        notebook = gradebook.find_submission_notebook("sums", "sums", student)
        comments = {one.name: one.comment or "" for one in notebook.comments}
        return {
            one.name: {
                "auto": one.auto_score,
                "manual": one.manual_score,
                "score": one.score,
                "open": one.needs_manual_grade,
                "comment": comments.get(one.name, ""),
            }
            for one in notebook.grades
        }


def hand_grade(course, student, cell, score):
    """Enter a grade as Formgrader does."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(cell, "sums", "sums", student)
        grade.manual_score = score
        grade.needs_manual_grade = False
        gradebook.db.commit()
