"""The examples in the docstrings of a package."""

import doctest
import importlib
from pathlib import Path

import pytest


def examples(package, names=None):
    """Return a parameter for each docstring of a package that has examples.

    Only files with a prompt are imported: some of the others are made for a process of their own.

    Parameters
    ----------
    package
        The package, as a module.
    names
        What an example may use beside the names of its module.
    """
    root = Path(package.__file__).parent
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = []
    for path in sorted(root.rglob("*.py")):
        if ">>> " not in path.read_text(encoding="utf-8"):
            continue
        parts = path.relative_to(root.parent).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        module = importlib.import_module(name)
        tests = finder.find(module, name, globs={**(names or {}), **vars(module)})
        found += [pytest.param(test, id=test.name) for test in tests if test.examples]
    return found


def run(example):
    """Run an example; fail if it does not give what it says, or is left out."""
    told = []
    result = doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not result.failed, "".join(told)
    assert not any(doctest.SKIP in part.options for part in example.examples)
