"""The examples in docstrings of the grader run, and give what they say."""

import pytest

import docstrings
import grader

EXAMPLES = docstrings.examples(grader)


def test_there_are_examples():
    assert len(EXAMPLES) > 5


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_gives_what_it_says(example):
    docstrings.run(example)
