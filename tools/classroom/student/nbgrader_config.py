"""What nbgrader needs to know where a student works."""

import os

c = get_config()

c.CourseDirectory.course_id = os.environ["COURSE_ID"]
# All servers run as one user of the machine, whose name nbgrader would take.
c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
c.Exchange.root = os.environ["EXCHANGE"]
