"""Write a course of another subject: `grader quickstart`'s, and what it lacks."""

import json
import re
import shutil

import nbformat

from split_grader.tasks.quickstart import EXAMPLE

COURSE = f"""{(EXAMPLE / "course.toml").read_text(encoding="utf-8")}
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
stops = ["payback"]
"""

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

TEXT = """# 2. How much is enough?

A shop wants to know how much to bake.

It takes about 10 minutes.

## What you will be able to do

- Say how much a week counts.
- Choose how long a memory should be.
- Say what a choice rests on.

```{code-cell} ipython3
from course import checkpoint, course_map, explore, load

explore.payback.ovens()
```

```{code-cell} ipython3
load("sales").head(2)
```

```{code-cell} ipython3
course_map("reader")
```

## Claim check

"A forecast must remember everything": try it.

## Checkpoint

```{code-cell} ipython3
checkpoint("stock")
```

## Summary

A long memory forgets slowly. Go back to the [exercise](../release/payback/payback.ipynb).

## Key terms

**Memory**: the number of weeks that count.

## Sources

- A teacher's own figures.
"""

MARKED = re.compile(r"( *)### BEGIN (SOLUTION|HIDDEN TESTS).*?### END \2", re.DOTALL)


def write(folder):
    """Write the course into a folder; return the folder."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    text, questions = (
        (EXAMPLE / name).read_text(encoding="utf-8")
        for name in ("modules/text/01_payback.md", "questions/payback.toml")
    )
    files = {
        "course.toml": COURSE,
        "data/visits.py": DATA,
        "datasets/visits/card.md": "# Visits\n",
        "datasets/sales/card.md": "# Sales of a bakery\n",
        "datasets/sales/rows.csv": "week,sold\n1,20\n2,24\n3,22\n",
        "questions/stock.toml": questions,
        "modules/text/02_stock.md": text.partition("# 1. ")[0] + TEXT,
        "release/payback/payback.ipynb": json.dumps(released()),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def released():
    """Return the exercise as students get it, in a moment instead of seconds."""
    notebook = nbformat.read(EXAMPLE / "source" / "payback" / "payback.ipynb", as_version=4)
    for cell in notebook.cells:
        stub = r"\1raise NotImplementedError()" if "BEGIN SOLUTION" in cell.source else ""
        cell.source = MARKED.sub(stub, cell.source)
    return notebook
