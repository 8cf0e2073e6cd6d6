"""What an instructor runs: release, collect, grade, feedback, report and export.

Everything stands on nbgrader's own directories and gradebook, so that nbgrader's commands and
Formgrader work on the same course.
"""
