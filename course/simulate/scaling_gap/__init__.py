"""The scaling gap: how headlines are counted, where pilots end, and which way to scale."""

from course.simulate.scaling_gap.definitions import (
    BARS,
    CLOCKS,
    FIFTEEN_FIRMS,
    RESPONDENTS,
    UNITS,
    count_headlines,
    draw_population,
    headlines,
    mark_trials,
)
from course.simulate.scaling_gap.funnel import (
    GATES,
    chance_of_at_most,
    draw_companies,
    draw_pilots,
    live_count_probabilities,
    run_funnel,
)
from course.simulate.scaling_gap.ways_to_scale import (
    WAYS,
    compare_ways,
    draw_rates,
    mistake_factor,
)

__all__ = [
    "BARS",
    "CLOCKS",
    "FIFTEEN_FIRMS",
    "GATES",
    "RESPONDENTS",
    "UNITS",
    "WAYS",
    "chance_of_at_most",
    "compare_ways",
    "count_headlines",
    "draw_companies",
    "draw_pilots",
    "draw_population",
    "draw_rates",
    "headlines",
    "live_count_probabilities",
    "mark_trials",
    "mistake_factor",
    "run_funnel",
]
