"""A recorded model has the steps of the model, and what can't be recorded is refused."""

import numpy as np
import pytest

from scaling_ai_kit.pages.recorded import record


def test_each_operation_is_a_step_and_constants_need_none():
    tape = record(
        lambda values: {"cost": values["price"] * (2 + 3) + values["price"]}, {"price": ()}
    )
    assert tape == {
        "inputs": ["price"],
        "steps": [["multiply", 0, "5.0"], ["add", 1, 0]],
        "outputs": {"cost": [2]},
    }


def test_an_array_moves_in_place_and_equal_steps_are_noted_once():
    def moved(values):
        stages = values["stages"].copy()
        stages[1:] += stages[:-1] * values["pace"]
        return {"stages": stages, "again": values["stages"][0] * values["pace"]}

    tape = record(moved, {"stages": (2,), "pace": ()})
    assert tape["steps"] == [["multiply", 0, 2], ["add", 1, 3]]
    assert tape["outputs"] == {"stages": [0, 4], "again": [3]}


@pytest.mark.parametrize(
    "model",
    [
        lambda values: {"out": np.exp(values["x"])},
        lambda values: {"out": np.median(values["x"])},
        lambda values: {"out": 1 if values["x"] > 0 else 0},
    ],
    ids=["an unknown operation", "an unknown function", "a branch"],
)
def test_what_a_page_could_not_repeat_is_refused(model):
    with pytest.raises(TypeError):
        record(model, {"x": ()})
