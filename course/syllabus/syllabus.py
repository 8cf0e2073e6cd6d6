"""The lessons of this course, in order, and the paths through them, as in ``course.toml``."""

from course.syllabus.coursefile import DECISION, current
from course.syllabus.lessons import Assignment, LearningPath, Module, Stop

__all__ = [
    "CHAPTER_QUESTIONS",
    "COURSE",
    "DECISION",
    "MODULES",
    "PATHS",
    "READY",
    "SITTINGS",
    "Assignment",
    "LearningPath",
    "Module",
    "Stop",
]

COURSE = current()
MODULES = COURSE.modules

READY = tuple(module.slug for module in MODULES if module.steps)
"""Slugs of the available modules."""

CHAPTER_QUESTIONS = "chapter_questions"
"""The assignment with the chapter's questions: one notebook per question."""

SITTINGS = {
    f"q{module.chapter_question}": module.sitting for module in MODULES if module.chapter_question
}
"""Name of a chapter question -> its notebook, without ending."""

PATHS = COURSE.paths
"""Paths by their names in `course_map`; their hours leave out the exercises."""
