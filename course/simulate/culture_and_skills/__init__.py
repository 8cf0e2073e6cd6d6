"""What happens to people's tasks, their judgement next to an AI, and their jobs."""

from course.simulate.culture_and_skills.reskilling import Staff, play
from course.simulate.culture_and_skills.tasks import Job, run_plan
from course.simulate.culture_and_skills.together import Pair, pair, random_pairs

__all__ = ["Job", "Pair", "Staff", "pair", "play", "random_pairs", "run_plan"]
