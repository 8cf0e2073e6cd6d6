"""Create the skeleton of a lesson.

The lesson becomes the last one in `course.toml`. Nothing is overwritten. Everything left to
write is marked TODO, and `make check` fails until no TODO is left. See `docs/authoring.md`.
"""

import argparse
import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from course.shuffle import shuffled
from course.syllabus import MODULES, Module
from tools import skeleton

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "tools" / "lesson"
LONGEST_TITLE = 80
# A lesson's files in the order of writing: path, template, content.
FILES = (
    ("course/simulate/{slug}/{idea}.py", "model.py", "a pure, seeded model of the first idea"),
    ("course/simulate/{slug}/__init__.py", "model_init.py", "the names that the lesson offers"),
    ("tests/course/simulate/{slug}/test_{idea}.py", "model_test.py", "one test per discovery"),
    ("course/explore/{slug}/{idea}.py", "explore.py", "controls, guess, challenges and chart"),
    ("course/explore/{slug}/__init__.py", "explore_init.py", "the explorables"),
    ("modules/text/{stem}.md", "text.md", "the lesson's text"),
    ("course/questions/{slug}.toml", "questions.toml", "the checkpoint"),
    ("solutions/{slug}.md", "exercise.md", "the exercise: answers, visible and hidden tests"),
    ("banks/{slug}/q1_result.py", "bank.py", "right and wrong answers to its first question"),
)
DECISION = ("course/decisions/{slug}.toml", "decisions.toml", "the decision")
# Additions to the text of a lesson with a decision.
DECIDES = {
    "imports": "checkpoint, decide, explore",
    "decision": """## Your decision

TODO: what Meridian must decide now.

```{{code-cell}} ipython3
decide("{slug}")
```

""",
}


def main() -> None:
    """Write the skeleton, and say what to do next."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("slug", help="the lesson's name in code, as in bike_sharing")
    parser.add_argument("--title", default="", help="the question that the lesson answers")
    parser.add_argument("--idea", default="first_idea", help="the name of the first explorable")
    parser.add_argument("--decision", action="store_true", help="with a decision for Meridian")
    options = parser.parse_args()
    module = placed(options.slug, options.title, options.idea)
    print(f"Lesson {module.number}, {module.slug}, in the order of writing:")
    for path, content in write(module, ROOT, decision=options.decision):
        print(f"  {path}: {content}")
    print("  course.toml: its steps, the explorables in order of appearance; its minutes")
    name = f"NAMES={module.slug}"
    print(f"It runs as it is. See it while you write: make preview {name}")
    print(f"Replace every TODO, as docs/authoring.md says. make quick {name} lists what is left.")


def placed(slug: str, title: str, idea: str = "first_idea") -> Module:
    """Return a new lesson, placed after all others.

    Raises
    ------
    SystemExit
        A name is invalid or taken, or the title is not a question that fits on a line.
    """
    skeleton.require_name("SLUG", slug)
    skeleton.require_name("IDEA", idea)
    if slug in {module.slug for module in MODULES}:
        sys.exit(f"There is a lesson {slug!r} in course.toml. Choose another SLUG.")
    if not title.endswith("?") or len(title) > LONGEST_TITLE or set(title) & set('"\\$\n'):
        sys.exit(
            f"TITLE is {title!r}; expected the question that the lesson answers, with a question "
            f"mark at its end, of at most {LONGEST_TITLE} characters, without double quotes, "
            f"backslashes and $: "
            f'make lesson SLUG={slug} TITLE="How many bikes does a station need?"'
        )
    return Module(
        MODULES[-1].number + 1, slug, title, (idea, "checkpoint"), exercise=slug, minutes=25
    )


def write(module: Module, root: Path, *, decision: bool = False) -> list[tuple[Path, str]]:
    """Write the files of a lesson and its entry in the syllabus; return each with its purpose.

    Raises
    ------
    SystemExit
        A file already exists; nothing is written.
    """
    more = DECIDES if decision else {"imports": "checkpoint, explore", "decision": ""}
    names = {
        "slug": module.slug,
        "idea": module.steps[0],
        "stem": Path(module.notebook).stem,
        "number": str(module.number),
        "question": module.question,
        **_question_ids(module.slug),
    }
    names |= {key: text.format(slug=module.slug) for key, text in more.items()}
    # A package of this name must not hide a module that all lessons use.
    if (root / "course" / "explore" / f"{module.slug}.py").exists():
        sys.exit(f"course/explore/{module.slug}.py exists already. Choose another SLUG.")
    written = skeleton.write([*FILES, *[DECISION] * decision], TEMPLATES, root, names)
    _enter(module, root / "course.toml")
    return written


def _question_ids(slug: str) -> dict[str, str]:
    """Return ids of the checkpoint's questions that put their right options in different places."""
    ids: list[str] = []
    for number in count(1):
        name = f"todo-{number}"
        # The options are shuffled by the question's name, and the first one in the file is right.
        if shuffled(range(3), f"{slug}/{name}").index(0) == len(ids) % 3:
            ids.append(name)
        if len(ids) == 4:
            break
    return {f"id_{number}": name for number, name in enumerate(ids, start=1)}


def _enter(module: Module, file: Path) -> None:
    """Enter a lesson into the file of the course, after the other lessons."""
    steps = ", ".join(f'"{step}"' for step in module.steps)
    entry = f"""[[lesson]]
slug = "{module.slug}"
title = "{module.question}"
steps = [{steps}]
exercise = "{module.exercise}"
minutes = {module.minutes}
"""
    lessons, path, paths = file.read_text(encoding="utf-8").partition("\n[[path]]")
    file.write_text(f"{lessons.rstrip()}\n\n{entry}{path}{paths}", encoding="utf-8")


if __name__ == "__main__":
    main()
