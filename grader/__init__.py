"""What an instructor runs: release, collect, grade, feedback, report and export.

Everything stands on nbgrader's own directories and gradebook, so that nbgrader's commands and
Formgrader work on the same course.
"""

import sys

# jsonschema imports this only if it is there, to check the form of web addresses in a schema; it
# compiles a grammar for a second or more, and no notebook needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
