"""What an answer as a whole says of a point."""

import numpy as np
import pytest

from grader.written.context import CUES, Context, cues, fit_context


def test_cues_are_of_the_question():
    assert cues("Q1", ["Over 80% try.", "Fewer than 20% scale it."]).tolist() == [1, 1, 1, 0, 0]
    assert cues("Q1", ["Nor is it true that over 80% try."]).tolist() == [0, 0, 0, 0, 0]
    assert cues("Q1", ["About 20% of them survive."]).tolist() == [0, 1, 0, 0, 0]
    assert cues("Q8", ["I do not agree."]).tolist() == [1, 0]
    assert cues("Q8", ["I agree."]).tolist() == [0, 1]
    assert cues("Q4", ["I agree."]).tolist() == []


@pytest.mark.parametrize("question", ["Q1", "Q4", "Q8"])
def test_there_are_as_many_cues_as_the_weights_take(question):
    assert len(cues(question, [])) == CUES.get(question, 0)


def test_points_that_go_together_lift_each_other():
    draw = np.random.default_rng(1)
    first = draw.random(400) < 0.5
    second = np.where(draw.random(400) < 0.9, first, ~first)  # mostly made with the first
    strongest = np.stack([np.where(first, 2.0, -2.0), draw.normal(0, 1, 400)], axis=1)
    none = [np.zeros(0, np.float32)] * 400
    found = fit_context(list(strongest), none, np.stack([first, second], axis=1))
    unclear = np.float32(0.0)
    beside = found.logits(np.array([2.0, unclear], np.float32), none[0])[1]
    alone = found.logits(np.array([-2.0, unclear], np.float32), none[0])[1]
    assert beside > 1 > -1 > alone


def test_few_answers_leave_a_point_with_its_own_passage():
    strongest = np.array([[2.0, -2.0], [-2.0, 2.0], [2.0, 2.0], [-2.0, -2.0]], np.float32)
    found = fit_context(list(strongest), [np.zeros(0, np.float32)] * 4, strongest > 0)
    own = np.diag(found.weights)
    assert (own > 3 * np.abs(found.weights[[0, 1], [1, 0]])).all()


def test_a_passage_that_is_beyond_doubt_counts_as_one_that_is_sure():
    context = Context(np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    none = np.zeros(0, np.float32)
    far, near = (context.logits(np.array([x], np.float32), none) for x in (50.0, 5.0))
    assert far == near
