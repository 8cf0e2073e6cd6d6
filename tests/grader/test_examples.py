"""The examples in docstrings of the grader run, and give what they say."""

import pytest

import split_grader
from support import docstrings

EXAMPLES = docstrings.examples(split_grader)


def test_there_are_examples():
    assert len(EXAMPLES) > 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_gives_what_it_says(example):
    docstrings.run(example)
