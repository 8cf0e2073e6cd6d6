"""People and change: believable alarms, crews that trust, and a team with a bottleneck."""

from course.simulate.people_and_change.adoption import (
    COSTS,
    LEVERS,
    Adoption,
    Assumptions,
    follow_plan,
    weekly_worth,
)
from course.simulate.people_and_change.alarms import (
    SECOND_CHECKS,
    Alarms,
    count_alarms,
    draw_real_shares,
)
from course.simulate.people_and_change.team import (
    ROLES,
    Delivery,
    capacity,
    hire_one,
    run_team,
    run_teams,
)

__all__ = [
    "COSTS",
    "LEVERS",
    "ROLES",
    "SECOND_CHECKS",
    "Adoption",
    "Alarms",
    "Assumptions",
    "Delivery",
    "capacity",
    "count_alarms",
    "draw_real_shares",
    "follow_plan",
    "hire_one",
    "run_team",
    "run_teams",
    "weekly_worth",
]
