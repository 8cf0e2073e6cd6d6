"""Collect and run the examples in a package's docstrings."""

import doctest
import importlib
from pathlib import Path

import pytest


def examples(package, names=None):
    """Return a parameter for each docstring with examples.

    Only files with a prompt are imported, because some of the others need a separate process.

    Parameters
    ----------
    package
        The package, as a module.
    names
        Names that an example may use in addition to those of its module.
    """
    root = Path(package.__file__).parent
    finder = doctest.DocTestFinder(exclude_empty=True)
    parameters = []
    for path in sorted(root.rglob("*.py")):
        if ">>> " not in path.read_text(encoding="utf-8"):
            continue
        parts = path.relative_to(root.parent).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        module = importlib.import_module(name)
        tests = finder.find(module, name, globs={**(names or {}), **vars(module)})
        parameters += [pytest.param(test, id=test.name) for test in tests if test.examples]
    return parameters


def run(example):
    """Run an example; fail if its output differs or it is skipped."""
    report = []
    result = doctest.DocTestRunner(verbose=False).run(example, out=report.append)
    assert not result.failed, "".join(report)
    assert not any(doctest.SKIP in part.options for part in example.examples)
