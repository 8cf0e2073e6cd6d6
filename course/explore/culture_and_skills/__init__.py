"""The explorables of module 10."""

from course.explore.culture_and_skills.reskilling import reskilling
from course.explore.culture_and_skills.tasks import tasks
from course.explore.culture_and_skills.together import together

__all__ = ["reskilling", "tasks", "together"]
