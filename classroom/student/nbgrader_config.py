"""Configure nbgrader for a student."""

import os
from pathlib import Path

c = get_config()

c.CourseDirectory.course_id = "class"
# All servers run as the same user of the machine, whose name nbgrader would use.
c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
c.Exchange.root = str(Path(os.environ["CLASS_FOLDER"], "exchange"))
# Next to the lessons, which link there.
c.Exchange.assignment_dir = str(Path.home() / "exercises")
