"""The scaling gap: how headlines are counted, where pilots end, and which way to scale."""

from course.simulate.scaling_gap.definitions import (
    BARS,
    CLOCKS,
    RESPONDENTS,
    UNITS,
    count_headlines,
    draw_population,
    headlines,
)
from course.simulate.scaling_gap.funnel import (
    GATES,
    chance_of_at_most,
    draw_companies,
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
    "GATES",
    "RESPONDENTS",
    "UNITS",
    "WAYS",
    "chance_of_at_most",
    "compare_ways",
    "count_headlines",
    "draw_companies",
    "draw_population",
    "draw_rates",
    "headlines",
    "live_count_probabilities",
    "mistake_factor",
    "run_funnel",
]
