"""A platform in 100 companies: the years that each needs to break even."""

from __future__ import annotations

import numpy as np

from course.explore.challenges import Challenge
from course.explore.controls import Slider
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessNumber
from course.explore.platforms import _bricks
from course.explore.scene import Scene
from course.simulate.platforms.break_even import (
    COMPANIES,
    YEARS,
    lay_bricks,
    run_platform,
)
from course.simulate.platforms.break_even import break_even as formula

_PLENTY = 40
_TYPICAL = 7  # a draw close to the average draw


@focusable
def break_even(focus: Focus) -> Explorable:
    """Set a platform's costs, savings and use; see when 100 companies are ahead."""
    return Explorable(
        "platforms.break_even",
        title="When has a platform paid?",
        controls=(
            Slider("cases", "New use cases a year", 5, 20, 5, 10, ("case", "cases")),
            Slider("use", "Cases that will use it", 10, 100, 5, 80, "%"),
            Slider("saving", "Saved per case on it", 100, 300, 50, 150, "€ thousand"),
            Slider("fixed", "Cost to build", 500, 3_000, 500, 1_500, "€ thousand"),
            Slider("run", "Cost to run a year", 0, 1_000, 100, 300, "€ thousand"),
        ),
        presets={"Ten cases a year": {}, "Everybody uses it": {"use": 100}},
        guess=GuessNumber(
            "Building costs €1.5 million, and a case saves €150,000 on the platform: ten cases, by "
            "the formula. Ten begin each year, 80% will use it, and running it costs €300,000 a "
            "year. After how many years has the middle company its money back?",
            Slider("middle", "Years since the decision", 0, YEARS, 0.25, 1, ("year", "years")),
            truth=lambda scene: scene.facts["middle"],
            explanation="Cases go on beginning while the platform is built, teams join one by one, "
            "one case in five never does, and each year costs money.",
        ),
        challenges=(
            Challenge(
                "At most 60% of the cases will use it. Let 70 of 100 companies have their money "
                "back within four years all the same.",
                lambda values, scene: values["use"] <= 60 and scene.facts["soon"] >= 70,
                hint="A share of many is more than a share of few.",
                witness={"cases": 20, "use": 60},
                needs=("cases", "use"),
            ),
            Challenge(
                "The formula says ten cases or fewer, your company begins 40 in eight years, and "
                "all of them will use the platform. Yet leave 90 of 100 companies behind after "
                "eight years.",
                lambda values, scene: (
                    scene.facts["formula"] <= 10
                    and values["cases"] * YEARS >= _PLENTY
                    and values["use"] == 100
                    and scene.facts["behind"] >= 90
                ),
                hint="The formula knows neither pace nor running costs. Move both, and "
                "more than one step.",
                witness={"cases": 5, "use": 100, "run": 700},
            ),
        ),
        model=_model,
        chart=_bricks.chart,
        before=_bricks.before,
        focus=focus,
    )


def _model(cases: float, use: float, saving: float, fixed: float, run: float) -> Scene:
    platform = run_platform(cases, saving, use, fixed, run, seed=_TYPICAL)
    cases_needed = formula(fixed, saving)
    case, year = _middle(platform.cases), _middle(platform.years)
    count = COMPANIES - int(np.isinf(platform.years).sum())
    half = (
        f"The middle one has after {year:.3g} years, and has begun {case:.0f} cases by then."
        if np.isfinite(year)
        else "The middle one doesn't."
    )
    return Scene(
        _bricks.frames(lay_bricks(cases, saving, use, fixed, run), platform.years),
        f"{count} of {COMPANIES} companies have their money back within {YEARS} years. {half} In "
        f"the long run an average year brings {_money(platform.yearly)}, all costs paid.",
        title=f"By the formula {cases_needed:.3g} cases pay for it; the middle company "
        + (
            f"begins {case:.0f} before it has its money back"
            if np.isfinite(case)
            else f"hasn't got its money back after {YEARS} years"
        ),
        facts={
            "formula": cases_needed,
            "middle": year if np.isfinite(year) else YEARS,
            "soon": int((platform.years <= YEARS / 2).sum()),
            "behind": int((platform.net[:, -1] < 0).sum()),
        },
    )


def _middle(values: np.ndarray) -> float:
    """Return the median; infinity if half or more are infinite."""
    return float(np.quantile(values, 0.5, method="higher"))


def _money(thousand: float) -> str:
    sign = "-" if thousand < 0 else ""
    return f"{sign}€{abs(thousand) / 1000:.2f} million"
