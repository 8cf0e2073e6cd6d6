"""The examples in docstrings of the course run, and give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import course

MODULES = [
    "course",
    *(module.name for module in pkgutil.walk_packages(course.__path__, "course.")),
]
# An example may use the public names of the course, as a notebook does after its first cell.
NAMES = {name: getattr(course, name) for name in course.__all__}


def examples():
    finder = doctest.DocTestFinder(exclude_empty=True)
    for name in MODULES:
        module = importlib.import_module(name)
        for test in finder.find(module, name, globs={**NAMES, **vars(module)}):
            if test.examples:
                yield pytest.param(test, id=test.name)


EXAMPLES = list(examples())


def test_there_are_examples():
    assert len(EXAMPLES) > 3


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_gives_what_it_says(example):
    told = []
    result = doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert not result.failed, "".join(told)
