"""What nbgrader needs to know where a student works."""

import os
from pathlib import Path

c = get_config()

c.CourseDirectory.course_id = os.environ["COURSE_ID"]
# All servers run as one user of the machine, whose name nbgrader would take.
c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
c.Exchange.root = os.environ["EXCHANGE"]
# Beside the lessons, which link there.
c.Exchange.assignment_dir = str(Path.home() / "exercises")
