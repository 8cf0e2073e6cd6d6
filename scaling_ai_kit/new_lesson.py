"""Create the skeleton of a lesson.

The lesson becomes the last one in `course.toml`. Nothing is overwritten. Everything left to
write is marked TODO, and `coursekit check` fails until no TODO is left. See `docs/authoring.md`.
"""

import argparse
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from course.base.shuffle import shuffled
from course.syllabus.coursefile import FILE
from course.syllabus.syllabus import COURSE, MODULES, Module
from scaling_ai_kit import skeleton
from scaling_ai_kit.lint_reasons import document

TEMPLATES = Path(__file__).parent / "lesson"
LONGEST_TITLE = 80
# A lesson's files in the order of writing: path, template, content.
FILES = (
    ("{simulate}/{slug}/{idea}.py", "model.py", "a pure, seeded model of the first idea"),
    ("{simulate}/{slug}/__init__.py", "model_init.py", "the names that the lesson offers"),
    ("tests/{simulate}/{slug}/test_{idea}.py", "model_test.py", "one test per discovery"),
    ("{explore}/{slug}/{idea}.py", "explore.py", "controls, guess, challenges and chart"),
    ("{explore}/{slug}/__init__.py", "explore_init.py", "the explorables"),
    ("{lessons}/text/{stem}.md", "text.md", "the lesson's text"),
    ("{questions}/{slug}.toml", "questions.toml", "the checkpoint"),
    ("{solutions}/{slug}.md", "exercise.md", "the exercise: answers, visible and hidden tests"),
    ("banks/{slug}/q1_result.py", "bank.py", "right and wrong answers to its first question"),
)
# What feeds the two years and the board paper has more entries.
_TEMPLATE = "board_decision.toml" if COURSE.has_board_paper else "decision.toml"
DECISION = ("{decisions}/{slug}.toml", _TEMPLATE, "the decision")
# Additions to the text of a lesson with a decision.
DECIDES = {
    "imports": "checkpoint, decide, explore",
    "decision": """## Your decision

TODO: what must be decided now.

```{{code-cell}} ipython3
decide("{slug}")
```

""",
}


def main(arguments: Sequence[str]) -> None:
    """Write the skeleton, and say what to do next."""
    parser = argparse.ArgumentParser(prog="coursekit lesson", description=__doc__.splitlines()[0])
    parser.add_argument("slug", help="the lesson's name in code, as in bike_sharing")
    parser.add_argument("--title", default="", help="the question that the lesson answers")
    parser.add_argument("--idea", default="first_idea", help="the name of the first explorable")
    parser.add_argument("--decision", action="store_true", help="with a decision")
    options = parser.parse_args(arguments)
    module = placed(options.slug, options.title, options.idea)
    print(f"Lesson {module.number}, {module.slug}, in the order of writing:")
    for path, content in write(module, COURSE.folder, decision=options.decision):
        print(f"  {path}: {content}")
    print(f"  {FILE}: its steps, the explorables in order of appearance; its minutes")
    print("It runs as it is, once the exercise is released:")
    print(f"  coursekit assignments && grader release {module.slug}")
    print(f"See it while you write: coursekit preview {module.slug}")
    print(f"Replace every TODO, as {document()} says.")
    print(f"coursekit check {module.slug} lists what is left.")


def placed(slug: str, title: str, idea: str = "first_idea") -> Module:
    """Return a new lesson, placed after all others.

    Raises
    ------
    SystemExit
        A name is invalid or taken, or the title is not a question that fits on a line.
    """
    skeleton.require_name("The slug", slug)
    skeleton.require_name("The idea", idea)
    if slug in {module.slug for module in MODULES}:
        sys.exit(
            f"There is a lesson {slug!r} in {FILE}. Choose another slug, or remove that "
            "entry: this command adds it."
        )
    if not title.endswith("?") or len(title) > LONGEST_TITLE or set(title) & set('"\\$\n'):
        sys.exit(
            f"The title is {title!r}; expected the question that the lesson answers, with a "
            f"question mark at its end, of at most {LONGEST_TITLE} characters, without double "
            f"quotes, backslashes and $: "
            f'coursekit lesson {slug} --title "How many bikes does a station need?"'
        )
    number = COURSE.first_number + len(MODULES)
    return Module(number, slug, title, (idea, "checkpoint"), exercise=slug, minutes=25)


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
    path = f"{skeleton.folders()['explore']}/{module.slug}.py"
    if (root / path).exists():
        sys.exit(f"{path} exists already. Choose another slug.")
    files = skeleton.write([*FILES, *[DECISION] * decision], TEMPLATES, root, names)
    _enter(module, root / FILE)
    return files


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
