"""The examples in docstrings of the course run, and give what they say."""

import pytest

import course
from support import docstrings

# An example may use the public names of the course, as a notebook does after its first cell.
NAMES = {name: getattr(course, name) for name in course.__all__}
EXAMPLES = docstrings.examples(course, NAMES)


def test_there_are_examples():
    assert len(EXAMPLES) > 3


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_gives_what_it_says(example):
    docstrings.run(example)
