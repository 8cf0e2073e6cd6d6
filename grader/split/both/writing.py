"""Which statements of the instructor's may write a file that a test looks at.

A file is spelled out by those who write it and by those who read it. What a locked cell writes is
the instructor's on the side of the tests, too, if its statement is run there.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.split.both import files, names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_SUFFIX = re.compile(r"\.[A-Za-z]\w{0,9}$")
_FILLED_IN = re.compile(r"\{[^{}]*\}|%[-+ #0-9.]*[a-z]")
"""Where a template of a path, such as ``part_{}.csv``, is filled in."""
_OPENERS = frozenset(
    {
        *("open", "Path", "connect", "File", "join", "joinpath", "mkdir", "makedirs", "chdir"),
        *("extractall", "copy", "copyfile", "copytree", "move", "rename", "save", "dump"),
    }
)
"""Functions that take a text for a path, whatever it looks like."""
_READERS = re.compile(
    r"read(_\w+|lines?|er)?|loads?(txt)?|genfromtxt|fromfile|imread|exists|isfile|isdir|is_file"
    r"|is_dir|listdir|i?glob|stat|getsize"
)
_COMMANDS = frozenset({"system", "getoutput", "run_line_magic", "run_cell_magic"})
_HOLDS_TEXT = frozenset({"writefile", "file"})
_MOST_WORDS = 1000


def asked(texts: Iterable[str]) -> set[str]:
    """Return where the texts of a cell lead that may be paths."""
    return {files.full(text) for text in texts if "\n" not in text and files.is_open(text)}


def modules(statement: ast.AST) -> set[str]:
    """Return where the modules would lie that a statement imports, were they a notebook's."""
    found: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    places = {name.replace(".", "/") for name in found}
    return {files.full(f"{place}{end}") for place in places for end in (".py", "/__init__.py")}


def spoken_of(statement: ast.AST) -> set[str]:
    """Return where the paths lead that a statement spells out, to read or to write."""
    return asked(text for text, _ in _texts(statement) if _is_path(text))


def writes(statement: ast.AST, paths: Collection[str]) -> bool:
    """Tell whether a statement may write one of some files, as far as its text tells."""
    read, opened = _only_read(statement), _opened(statement)
    texts = {(text, id(node) in opened) for text, node in _texts(statement) if id(node) not in read}
    folders = {folder for path in paths for folder in _above(path)}
    return any(
        _is_near(text, paths, folders, is_named=is_named) or _is_template(text, paths)
        for text, is_named in texts
    )


def _above(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[:count]) for count in range(len(steps) - 1, 2, -1)]


def _is_near(
    text: str, paths: Collection[str], folders: Collection[str], *, is_named: bool
) -> bool:
    """Tell whether a text is the path of one of some files, or of a folder of one."""
    if not files.is_open(text):
        return False
    full = files.full(text)
    is_inside = full in folders or any(path in paths for path in _above(full))
    return is_inside or (full in paths and (is_named or _is_path(text)))


def _is_template(text: str, paths: Collection[str]) -> bool:
    """Tell whether the path of a file may be made of a text: ``part_{}.csv``, ``.csv``."""
    last = text.rpartition("/")[2]
    if not _SUFFIX.search(last):
        return False
    pattern = ".*".join(re.escape(part) for part in _FILLED_IN.split(last) if part)
    return any(re.search(pattern + r"\Z", path) for path in paths)


def _is_path(text: str) -> bool:
    return "/" in text or bool(_SUFFIX.search(text))


def _texts(statement: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield the texts of a statement, and the words of its magics, each with where it stands."""
    magics = {id(part) for call in _magics(statement) for part in ast.walk(call)}
    for call in _magics(statement):
        given = [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
        words = " ".join(given[1:2] if given[:1] and given[0] in _HOLDS_TEXT else given).split()
        yield from ((word.strip("'\"<>;"), call) for word in words[:_MOST_WORDS])
    for node in ast.walk(statement):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and "\n" not in text and id(node) not in magics:
            yield text, node


def _magics(statement: ast.AST) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _COMMANDS
        and "get_ipython" in names.mentioned(ast.Expr(node.func))
    ]


def _calls(statement: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Call):
            named = node.func
            yield (
                named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", ""),
                node,
            )


def _opened(statement: ast.AST) -> set[int]:
    """Return the texts that name a file, whatever they look like: a call takes them for one."""
    found = {id(call) for call in _magics(statement)}
    for name, call in _calls(statement):
        found |= {id(arg) for arg in call.args if name in _OPENERS}
    for node in ast.walk(statement):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            found |= {id(node.left), id(node.right)}
    return found


def _only_read(statement: ast.AST) -> set[int]:
    """Return the texts that a call takes for what it reads."""
    found: set[int] = set()
    for name, call in _calls(statement):
        places = list(call.args) if _reads(name, call) else []
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if _READERS.fullmatch(name) and isinstance(owner, ast.Call):
            places += owner.args if getattr(owner.func, "id", "") == "Path" else []
        found |= {id(part) for place in places for part in ast.walk(place)}
    return found


def _reads(name: str, call: ast.Call) -> bool:
    """Tell whether a call only reads what it is given the path of."""
    if name != "open":
        return bool(_READERS.fullmatch(name))
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        return False  # Path("a.csv").open("w")
    is_plain = isinstance(call.func, ast.Name) or _is_of(call.func, {"io", "gzip", "codecs", "bz2"})
    return is_plain and not set("wax+") & set(_mode(call))


def _mode(call: ast.Call) -> str:
    """Return how a call opens a file; to write, if that is not spelled out."""
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "mode")]
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "w" for one in given)


def goes_on(statement: ast.AST) -> bool:
    """Tell whether a statement may write to the end of a file that is there already."""
    modes = [_mode(call) for name, call in _calls(statement) if name == "open"]
    magics = [
        str(getattr(call.args[1], "value", "")) for call in _magics(statement) if call.args[1:]
    ]
    appends = any({"a", "+"} & set(mode) and "w" not in mode for mode in modes)
    return appends or any({"-a", "--append"} & set(line.split()) for line in magics)


def _is_of(function: ast.expr, places: set[str]) -> bool:
    where = function.value if isinstance(function, ast.Attribute) else function
    return isinstance(where, ast.Name) and where.id in places


def stands_alone(statement: ast.stmt, space: Collection[str]) -> bool:
    """Tell whether a statement reads no name but those that there are, and what it binds itself."""
    own = names.stored(statement) | {
        node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)
    }
    loads = {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return all(name in space or names.is_builtin(name) for name in loads - own)
