"""Write the API pages: ``python -m tools.api OUT [MODULE ...]``."""

from __future__ import annotations

import argparse
import shutil
import warnings
from pathlib import Path

import pdoc
import pdoc.render
from typer.models import ParameterInfo

import course

# In pdoc's syntax: a package with its public names; "!" excludes modules.
MODULES = (
    "course",
    # The packages re-export the public names of these.
    r"!course\.\w+\.(_|\w+\.)",
    "split_grader.commands",
    r"!split_grader\.commands\.(options|screen)",
    "split_grader.course",
    "split_grader.running.execute",
    "split_grader.split",
    r"!split_grader\.split\.",
)


def build(out: Path, modules: tuple[str, ...] = MODULES) -> None:
    """Write an index and a page for each module.

    Replaces the output of an earlier build.

    Parameters
    ----------
    out
        Folder of the pages.
    modules
        As in `MODULES`.

    Raises
    ------
    UserWarning
        A public name doesn't exist.
    """
    for package in ("course", "split_grader"):
        shutil.rmtree(out / package, ignore_errors=True)
        (out / f"{package}.html").unlink(missing_ok=True)
    # pdoc doesn't see names that are imported when they are first used.
    vars(course).update({name: getattr(course, name) for name in course.__all__})
    # A command's signature then explains its options.
    ParameterInfo.__repr__ = lambda info: repr(info.help)
    pdoc.render.configure(
        docformat="numpy",
        show_source=False,
        search=False,
        template_directory=Path(__file__).parent / "templates",
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("error", module="pdoc")
        pdoc.pdoc(*modules, output_directory=out)


def main() -> None:
    """Write the pages into a folder."""
    parser = argparse.ArgumentParser(prog="python -m tools.api", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=Path("site/api"))
    parser.add_argument("modules", nargs="*", default=MODULES, help="as pdoc reads them")
    options = parser.parse_args()
    build(options.out, tuple(options.modules))
    print(f"Next: open {options.out / 'index.html'} in a browser.")


if __name__ == "__main__":
    main()
