"""Arguments and options that several commands share."""

import os
from pathlib import Path
from typing import Annotated

import typer

AssignmentName = Annotated[
    str, typer.Argument(metavar="ASSIGNMENT", help="Name of the assignment, for example drift.")
]
CourseFolder = Annotated[
    Path | None,
    typer.Option(
        "--course", metavar="FOLDER", help="The course; by default the folder you are in."
    ),
]
To = Annotated[
    Path | None, typer.Option("--to", metavar="FILE", help="Where to write; there is a default.")
]
Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="Gradebook to use instead of the configured one, for example "
        "postgresql://me@host/gradebook. Keep a password in ~/.pgpass, not here.",
    ),
]
Scheduler = Annotated[
    str,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Grade on the workers of a Dask cluster, for example tcp://10.0.0.5:8786; --jobs "
        "then has no effect.",
    ),
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, max=64, help="Submissions to run at the same time.")
]
PageJobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, max=64, help="Pages to write at the same time.")
]
CellSeconds = Annotated[
    float | None,
    typer.Option(
        "--cell-seconds",
        min=1,
        help="Time limit for a single cell; by default, c.Execute.timeout (or that of "
        "ExecutePreprocessor) in nbgrader_config.py, which also applies to feedback pages; "
        "otherwise 30.",
    ),
]
TotalSeconds = Annotated[
    float | None,
    typer.Option(
        "--total-seconds",
        min=1,
        help="Time limit for a whole notebook; by default, four times that of a cell, at least "
        "120. So a few slow cells leave time for the others, and endless loops end.",
    ),
]
DemoSeconds = Annotated[
    float, typer.Option("--cell-seconds", min=1, help="Time limit for a single cell.")
]
Anonymous = Annotated[
    bool, typer.Option("--anonymous", help="Number the students instead of naming them.")
]
Cells = Annotated[bool, typer.Option("--cells", help="Also the points of every test.")]
Bom = Annotated[
    bool, typer.Option("--bom", help="Begin with a byte order mark, for old versions of Excel.")
]
Unfinished = Annotated[
    bool, typer.Option("--unfinished", help="Continue even if answers wait for a person.")
]

CORES = os.cpu_count() or 1
