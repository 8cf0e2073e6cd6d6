"""Run ``coursekit COMMAND``: write, check and build a course."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from scaling_ai_kit import chosen_course

COMMANDS = {
    "lesson": ("new_lesson", "create the skeleton of a lesson"),
    "dataset": ("new_dataset", "create the skeleton of a data set"),
    "preview": ("preview", "show a lesson's page, and show it again whenever you save"),
    "check": (
        "check",
        "check all of a lesson, from its text to its page; TODOs come last",
    ),
    "lint": ("lint_content", "check only parts and texts, in a second"),
    "notebooks": ("notebooks", "build the lessons' notebooks from their texts"),
    "assignments": ("assignments", "build the assignments' notebooks from their texts"),
    "pages": ("pages.command", "write the course as static pages"),
    "scorm": ("scorm.command", "write SCORM packages for learning platforms"),
    "qti": ("qti", "write the checkpoints for Canvas (QTI) and Moodle (XML)"),
}
_INSTALL = 'Install what authors need: pip install "scaling-ai-course[author]"'
_LISTED = "\n".join(f"  {name:12} {purpose}" for name, (_, purpose) in COMMANDS.items())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command in the course that is here, or in the one of ``--course``."""
    parser = argparse.ArgumentParser(
        prog="coursekit",
        usage="coursekit COMMAND [--course FOLDER] ...",
        description=f"Write, check and build a course. The commands are:\n\n{_LISTED}\n",
        epilog="coursekit COMMAND --help says more about a command.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    chosen_course.add_option(parser)
    options, rest = parser.parse_known_args(arguments)
    if not rest or rest[0] in {"-h", "--help"}:
        parser.print_help()
        return
    name, *others = rest
    if name not in COMMANDS:
        parser.error(f"there is no command {name!r}; there are {', '.join(COMMANDS)}")
    if not {"-h", "--help"} & {*others}:  # help needs no course
        chosen_course.choose(options.course)
    try:
        command = import_module(f"scaling_ai_kit.{COMMANDS[name][0]}")
    except ModuleNotFoundError as problem:
        chosen_course.refuse(f"{problem.msg}. {_INSTALL}")
    except ValueError as problem:  # what course.toml names can't be used
        chosen_course.refuse(str(problem))
    sys.exit(command.main(others))


if __name__ == "__main__":
    main()
