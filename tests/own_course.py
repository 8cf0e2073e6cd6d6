"""Write a course of another subject: two lessons, an explorable, a decision, data, an exercise."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from small_course import label

COURSE = """
slug = "time-series"
title = "Forecasting"
footer = "Written by a teacher. Text: CC BY 4.0."

[front]
description = "How to say what comes next."

[[lesson]]
slug = "smoothing"
title = "How fast should a forecast forget?"
steps = ["weights", "checkpoint"]
exercise = "smoothing"
minutes = 15

[[lesson]]
slug = "stock"
title = "How much is enough?"
steps = ["checkpoint"]
minutes = 15

[[path]]
name = "reader"
title = "The short path"
says = "I have an hour"
reader = "For those who read."
code = false
stops = ["smoothing"]
"""

EXPLORABLE = '''
"""How much of the past a forecast keeps."""

import altair as alt
import pandas as pd

from course import charts, load
from course.explore import Explorable, GuessNumber, Scene, Slider
from course.explore.ghosts import guess_rules
from course.simulate.smoothing import weight_of_last


def weights():
    """The share of the last week in a forecast."""
    return Explorable(
        "smoothing.weights",
        title="How much does the last week count?",
        controls=(Slider("memory", "Memory", 1, 9, 1, 4, ("week", "weeks")),),
        presets={"A month": {}, "A fortnight": {"memory": 2}},
        guess=GuessNumber(
            "How much does the last of four weeks count?",
            Slider("share", "Share", 0, 100, 1, 50, "%"),
            truth=lambda scene: scene.facts["share"],
            explanation="Each of four weeks counts a quarter.",
        ),
        model=_model,
        chart=_chart,
    )


def _model(memory):
    share = weight_of_last(memory)
    return Scene(
        {"shares": pd.DataFrame({"week": ["last"], "share": [share]})},
        f"The last week counts {share:.0f}% of {len(load('sales'))} weeks.",
        title="A long memory forgets slowly",
        facts={"share": share},
    )


def _chart():
    length = charts.axis(alt.X, "share:Q", "Share (%)", 0, 100)
    bars = alt.Chart(alt.NamedData("shares")).mark_bar().encode(length, alt.Y("week:N", title="Week"))
    chart = alt.layer(bars, guess_rules()).properties(height=80, title="The share of a week")
    return charts.alt_text(chart, "The share of the last week.")
'''

MODEL = '''
"""How much a week counts."""


def weight_of_last(memory):
    """Return the last week's share (%)."""
    return 100 / memory
'''

DATA = '''
"""Visits of a shop."""

import pandas as pd


def load(days=3):
    """Return the visits."""
    return pd.DataFrame({"visits": range(days)})


def truth(variant=None):
    """Return what was planted."""
    return pd.DataFrame({"kind": ["trend"]})
'''

DECISION = """
prompt = "How many weeks does the forecast remember?"
hint = "For example: what a short memory misses."

[[option]]
key = "few"
text = "Four weeks."

[[option]]
key = "all"
text = "All weeks, with weights that fall."
without = ["weeks"]

[[number]]
key = "weeks"
label = "Weeks"
says = "The forecast remembers {value} weeks."
unit = "weeks"
low = 1
high = 9
step = 1
default = 4
"""

QUESTION = """
[[question]]
id = "{name}"
prompt = "Which forecast forgets faster, number {name}?"
options = [
  {{ text = "Two weeks", correct = true, why = "Each week counts one half." }},
  {{ text = "Nine weeks", why = "Each week counts one ninth only." }},
]
"""

TEXT = """---
jupytext:
  formats: md:myst
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
---

# {number}. {title}

A shop wants to know how much to bake. Nobody knows yet how much of the past it needs.

It takes about 10 minutes.

## What you will be able to do

- Say how much a week counts.
- Choose how long a memory should be.
- Say what a choice rests on.

```{{code-cell}} ipython3
from course import checkpoint, course_map, decide, explore, load

explore.smoothing.weights()
```

The last of four weeks counts a quarter.

```{{code-cell}} ipython3
load("sales").head(2)
```

{more}

## Claim check

"A forecast must remember everything": try it.

## Checkpoint

```{{code-cell}} ipython3
checkpoint("{slug}")
```

## Summary

A long memory forgets slowly. Go on to the [exercise](../exercises/smoothing/smoothing.ipynb).

## Key terms

**Memory**: the number of weeks that count.

## Sources

- A teacher's own figures.
"""

MAP = """```{code-cell} ipython3
course_map("reader")
```"""

DECIDE = """## Your decision

```{code-cell} ipython3
decide("stock")
```"""


def write(folder):
    """Write the course into a folder; return the folder."""
    files = {
        "course.toml": COURSE,
        "explore/smoothing.py": EXPLORABLE,
        "simulate/smoothing.py": MODEL,
        "data/visits.py": DATA,
        "datasets/visits/card.md": "# Visits\n",
        "datasets/sales/card.md": "# Sales of a bakery\n",
        "datasets/sales/rows.csv": "week,sold\n1,20\n2,24\n3,22\n",
        "decisions/stock.toml": DECISION,
        "solutions/smoothing.md": "# Smoothing\n",
        "modules/text/01_smoothing.md": TEXT.format(
            number=1, slug="smoothing", title="How fast should a forecast forget?", more=MAP
        ),
        "modules/text/02_stock.md": TEXT.format(
            number=2, slug="stock", title="How much is enough?", more=DECIDE
        ),
    }
    for slug in ("smoothing", "stock"):
        asked = "".join(QUESTION.format(name=f"{slug}-{number}") for number in range(4))
        files[f"questions/{slug}.toml"] = asked
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    exercise = folder / "exercises" / "smoothing" / "smoothing.ipynb"
    exercise.parent.mkdir(parents=True)
    nbformat.write(_exercise(), exercise)
    return folder


def _exercise():
    """The exercise as students get it."""
    test = 'assert mean([1, 3]) == 2, "mean([1, 3]) must be 2"'
    cells = [
        new_markdown_cell("# Smoothing\n\nWrite a mean.", id="intro"),
        new_code_cell(
            "def mean(values):\n    ...", id="q1", metadata=label("q1_mean", solution=True)
        ),
        new_code_cell(test, id="t1", metadata=label("q1_mean-visible", grade=True, points=1)),
    ]
    return new_notebook(cells=cells)
