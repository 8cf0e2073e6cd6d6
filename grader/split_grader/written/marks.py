"""Learn from the marks that a course has given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from split_grader.course.course import Course
from split_grader.written.learning import Answer, material, train
from split_grader.written.rubric import FEWEST, Rubric
from split_grader.written.store import keep_scorers, load_scorers, own_model


def learn(
    course: Course, assignment: str, rubric: Rubric, marked: Mapping[str, Sequence[Answer]]
) -> dict[str, str]:
    """Train and save the course's own scorers, in seconds per question.

    Parameters
    ----------
    marked
        Answers that a person has marked, with points or only a score, by grade_id.

    Returns
    -------
    dict
        The outcome for each question with marks, in a sentence, by grade_id.

    Raises
    ------
    GraderError
        If a model, or the answers that come with the rubric, can't be read.
    """
    own = own_model(course, assignment)
    earlier, _ = load_scorers(rubric, own)
    scorers, outcome = {}, {}
    for grade_id, answers in marked.items():
        question = rubric.questions[grade_id]
        every = [*material(rubric, question), *answers]
        if answers and len(every) < FEWEST:
            outcome[grade_id] = f"{len(every)} of the {FEWEST} marked answers that are needed."
        elif answers:
            scorers[grade_id] = train(question, every, earlier.get(grade_id))
            outcome[grade_id] = f"Learnt from {len(answers)} marked answers."
    if scorers:
        keep_scorers(scorers, own)
    return outcome
