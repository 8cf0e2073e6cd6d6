"""Run the command `grader`, or say what to install if a package is missing."""

import sys


def main() -> None:
    """Run the command."""
    try:
        from split_grader.cli import main as run  # noqa: PLC0415 - the packages may be missing
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("split_grader"):
            raise
        sys.exit(
            f"The grader needs the package {error.name}, which isn't installed. Install everything "
            "that it needs: pip install split-grader"
        )
    run()


if __name__ == "__main__":
    main()
