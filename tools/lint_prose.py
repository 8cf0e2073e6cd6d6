"""Lint prose: one function per habit.

Each rule takes one sentence and returns the words that break it, or nothing.
All rules read the documents, and all but `dialect` the messages of the course and the grader.
`dialect` also reads docstrings, comments and texts in code (`PLAIN`).
``python tools/lint_prose.py`` prints every problem, or those of the files that it is given, and why
their rules exist.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scaling_ai_kit.lint_reasons import with_reasons  # noqa: E402 (the script is also run by its path)
from scaling_ai_kit.module_text import pieces, words  # noqa: E402

# The texts of explorables are part of the lessons and their stored outputs.
EXPLORE = ROOT / "course" / "explore"
LONGEST_SENTENCE = 30
SHORTEST_MESSAGE = 4
READ = {"paragraph", "item", "table"}
# Files whose docstrings, comments and texts are plain English. Not tests/tools: it has examples of
# what this linter finds.
PLAIN = (
    "Makefile",
    "front/*/*",
    "tests/*.py",
    *(f"{folder}/**/*" for folder in ("scaling_ai_kit", "tools", "classroom", "benchmarks")),
    *(f"{folder}/**/*.py" for folder in ("course", "grader")),
    *(
        f"tests/{folder}/**/*.py"
        for folder in ("browser", "course", "scaling_ai_kit", "exercises", "support")
    ),
    *(f"tests/{folder}/**/*.py" for folder in ("grader", "modules")),
)

VERB = r"(?:is|are|was|were|has|have|had|do|does|did|may|can|must|will|would|could|should)"
PERSON = r"(?:the|a|an|another|every|your) (?:\w+ )?\w+(?:'s|s')"
AFTER = "that|which|in|on|only|from|by|to|as|and|or|there|itself|where|under"
END = rf"(?=[.,;:)?!]|$| (?:{VERB}|{AFTER})\b)"

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
DIALECT = re.compile(
    r"\b(?:whoever|mend(?:s|ed|ing)?|beside|anew|by lot|draws? lots|for ever|all else"
    r"|(?<!there )(?:is|are|was|were|be) (?-i:none)(?! of)|in (?:its|their) place"
    rf"|of (?:its|their) own(?: accord|{END})"
    r"|(?:stand|stands|stood) (?:in(?! the way)|beside|for|at|there|once)"
    r"|the first of (?:them|those) (?:that|which)|(?:bring|brings) along|made of it)\b",
    re.IGNORECASE,
)
HASHES = re.compile(r"(?:^[ \t]*# .*\n?)+|[ \t]##? .*$", re.MULTILINE)
SLASHES = re.compile(r"(?:^[ \t]*// .*\n?)+|[ \t]// .*$|/\*(?:.|\n)*?\*/", re.MULTILINE)
COMMENTS = {
    **dict.fromkeys(("", ".py", ".toml"), HASHES),
    **dict.fromkeys((".css", ".js", ".mjs"), SLASHES),
}
PROGRAM = re.compile(r"\\[bdsw]|\(\?|\\\(|^(?:import|from) ", re.MULTILINE)
LABEL = re.compile(r"^\W*(?:\*\*[^*]+[.:]\*\*|(\*+)[^*]+\1(?: \([^)]*\))?:)\s")

Rule = Callable[[str], str]


def long_sentence(sentence: str) -> str:
    """Expect at most 30 words; code counts as one."""
    count = words(sentence)
    return f"{count} words, at most {LONGEST_SENTENCE}" if count > LONGEST_SENTENCE else ""


def clause_as_subject(sentence: str) -> str:
    """Expect a noun as subject, not "who crashes", except in a question."""
    return "" if sentence.endswith("?") else _found(CLAUSE, sentence)


def is_no(sentence: str) -> str:
    """Expect "is not a grade", not "is no grade"."""
    return _found(NO, sentence)


def double_possessive(sentence: str) -> str:
    """Expect "the student's file", not "a file of the student's"."""
    return _found(POSSESSIVE, sentence)


def colon_chain(sentence: str) -> str:
    """Expect one colon per sentence, not counting a file ("q1.py: ...") or a quotation."""
    text = re.sub(r"'[^']*'", "Code", sentence).removeprefix("Code: ")
    return "two colons" if len(re.findall(r"(?<![\"']):(?=\s)", text)) > 1 else ""


def but_for(sentence: str) -> str:
    """Expect "except"."""
    return _found(BUT_FOR, sentence)


def nor(sentence: str) -> str:
    """Expect "nor" only after "neither"."""
    return "" if re.search(r"\bneither\b", sentence, re.IGNORECASE) else _found(NOR, sentence)


def dialect(sentence: str) -> str:
    """Expect standard English; words in quotes don't count."""
    return _found(DIALECT, re.sub(r"[\"\u201c][^\"\u201d]*[\"\u201d]", "Code", sentence))


MESSAGE_RULES: tuple[Rule, ...] = (
    long_sentence,
    clause_as_subject,
    is_no,
    double_possessive,
    colon_chain,
    but_for,
    nor,
)
RULES: tuple[Rule, ...] = (*MESSAGE_RULES, dialect)


def _found(pattern: re.Pattern[str], sentence: str) -> str:
    match = pattern.search(sentence)
    return match.group() if match else ""


def sentences(markup: str) -> list[str]:
    """Split Markdown into sentences; code counts as one word, links as their text."""
    text = re.sub(r"(`+).+?\1", "Code", markup)
    text = LABEL.sub("", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>|\*+", "", text)).strip()
    parts = re.split(r"(?<=[.!?])[\"\u201d)]*\s+(?=[\"\u201c(]?[A-Z0-9])", text)
    return [part for part in parts if words(part)]


def document(path: Path) -> Iterator[tuple[int, str]]:
    """Yield a document's sentences with the first line of their paragraph."""
    for piece in pieces(path):
        if piece.kind in READ:
            for sentence in sentences(piece.markup):
                yield piece.line, sentence


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a module's messages.

    Texts of a few words don't count, nor do docstrings, except those of commands, which are help.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside, skipped_ids = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            inside.update(id(child) for child in ast.walk(node) if child is not node)
        elif isinstance(node, ast.Expr) or (
            isinstance(node, ast.Attribute) and node.attr == "split"
        ):
            skipped_ids.add(id(node.value))
        elif isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            help_text = ast.get_docstring(node) or ""
            yield from ((node.lineno, sentence) for sentence in _paragraphs(help_text))
    for node in ast.walk(tree):
        if id(node) not in inside | skipped_ids and (text := _text(node)):
            yield from ((node.lineno, sentence) for sentence in _paragraphs(text))


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


def remarks(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the sentences of comments and, in Python, of docstrings and other texts."""
    source = path.read_text(encoding="utf-8")
    for comment in COMMENTS[path.suffix].finditer(source):
        line = source.count("\n", 0, comment.start()) + 1
        text = re.sub(r"^\s*(?:##?|//|/?\*+/?) ?", "", comment.group(), flags=re.MULTILINE)
        yield from ((line, sentence) for sentence in sentences(text))
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(source)):
            if " " in (text := _text(node)) and not PROGRAM.search(text):
                yield from ((node.lineno, sentence) for sentence in sentences(text))


def sources() -> Iterator[tuple[Path, tuple[Rule, ...], Iterator[tuple[int, str]]]]:
    """Yield every file to read, with its rules and its sentences."""
    for pattern in ("*.md", "docs/*.md", "classroom/*.md", "grader/split_grader/example/*.md"):
        for path in sorted(ROOT.glob(pattern)):
            yield path, RULES, document(path)
    for folder in ("course", "grader"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if EXPLORE not in path.parents:
                yield path, MESSAGE_RULES, messages(path)
    for pattern in PLAIN:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and path.suffix in COMMENTS:
                yield path, (dialect,), remarks(path)


def problems(files: Collection[Path] = ()) -> list[str]:
    """Return the problems of all files, or of some, as ``file:line: rule: words: sentence``."""
    return [
        f"{path.relative_to(ROOT)}:{line}: {rule.__name__}: {words_at_fault}: {sentence[:90]}"
        for path, rules, numbered_sentences in sources()
        if not files or path in files
        for line, sentence in numbered_sentences
        for rule in rules
        if (words_at_fault := rule(sentence))
    ]


def main() -> None:
    """Print every problem of the files; exit with 1 if there are any."""
    lines = with_reasons(problems([ROOT / name for name in sys.argv[1:]]))
    print(*lines, sep="\n", end="\n" if lines else "")
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()
