"""Release, collect, grade, give feedback, report and export for a course.

Everything uses nbgrader's own directories and gradebook, so that nbgrader's commands and
Formgrader work on the same course.
"""

import sys

# jsonschema imports this module if installed, to check web addresses in a schema. It compiles a
# grammar for a second or more, and no notebook needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
