"""The explorables of module 4: alarms, adoption by crews, and a delivery team."""

from course.explore.people_and_change.adoption import adoption
from course.explore.people_and_change.alarms import alarms
from course.explore.people_and_change.team import team

__all__ = ["adoption", "alarms", "team"]
