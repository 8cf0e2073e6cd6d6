"""Prose linters: one habit a function, over the documents and the messages that users read.

Each rule takes one sentence and returns the words that break it, or nothing.
``python tools/lint_prose.py`` prints every problem; the tests run each rule on an example of each
kind, and all of them over the files.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tools.module_text import pieces, words  # noqa: E402 (the script is also run by its path)

# The texts of explorables are part of the lessons, and of the outputs that these have stored.
EXPLORE = ROOT / "course" / "explore"
LONGEST_SENTENCE = 30
SHORTEST_MESSAGE = 4
READ = {"paragraph", "item", "table"}

VERB = r"(?:is|are|was|were|has|have|had|do|does|did|may|can|must|will|would|could|should)"
PERSON = r"(?:the|a|an|another|every|your) (?:\w+ )?\w+(?:'s|s')"
END = rf"(?=[.,;:)?!]|$| (?:{VERB}|that|which|in|on|only|from|by|to|as|and|or|there|itself)\b)"

CLAUSE = re.compile(
    r"^(?:who|what) \w+ .*[.;]$|; (?:who|what) \w+|: who \w+"
    rf"|\b(?:what|who) (?:{VERB}|(?!this|its)\w+s) (?:(?!if|when|where|and|or)[\w-]+ ){{0,4}}"
    rf"{VERB} (?=\w)",
    re.IGNORECASE,
)
NO = re.compile(
    r"(?<!there )\b(?:is|are|was|were) no (?!longer|more|less|fewer|other)\w+"
    r"|(?<!there )\b(?:is|are|was|were) none(?! of)\b",
    re.IGNORECASE,
)
POSSESSIVE = re.compile(rf"\bof (?:mine|yours|theirs|hers|ours)\b|\bof {PERSON}{END}")
BUT_FOR = re.compile(r"\bbut for\b", re.IGNORECASE)
NOR = re.compile(r"\bnor\b \w+", re.IGNORECASE)
PROGRAM = re.compile(r"\\[bdsw]|\(\?|\\\(|^(?:import|from) ", re.MULTILINE)
LABEL = re.compile(r"^\W*(?:\*\*[^*]+[.:]\*\*|(\*+)[^*]+\1(?: \([^)]*\))?:)\s")

Rule = Callable[[str], str]


def long_sentence(sentence: str) -> str:
    """Expect at most 30 words; a piece of code is one."""
    count = words(sentence)
    return f"{count} words, at most {LONGEST_SENTENCE}" if count > LONGEST_SENTENCE else ""


def clause_as_subject(sentence: str) -> str:
    """Expect a noun as subject, not "who crashes" or "what it leaves out"; a question may ask."""
    return "" if sentence.endswith("?") else _found(CLAUSE, sentence)


def is_no(sentence: str) -> str:
    """Expect "is not a grade", not "is no grade"."""
    return _found(NO, sentence)


def double_possessive(sentence: str) -> str:
    """Expect "the student's file", not "a file of the student's"."""
    return _found(POSSESSIVE, sentence)


def colon_chain(sentence: str) -> str:
    """Expect one colon a sentence, besides that of a place ("q1.py: ...") or of a quotation."""
    spoken = re.sub(r"'[^']*'", "Code", sentence).removeprefix("Code: ")
    return "two colons" if len(re.findall(r"(?<![\"']):(?=\s)", spoken)) > 1 else ""


def but_for(sentence: str) -> str:
    """Expect "except"."""
    return _found(BUT_FOR, sentence)


def nor(sentence: str) -> str:
    """Expect "nor" after "neither" only, as it turns subject and verb round elsewhere."""
    return "" if re.search(r"\bneither\b", sentence, re.IGNORECASE) else _found(NOR, sentence)


RULES: tuple[Rule, ...] = (
    long_sentence,
    clause_as_subject,
    is_no,
    double_possessive,
    colon_chain,
    but_for,
    nor,
)


def _found(pattern: re.Pattern[str], sentence: str) -> str:
    match = pattern.search(sentence)
    return match.group() if match else ""


def sentences(markup: str) -> list[str]:
    """Split Markdown into sentences: code is one word, links and emphasis are their text."""
    text = re.sub(r"(`+).+?\1", "Code", markup)
    text = LABEL.sub("", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>|\*+", "", text)).strip()
    parts = re.split(r"(?<=[.!?])[\"\u201d)]*\s+(?=[\"\u201c(]?[A-Z0-9])", text)
    return [part for part in parts if words(part)]


def document(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a document with the line that their paragraph starts on."""
    for piece in pieces(path):
        if piece.kind in READ:
            for sentence in sentences(piece.markup):
                yield piece.line, sentence


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the sentences of the texts in a module that are long enough to be a message.

    Docstrings are for developers, except those of commands, which are their help.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside, skipped = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside.update(id(child) for child in ast.walk(node) if child is not node)
        elif isinstance(node, ast.Expr) or (
            isinstance(node, ast.Attribute) and node.attr == "split"
        ):
            skipped.add(id(node.value))
        elif isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            yield from ((node.lineno, said) for said in _paragraphs(ast.get_docstring(node) or ""))
    for node in ast.walk(tree):
        if id(node) not in inside | skipped and (text := _text(node)):
            yield from ((node.lineno, said) for said in _paragraphs(text))


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "Code" for part in node.values)
        return "".join(str(part) for part in parts)
    return ""


def _paragraphs(text: str) -> Iterator[str]:
    is_list = words(text) > LONGEST_SENTENCE and not re.search(r"[.,:;]", text)
    if is_list or PROGRAM.search(text):
        return
    for paragraph in re.split(r"\n\s*\n|\n(?=\s*[-*\d] )", text):
        for sentence in sentences(paragraph):
            if len(re.findall(r"[A-Za-z]+ (?=[A-Za-z])", sentence)) >= SHORTEST_MESSAGE:
                yield sentence


def _is_command(decorator: ast.expr) -> bool:
    call = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(call, ast.Attribute) and call.attr == "command"


def sources() -> Iterator[tuple[Path, Iterator[tuple[int, str]]]]:
    """Yield every file that is read, with its sentences."""
    for name in ("*.md", "docs/*.md", "quickstart/*.md"):
        for path in sorted(ROOT.glob(name)):
            yield path, document(path)
    for folder in ("course", "grader"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if EXPLORE not in path.parents:
                yield path, messages(path)


def problems() -> list[str]:
    """Return every problem, as ``file:line: rule: what was found: sentence``."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {rule.__name__}: {found}: {sentence[:90]}"
        for path, said in sources()
        for line, sentence in said
        for rule in RULES
        if (found := rule(sentence))
    ]


def main() -> None:
    """Print every problem; exit with 1 where there are any."""
    found = problems()
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
