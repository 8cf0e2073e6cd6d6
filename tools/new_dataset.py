"""Create the skeleton of a data set: seeded generator, truth, card and tests.

Nothing is overwritten. Everything left to write is marked TODO, and `make check` fails until no
TODO is left. See `docs/authoring.md`.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import skeleton

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "tools" / "dataset"
FILES = (
    ("course/data/{name}.py", "generator.py", "load() and truth(); they run as they are"),
    ("datasets/{name}/card.md", "card.md", "what it represents, how it is made, its columns"),
    ("tests/course/data/test_{name}.py", "generator_test.py", "what both promise"),
)


def main() -> None:
    """Write the skeleton, and say what to do next."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", help="the name that load() takes, as in bike_trips")
    name = skeleton.require_name("NAME", parser.parse_args().name)
    for path, content in skeleton.write(FILES, TEMPLATES, ROOT, {"name": name}):
        print(f"  {path}: {content}")
    print(f"Try it: .venv/bin/python -c \"from course import load; print(load('{name}'))\"")
    print(f"When the rows are right, write {sample(name)} as the card's last section says.")


def sample(name: str) -> str:
    """Return the path of a data set's sample."""
    return f"datasets/{name}/sample.csv"


if __name__ == "__main__":
    main()
