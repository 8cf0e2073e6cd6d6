"""Public claims about one bank's AI: the growth that a rule about sources lets you quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import altair as alt
import pandas as pd

from course import charts
from course.data import timeline
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider, Toggle
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.ghosts import guess_rules
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.case_and_pitfalls.evidence import ADMITS, TOPICS, claims, quote

if TYPE_CHECKING:
    from course.simulate.case_and_pitfalls.evidence import Quote

_STATUSES = ["audited", "the firm", "others", "contradicted"]
_WORDS = dict(zip(timeline.STATUSES, _STATUSES, strict=True))
_COLOURS = [charts.GREEN, charts.BLUE, charts.YELLOW, charts.PINK]
_ROWS: Final = {
    "use cases": ["in production", "proofs of concept", "stage not stated"],
    "value": ["value planned", "value expected", "benefit estimated", "benefit, unclear"],
    "users": ["people with access"],
    "budget": ["technology cost", "technology budget", "AI budget"],
}
_MOST = 16


@focusable
def evidence(focus: Focus) -> Explorable:
    """Choose quotes by topic, by source and by what they count."""
    return Explorable(
        "case_and_pitfalls.evidence",
        title="What may you still say when you ask for better evidence?",
        controls=(
            Choice("topic", "Topic", TOPICS, "use cases"),
            Choice("admit", "Sources that you admit", tuple(ADMITS), "others too"),
            Toggle("same", "Join only figures that count the same"),
        ),
        presets={
            "A newspaper": {},
            "Money": {"topic": "value"},
            "Budget": {"topic": "budget"},
        },
        guess=GuessNumber(
            "Here are 31 public claims about the bank's AI, made from 2017 to 2026. How many are "
            "in the firm's own words: a letter, a slide, a talk or an interview?",
            Slider("firm", "In the firm's own words", 0, _MOST, 1, 5, ("claim", "claims")),
            truth=lambda scene: scene.facts["firm"],
            explanation="11 are others' words about the firm, 7 contradict a claim that is closer "
            "to it, and none is audited. We read even the firm's words in other people's reports.",
        ),
        challenges=(
            Challenge(
                "Print a fall in use cases.",
                lambda values, scene: values["topic"] == "use cases" and scene.facts["growth"] < 0,
                hint="A fall needs a small last figure. Who gives one, and of which stage?",
                witness={"admit": "any page on the web", "same": True},
            ),
            Challenge(
                "Find a topic whose figure has at least doubled in the firm's own words. Then show "
                "that no growth is left once figures must count the same.",
                lambda values, scene: (
                    values["same"]
                    and values["admit"] == "the firm's own words"
                    and scene.facts["loose"] >= 1
                    and scene.facts["quoted"] == 0
                ),
                hint="Which topic has a new word for every figure?",
                witness={"topic": "value", "admit": "the firm's own words", "same": True},
            ),
        ),
        model=_model,
        chart=_chart,
        before=_before,
        focus=focus,
    )


def _model(topic: str, admit: str, same: bool) -> Scene:  # noqa: FBT001 - as the page sends it
    quotation = quote(topic, admit, same=same)
    loose = quote(topic, admit)
    rows = claims()
    is_admitted = rows["claim_id"].isin(quotation.admitted["claim_id"])
    sentence, point = _sentence(quotation), _point(topic, quotation)
    return Scene(
        {
            "claims": _dots(rows[rows["topic"] == topic], is_admitted, quotation.ends),
            "ends": _place(quotation.ends),
            "rows": pd.DataFrame({"row": range(1, len(_ROWS[topic]) + 1), "words": _ROWS[topic]}),
            "cards": _cards(rows, is_admitted),
            "classes": _classes(rows),
        },
        f"{sentence} You admit {is_admitted.sum()} of {len(rows)} claims.",
        title=point,
        facts={
            "firm": float((rows["status"] == "company").sum()),
            "growth": quotation.growth,
            "loose": loose.growth,
            "quoted": float(len(quotation.ends)),
        },
    )


def _sentence(quotation: Quote) -> str:
    if quotation.ends.empty:
        return "No growth may be quoted: no two figures of different dates are left."
    first, last = (
        f"{_figure(row)} ({row['counts']}, {_day(row)})" for _, row in quotation.ends.iterrows()
    )
    kind = (
        "Both ends have the same label."
        if quotation.alike
        else "The two ends count different things."
    )
    return f"You print “from {first} to {last}”, a change of {quotation.growth:+.0%}. {kind}"


def _point(topic: str, quotation: Quote) -> str:
    if quotation.ends.empty:
        return f"{topic.capitalize()}: no growth may be quoted"
    remark = "" if quotation.alike else ", of two kinds"
    return f"{topic.capitalize()}: {quotation.growth:+.0%}{remark}"


def _figure(row: pd.Series) -> str:
    return f"${row['value']:g} billion" if "dollars" in row["unit"] else f"{row['value']:,.0f}"


def _day(row: pd.Series) -> str:
    return f"{row['date']:%Y}" if row["precision"] == "year" else f"{row['date']:%B %Y}"


def _place(claims: pd.DataFrame) -> pd.DataFrame:
    """Return a figure's date, and the row of what it counts."""
    rows = {name: row for names in _ROWS.values() for row, name in enumerate(names, start=1)}
    year = claims["date"].dt.year + (claims["date"].dt.month - 1) / 12
    return pd.DataFrame({"year": year.round(2), "row": claims["counts"].map(rows)})


def _dots(claims: pd.DataFrame, is_admitted: pd.Series, ends: pd.DataFrame) -> pd.DataFrame:
    words = claims["value"].map(lambda value: f"{value:,g}" if value < 1000 else f"{value:,.0f}")
    place = _place(claims)
    # Neighbours in a row have labels above and below, so that they never overlap.
    up = 1 - claims.groupby("counts").cumcount() % 2
    if len(ends):  # ... or the rising or falling line between the quoted ends
        first, last = (place.loc[name] for name in ends.index)
        fall = last["row"] - first["row"]
        if fall:
            up[(place["row"] == first["row"]) & (place["year"] < last["year"])] = int(fall > 0)
            up[(place["row"] == last["row"]) & (place["year"] > first["year"])] = int(fall < 0)
    return place.assign(
        status=claims["status"].map(_WORDS), admitted=is_admitted, words=words, up=up
    ).dropna(subset="row")


def _cards(claims: pd.DataFrame, is_admitted: pd.Series) -> pd.DataFrame:
    """Return a card for each claim, in a row of those whom the same speaker stands behind."""
    return pd.DataFrame(
        {
            "claim": claims["claim_id"],
            "place": claims.groupby("status", observed=True).cumcount() + 0.5,
            "status": claims["status"].map(_WORDS),
            "admitted": is_admitted,
        }
    )


def _classes(claims: pd.DataFrame) -> pd.DataFrame:
    count = claims["status"].value_counts().reindex(timeline.STATUSES, fill_value=0)
    return pd.DataFrame({"claims": count.to_numpy(), "status": _STATUSES})


def _chart() -> alt.ChartType:
    chart = alt.hconcat(
        _timeline(), _rows(), title="What is claimed, and who stands behind it", spacing=30
    )
    return charts.alt_text(
        chart,
        "First: a dot for each public figure, by year and in a row for what it counts; colour "
        "says who stands behind it, a hollow dot is not admitted, and a line joins the two figures "
        "that are quoted. Second: a card for each of the 31 claims, in a row "
        "for who stands behind it; a hollow card is not admitted.",
    )


def _colours() -> dict[str, Any]:
    """Colour claims by source; claims that are not admitted are hollow."""
    scale = alt.Scale(domain=_STATUSES, range=_COLOURS)
    return {
        "stroke": alt.Stroke("status:N", scale=scale, legend=None),
        "fill": alt.Fill("status:N", scale=scale, legend=None),
        "fillOpacity": alt.condition("datum.admitted", alt.value(1), alt.value(0)),
    }


def _timeline() -> alt.ChartType:
    row = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[4.4, 0.3], nice=False))
    place = (
        alt.X(
            "year:Q",
            title="Year",
            scale=alt.Scale(domain=[2018.4, 2027], nice=False),
            axis=alt.Axis(values=[2019, 2021, 2023, 2025], format="d", grid=False),
        ),
        row,
    )
    rows = alt.Chart(alt.NamedData("rows"))
    rules = rows.mark_rule(color=charts.GREY, strokeWidth=0.5).encode(row)
    row_words = rows.mark_text(align="left", dx=4, dy=-29, fontSize=12, color=charts.INK).encode(
        row, alt.Text("words:N"), x=alt.value(0)
    )
    claims = alt.Chart(alt.NamedData("claims"))
    dots = claims.mark_point(size=70, opacity=1, strokeWidth=2).encode(*place, **_colours())
    words = claims.mark_text(
        fontSize=11, dy={"expr": "datum.up ? -11 : 13"}, color=charts.INK
    ).encode(*place, alt.Text("words:N"))
    line = alt.Chart(alt.NamedData("ends")).mark_line(
        color=charts.INK, strokeWidth=1.5, strokeDash=[5, 3]
    )
    return alt.layer(
        rules, line.encode(*place, alt.Order("year:Q")), dots, words, row_words
    ).properties(height=250, title="What the figures count ($: in billion)")


def _rows() -> alt.ChartType:
    # The empty row has the numbers of the guess and the truth.
    row = alt.Y(
        "status:N",
        title="Who stands behind it",
        scale=alt.Scale(domain=["", *_STATUSES]),
        axis=alt.Axis(ticks=False, domain=False),
    )
    cards = (
        alt.Chart(alt.NamedData("cards"))
        .mark_square(size=_size(_MOST + 3, 5), strokeWidth=1.6, opacity=1)
        .encode(_COUNT, row, alt.Key("claim:N"), **_colours())
    )
    words = (
        alt.Chart(alt.NamedData("classes"))
        .mark_text(align="left", dx=8, fontSize=12, color=charts.INK)
        .encode(alt.X(datum=_MOST), row, alt.Text("claims:Q"))  # where no guess can cover them
    )
    return alt.layer(cards, words, guess_rules()).properties(
        height=190, title="All 31 claims (hollow: not admitted)"
    )


def _before() -> alt.ChartType:
    """Return the claims at their dates, without their speakers."""
    rows = claims()
    half = 2 * (rows["date"].dt.year - 2017) + (rows["date"].dt.month > 6)  # as wide as a card
    cards = pd.DataFrame({"half": half + 0.5, "level": rows.groupby(half).cumcount() + 0.5})
    highest = int(cards["level"].max()) + 1
    pile = (
        alt.Chart(cards)
        .mark_square(size=_size(20, highest), color="#B5B5B5", opacity=1)
        .encode(
            alt.X(
                "half:Q",
                title="Year",
                scale=alt.Scale(domain=[0, 20], nice=False),
                axis=alt.Axis(
                    values=[0, 4, 8, 12, 16], labelExpr="2017 + datum.value / 2", grid=False
                ),
            ),
            alt.Y("level:Q", axis=None, scale=alt.Scale(domain=[0, highest], nice=False)),
        )
        .properties(height=150, title=f"{len(rows)} claims. Who said them?")
    )
    ends = alt.Chart(pd.DataFrame({"place": [0, _MOST]})).mark_point(opacity=0)
    axis = alt.layer(ends.encode(_COUNT), guess_rules()).properties(
        height=70, title="In the firm's own words"
    )
    chart = alt.vconcat(pile, axis, spacing=24).resolve_scale(x="independent", y="independent")
    return charts.alt_text(
        chart,
        "First: a grey card for each of 31 claims over its half-year, without its speaker. Second: "
        "an empty axis of claims.",
    )


_COUNT = charts.axis(alt.X, "place:Q", "Claims (count)", 0, _MOST + 3, values=[0, 4, 8, 12, 16])


def _size(columns: int, rows: int) -> Any:
    """Return the area of a card where so many share the width, and so many the height."""
    pitch = f"min(item.mark.group.width / {columns}, item.mark.group.height / {rows})"
    return {"expr": f"pow(0.8 * {pitch}, 2)"}
