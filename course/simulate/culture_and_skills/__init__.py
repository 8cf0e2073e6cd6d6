"""What happens to people's tasks, their judgement next to an AI, and their jobs."""

from course.simulate.culture_and_skills.reskilling import play
from course.simulate.culture_and_skills.tasks import run_plan
from course.simulate.culture_and_skills.together import pair, random_pairs

__all__ = ["pair", "play", "random_pairs", "run_plan"]
