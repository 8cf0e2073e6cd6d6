"""The runtime's linker asks for what is open only.

Each compiled part that is imported ends with a look at every symbol of all parts loaded so far, to
find those that nothing has defined yet. There are tens of thousands, and each look crosses into
WebAssembly: a fifth of the time in which the libraries start. Kept beside them, the names that are
still open are a few. The runtime is under MPL-2.0; the change is this file.
"""

from __future__ import annotations

from pathlib import Path

SCRIPT = "pyodide.asm.mjs"
_CHANGES = (
    ("var GOT={};", "var GOT={},OPEN=new Set;"),
    (
        'rtn=GOT[symName]=new WebAssembly.Global({value:"i32",mutable:true},-1)}',
        'rtn=GOT[symName]=new WebAssembly.Global({value:"i32",mutable:true},-1);OPEN.add(symName)}',
    ),
    (
        "for(var[symName,entry]of Object.entries(GOT)){if(entry.value==-1){",
        "for(var symName of OPEN){var entry=GOT[symName];if(entry.value==-1){",
    ),
    ("${typeof value} (${value})`)}}}};", "${typeof value} (${value})`)}}}OPEN.clear()};"),
)


def quickened(runtime: Path) -> None:
    """Change the linker in a folder with the runtime.

    Raises
    ------
    ValueError
        If this version's linker is another one.
    """
    script = runtime / SCRIPT
    text = script.read_text(encoding="utf-8")
    for old, new in _CHANGES:
        if text.count(old) != 1:
            raise ValueError(
                f"{script} has {old!r} {text.count(old)} times, 1 was expected: "
                "this version of the runtime's linker is not known."
            )
        text = text.replace(old, new)
    script.write_text(text, encoding="utf-8")
