"""Replace JupyterLab's instructions with those for pages.

Notebooks address readers in JupyterLab. A page has other buttons and no files, so its text names
its own buttons.
"""

from __future__ import annotations

import re
from dataclasses import replace

from nbformat import NotebookNode

from scaling_ai_kit.pages.sources import Course, Source

_ALL = (
    "press **Restart Python** and then **Run all cells**, both in the menu ⋯ at the top of "
    "the page."
)
_DONE = f"{_ALL} Check your answers, then [hand in](#handing-in)."
_PHRASES = {
    "Click into the grey box below and press <kbd>Shift</kbd>+<kbd>Enter</kbd>.": (
        "**In code.** Press **Run** below the grey box."
    ),
    "*Run → Run All Cells*": "**Run all cells**, in the menu ⋯ at the top of the page,",
    "*Kernel → Restart Kernel*": "**Restart Python**",
    "kept in a file in your home folder, or among the browser's own files; nothing": (
        "kept in this browser; nothing"
    ),
    "After a new decision, run both cells again.": (
        "The chart and your paper below follow each new decision."
    ),
    "On this path, run all cells of a lesson. Read its opening, the sections that the map names, "
    "and the summary.": (
        "On this path, *I decide* in the menu ⋯, each page shows only what you need, without code."
    ),
    "`register()`, in a new cell,": "`register()`, written into the cell above,",
    "Press **Validate** in the toolbar. It runs all visible tests on a fresh kernel. In the "
    'browser edition, run `check("q1")` after `from course import check` instead. It takes one '
    "question at a time, and works everywhere.": (
        "Press **Check** below your answer. It runs all tests that you can see of it."
    ),
    "Save, and hand in the file under its own name. Your instructor says where.": (
        "Press **Hand in** at the end of the page, and give the file to your course."
    ),
    "**In code.** Write each on one line between the quotes, without a double quote inside. If you "
    "don't code, leave the cells as they are, run them, and write your two paragraphs in section "
    "3.": "Write them in the two boxes. They appear in the paper as you type.",
    "Copy your paper into the cell below, and add your two paragraphs if they aren't in it yet. "
    "Shorten it, and put it into your own words: the board reads your paper, not the program's. "
    "Ten points,": (
        "**You are done** when your paper says what you mean. **Save this paper**, at its end, "
        "makes a file to keep, to send, or to print on two pages.\n\n"
        "In a course, also press **Put my paper here** at the box below. Shorten it there, and put "
        "it into your own words: the board reads your paper, not the program's. Ten points,"
    ),
    "(Shift+Enter)": "with **Run**",
    "Double-click the cell that says *Write here*, and put": (
        "Go to the box that says *Write here*, and put"
    ),
    "Leave the labels in bold as they are:": "Leave the lines that end in a colon as they are:",
    "Save the notebook. Then `from course import feedback` and": (
        "**Feedback** below the box, or in a cell of your own `from course import feedback` and"
    ),
    "restart the kernel and run all cells. Press **Validate**, then **Submit** (or hand the file "
    "in the way your instructor said).": _DONE,
    "restart the kernel and run all cells. Press **Validate**. Hand in this file as your "
    "instructor said.": _DONE,
}
# A notebook may break lines anywhere.
_PATTERNS = [
    (re.compile(r"\s+".join(map(re.escape, phrase.split()))), words)
    for phrase, words in _PHRASES.items()
]


def of_pages(course: Course, *, live: bool) -> Course:
    """Return the course with its notebooks' texts adapted to pages.

    Pages that aren't live have no Python: their exercises are done in Jupyter, as notebooks say.
    """
    exercises = map(_source, course.exercises) if live else course.exercises
    return Course(tuple(map(_source, course.modules)), tuple(exercises))


def _source(source: Source) -> Source:
    return replace(source, cells=tuple(_cell(cell) for cell in source.cells))


def _cell(cell: NotebookNode) -> NotebookNode:
    if cell.cell_type != "markdown":
        return cell
    text = cell.source
    for pattern, words in _PATTERNS:
        text = pattern.sub(words, text)
    return NotebookNode(cell, source=text)
