"""What a model refuses, and in which words: the value given, and what was expected."""

import builtins
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest


def refusals():
    """Yield module, call, error and message of each row of refusals.txt."""
    module = ""
    for line in Path(__file__).with_name("refusals.txt").read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[(.+)\]", line):
            module = heading[1]
        elif line:
            call, error, message = re.fullmatch(r"(.+) -> (?:(\w+Error): )?(.+)", line).groups()
            names = module, call, getattr(builtins, error or "ValueError"), message
            yield pytest.param(*names, id=f"{module}: {call}")


@pytest.mark.parametrize(("module", "call", "error", "message"), list(refusals()))
def test_what_makes_no_sense_is_refused_in_words(module, call, error, message):
    names = {**vars(import_module(f"course.simulate.{module}")), "np": np, "pd": pd}
    with pytest.raises(error, match=message):
        eval(call, names)  # noqa: S307 - our own calls
