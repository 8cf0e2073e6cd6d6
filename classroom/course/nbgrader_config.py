"""Configure the course: its gradebook and its exchange are next to its folder."""

from importlib.util import find_spec
from pathlib import Path

from split_grader.course.settings import fair_grading

c = get_config()

COURSE = Path(__file__).resolve().parent
CLASS = COURSE.parent
c.CourseDirectory.root = str(COURSE)
c.CourseDirectory.course_id = "class"
# No password: the socket's folder is open to its owner only. The driver is named because nbgrader's
# own commands also read this address.
SOCKET = CLASS / "postgres" / "socket"
c.CourseDirectory.db_url = f"postgresql+psycopg2://teacher@/postgres?host={SOCKET}"
c.Exchange.root = str(CLASS / "exchange")
# Everybody here is the same user of this machine, so nbgrader would suspect each file of cheating.
c.ExchangeCollect.check_owner = False
# What students' code may import and read besides what is installed.
c.Grader.packages = ["course"]
c.Grader.folders = [str(Path(find_spec("course").origin).parents[1] / "datasets")]
c.Execute.timeout = 20
fair_grading(c)
