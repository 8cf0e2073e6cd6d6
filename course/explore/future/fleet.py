"""An update in rings: devices that a fault breaks, and days until all have a sound update."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from course import charts
from course.data.fleet import KINDS
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.future.fleet import (
    DAYS,
    DONE,
    EUR_A_VISIT,
    FAULTY_WORLDS,
    GOOD_WORLDS,
    Rollout,
    roll_out,
)

_STOPS = ("0.5%", "1%", "2%", "3%", "5%")
_MOST, _ALLOWED = 3_500, 50
_TYPICAL = 24  # a draw close to the average draw
_WORDS = {kind: f"{count:,} {kind}s" for kind, count in KINDS.items()}


@focusable
def fleet(focus: Focus) -> Explorable:
    """Plan an update's rings and stop rule; see what a fault still breaks."""
    return Explorable(
        "future.fleet",
        title="5,000 devices, one update: what do rings protect?",
        controls=(
            Slider("wait", "Wait from ring to ring", 0, 4, 1, 1, ("day", "days")),
            Choice("stop", "Stop when this share has failed", _STOPS, "5%"),
            Toggle("mixed", "Every ring holds every kind"),
            Toggle("by_kind", "Count each kind separately"),
            Slider("offline", "Devices out of reach on a day", 0, 60, 10, 30, "%"),
        ),
        presets={"Four rings": {}, "All at once": {"wait": 0}, "Poor links": {"offline": 60}},
        guess=GuessNumber(
            "Four rings of 50, 250, 1,250 and 3,450 devices follow each other, filled from a stock "
            "list that is sorted by kind, gateways first. A fault hits the 850 cameras. How many "
            "break?",
            Slider("cameras", "Broken devices", 0, 850, 5, 100, ("camera", "cameras")),
            truth=lambda scene: round(scene.facts["camera"]),
            explanation="The list begins with 4,000 gateways, so all cameras are in the last "
            "ring. The rings before it could not break one, and so could not warn.",
        ),
        challenges=(
            Challenge(
                "Count all kinds together. Let no fault break more than 50 devices in any of the "
                "60 worlds, and bring a sound update to 95% within ten days.",
                lambda values, scene: (
                    not values["by_kind"]
                    and scene.facts["worst"] <= _ALLOWED
                    and scene.facts["days"] <= 10
                ),
                hint="150 handhelds are 3% of all devices. Which limit could see them?",
                witness={"wait": 2, "stop": "1%", "mixed": True},
            ),
            Challenge(
                "With 60% out of reach and a limit of 5%: no more than 50 broken in any world, and "
                "a sound update at 95% within 14 days.",
                lambda values, scene: (
                    values["offline"] == 60
                    and values["stop"] == "5%"
                    and scene.facts["worst"] <= _ALLOWED
                    and scene.facts["days"] <= 14
                ),
                hint="A limit is a share of something. A silent device takes time to be missed.",
                witness={"wait": 2, "mixed": True, "by_kind": True, "offline": 60},
            ),
        ),
        model=_model,
        chart=_chart,
        focus=focus,
    )


def _model(wait: int, stop: str, offline: float, *, mixed: bool, by_kind: bool) -> Scene:
    run = roll_out(
        int(wait), float(stop.rstrip("%")), offline, mixed=mixed, by_kind=by_kind, seed=_TYPICAL
    )
    means = {kind: float(counts.mean()) for kind, counts in run.broken.items()}
    worst = max(int(counts.max()) for counts in run.broken.values())
    dearest = max(means, key=lambda kind: means[kind])
    is_finished = np.isfinite(run.days)
    stopped_worlds = GOOD_WORLDS - int(is_finished.sum())
    days = float(run.days.max())
    words = (
        f"A sound update reaches 95% in {days:.0f} days"
        if not stopped_worlds
        else f"A sound update is stopped in {stopped_worlds} of {GOOD_WORLDS} worlds"
    )
    visits = means[dearest] * EUR_A_VISIT / 1_000
    return Scene(
        {"broken": _broken(run), "means": _means(means), "progress": _progress(run)},
        f"A fault breaks {_listed(means)} on average, and {worst:,} devices in the worst of "
        f"{len(KINDS) * FAULTY_WORLDS} worlds. Visits cost up to €{visits:,.0f},000. {words}.",
        title=f"A fault in the {dearest}s breaks {means[dearest]:,.0f} of {KINDS[dearest]:,}",
        facts={
            **means,
            "worst": worst,
            "days": days if not stopped_worlds else 99,
            "held": stopped_worlds,
        },
    )


def _listed(means: dict[str, float]) -> str:
    *first, last = [f"{mean:,.0f} {kind}s" for kind, mean in means.items()]
    return f"{', '.join(first)} or {last}"


def _broken(run: Rollout) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"kind": _WORDS[kind], "broken": np.unique(counts)})
        for kind, counts in run.broken.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _means(means: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "kind": [_WORDS[kind] for kind in means],
            "broken": [round(mean, 1) for mean in means.values()],
            "words": [f"{mean:,.0f}" for mean in means.values()],
        }
    )


def _progress(run: Rollout) -> pd.DataFrame:
    percent = (100 * run.updated.mean(axis=0)).round(1)
    return pd.DataFrame({"day": np.arange(DAYS + 1), "percent": percent})


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _kinds(),
        _days(),
        title="What a fault breaks, and how long a sound update takes",
        spacing=30,
    )
    return charts.alt_text(
        chart,
        "First: devices that a fault breaks, a tick for each of 20 worlds and a dot at the mean, "
        "if it hits gateways, cameras or handhelds. Second: the share of devices that have a "
        "sound update, day by day.",
    )


def _kinds() -> alt.ChartType:
    place = (
        alt.X(
            "broken:Q",
            title="Broken devices (root scale)",
            scale=alt.Scale(type="sqrt", domain=[0, _MOST], nice=False),
            axis=alt.Axis(values=[0, 50, 250, 500, 1_000, 2_000, 3_000], grid=False),
        ),
        alt.Y(
            "kind:N",
            title="The fault hits",
            scale=alt.Scale(domain=list(_WORDS.values())),
            axis=alt.Axis(ticks=False, domain=False),
        ),
    )
    worlds = alt.Chart(alt.NamedData("broken")).mark_tick(
        color=charts.SKY, size=16, thickness=1.5, clip=True
    )
    means = alt.Chart(alt.NamedData("means"))
    return alt.layer(
        worlds.encode(*place),
        alt.Chart(alt.NamedData("baseline_means"))
        .mark_tick(color=charts.INK, thickness=2, size=16)
        .encode(*place),
        means.mark_point(size=80, color=charts.BLUE, opacity=1, filled=True).encode(*place),
        means.mark_text(
            dx={"expr": "datum.broken > 1000 ? -7 : 7"},
            dy=17,
            align={"expr": "datum.broken > 1000 ? 'right' : 'left'"},
            fontSize=12,
            fontWeight=600,
            color=charts.BLUE,
        ).encode(*place, alt.Text("words:N")),
        guess_rules(),
    ).properties(height=220, width=360, title="Broken (pale: worlds; bold: start)")


def _days() -> alt.ChartType:
    x = charts.axis(alt.X, "day:Q", "Day", 0, DAYS, every=4, grid=False)
    y = charts.axis(alt.Y, "percent:Q", "Have the update (%)", 0, 100, every=25, grid=False)
    goal = alt.InlineData([{"day": 0, "percent": 100 * DONE}, {"day": DAYS, "percent": 100 * DONE}])
    line = alt.Chart(alt.NamedData("progress")).mark_line(color=charts.BLUE, strokeWidth=3)
    return alt.layer(
        alt.Chart(goal).mark_line(color=charts.GREY, strokeDash=[4, 3]).encode(x, y),
        charts.start_line("progress").encode(x, y),
        line.encode(x, y),
    ).properties(height=220, width=230, title="A sound update (dashed: 95%)")
