"""Create a small class with two written questions, without running anything."""

import json

from nbformat.v4 import new_markdown_cell

from support.small_course import label, notebook_of

ALIKE = "The model suffers from drift: today's applicants differ from those of the training data."
ANSWERS = {
    "ada": f"{ALIKE} Retrain it.",
    "ben": f"{ALIKE} We should retrain it.",
    "cara": f"{ALIKE} Monitor it as well.",
    "dan": "My aunt worked in three wards and never saw a computer that helped her.",
    "script": "<script>document.title = 'stolen'</script><img src=x onerror=alert(1)> **bold**",
    "long": "And so on and on. " * 1500,
    "rtl": "هذا النموذج انجرف \u202e and this is turned around",
    "empty": "",
}


def written(grade_id, points):
    metadata = label(grade_id, grade=True, solution=True, points=points)
    return new_markdown_cell(
        "### BEGIN SOLUTION\nDrift.\n### END SOLUTION", id=grade_id, metadata=metadata
    )


def source_notebook(*questions):
    return notebook_of(*(written(name, 6) for name in questions or ("q4_written", "essay")))


def enter_assignment(course, questions=("q4_written", "essay"), name="sums"):
    """Add the assignment to the gradebook as a release does."""
    with course.gradebook() as gradebook:
        gradebook.add_assignment(name)
        gradebook.add_notebook(name, name)
        for question in questions:
            gradebook.add_grade_cell(question, name, name, max_score=6, cell_type="markdown")
            gradebook.add_solution_cell(question, name, name)
            gradebook.add_source_cell(question, name, name, cell_type="markdown", source="")


def hand_in_graded(course, answers, questions=("q4_written", "essay"), name="sums"):
    """Add answers as `grader grade` does: a notebook, and waiting grades."""
    with course.gradebook() as gradebook:
        for student, text in answers.items():
            gradebook.update_or_create_student(student)
            with gradebook.db.no_autoflush:
                entry = gradebook.update_or_create_submission(name, student)
            for grade in entry.notebooks[0].grades:
                grade.needs_manual_grade = True
            gradebook.db.commit()
            answer_again(course, student, text, questions, name)


def answer_again(course, student, text, questions=("q4_written", "essay"), name="sums"):
    notebook = source_notebook(*questions)
    for cell in notebook.cells:
        cell.source = text
    path = course.autograded(student, name) / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def make(course, name="sums"):
    enter_assignment(course, name=name)
    hand_in_graded(course, ANSWERS, name=name)
    return course


def marks(course, question="q4_written"):
    """Return the gradebook's marks by student."""
    with course.gradebook() as gradebook:
        by_student = {}
        for student in ANSWERS:
            notebook = gradebook.find_submission_notebook("sums", "sums", student)
            (grade,) = [one for one in notebook.grades if one.name == question]
            (comment,) = [one for one in notebook.comments if one.name == question]
            by_student[student] = (
                grade.manual_score,
                comment.manual_comment,
                grade.needs_manual_grade,
            )
        return by_student
