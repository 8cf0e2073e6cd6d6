"""Create the skeleton of a data set: seeded generator, truth, card and tests.

Nothing is overwritten. Everything left to write is marked TODO. See `docs/authoring.md`.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from course.syllabus.syllabus import COURSE
from scaling_ai_kit import skeleton

TEMPLATES = Path(__file__).parent / "dataset"
FILES = (
    ("{data}/{name}.py", "generator.py", "load() and truth(); they run as they are"),
    ("{datasets}/{name}/card.md", "card.md", "what it represents, how it is made, its columns"),
    ("tests/{data}/test_{name}.py", "generator_test.py", "what both promise"),
)


def main(arguments: Sequence[str]) -> None:
    """Write the skeleton, and say what to do next."""
    parser = argparse.ArgumentParser(prog="coursekit dataset", description=__doc__.splitlines()[0])
    parser.add_argument("name", help="the name that load() takes, as in bike_trips")
    name = skeleton.require_name("The name", parser.parse_args(arguments).name)
    for path, content in skeleton.write(FILES, TEMPLATES, COURSE.folder, {"name": name}):
        print(f"  {path}: {content}")
    print(f"Try it: python -c \"from course import load; print(load('{name}'))\"")
    print(f"When the rows are right, write {sample(name)} as the card's last section says.")


def sample(name: str) -> str:
    """Return the path of a data set's sample."""
    return f"{COURSE.folders['datasets']}/{name}/sample.csv"
