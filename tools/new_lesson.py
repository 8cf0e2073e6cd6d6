"""Make the skeleton of a lesson: every file that it needs, in the order in which to fill them.

The lesson stands in `course/syllabus.py` and has no steps yet. Nothing is overwritten. What is left
to write says TODO, and `make check` fails until no TODO is left.
"""

import argparse
import sys
from pathlib import Path
from string import Template

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from course.syllabus import MODULES, Module

TEMPLATES = Path(__file__).resolve().parent / "lesson"
IDEA = "first_idea"
STEPS = (IDEA, "checkpoint")
# What a lesson consists of, in the order of writing: the file, its template, what goes into it.
FILES = (
    ("course/simulate/{slug}/__init__.py", "model_init.py", "the names that the lesson offers"),
    (f"course/simulate/{{slug}}/{IDEA}.py", "model.py", "a pure, seeded model; rename the file"),
    (f"tests/course/simulate/{{slug}}/test_{IDEA}.py", "model_test.py", "a test a discovery"),
    ("course/explore/{slug}/__init__.py", "explore_init.py", "the explorables"),
    (f"course/explore/{{slug}}/{IDEA}.py", "explore.py", "guess, challenges and chart"),
    ("modules/text/{stem}.md", "text.md", "the lesson's text"),
    ("course/questions/{slug}.toml", "questions.toml", "the checkpoint"),
    ("course/decisions/{slug}.toml", "decisions.toml", "the decision"),
)


def main() -> None:
    """Write the skeleton, and say what to do next."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("slug", help="the lesson's name in course/syllabus.py")
    module = in_preparation(parser.parse_args().slug)
    print(f"Module {module.number}, {module.slug}:")
    for path, told in write(module, Path()):
        print(f"  {path}: {told}")
    print(
        "  course/syllabus.py: its steps, the explorables in order of appearance, and its minutes"
    )
    print(f"Fill every TODO, then: python tools/notebooks.py {module.slug} && make quick")


def in_preparation(slug: str) -> Module:
    """Return a lesson that has no steps yet.

    Raises
    ------
    SystemExit
        There is no such lesson, or it exists already.
    """
    found = {module.slug: module for module in MODULES}
    waiting = ", ".join(name for name, module in found.items() if not module.steps)
    if slug not in found or found[slug].steps:
        state = "exists already" if slug in found else "is not in course/syllabus.py"
        sys.exit(f"The lesson {slug!r} {state}. Lessons in preparation: {waiting or 'none'}.")
    return found[slug]


def write(module: Module, root: Path) -> list[tuple[Path, str]]:
    """Write the files of a lesson and its steps in the syllabus; return each with its purpose.

    Raises
    ------
    SystemExit
        A file exists already; nothing is written.
    """
    stem = Path(module.notebook).stem
    names = {"slug": module.slug, "number": str(module.number), "question": module.question}
    planned = [
        (Path(path.format(slug=module.slug, stem=stem)), template, told)
        for path, template, told in FILES
    ]
    taken = [str(path) for path, _, _ in planned if (root / path).exists()]
    if taken:
        sys.exit(f"Nothing was written, because these exist already: {', '.join(taken)}.")
    for path, template, _ in planned:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = (TEMPLATES / f"{template}.txt").read_text(encoding="utf-8")
        (root / path).write_text(Template(text).substitute(names), encoding="utf-8")
    _add_steps(module, root / "course" / "syllabus.py")
    return [(path, told) for path, _, told in planned]


def _add_steps(module: Module, syllabus: Path) -> None:
    text = syllabus.read_text(encoding="utf-8")
    entry = f'Module({module.number}, "{module.slug}", "{module.question}"'
    steps = ", ".join(f'"{step}"' for step in STEPS)
    syllabus.write_text(text.replace(entry, f"{entry}, ({steps})"), encoding="utf-8")


if __name__ == "__main__":
    main()
