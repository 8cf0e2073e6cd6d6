"""Sample answers to the chapter's written questions, with marks and reasons."""

from __future__ import annotations

import html
from collections.abc import Iterator

from course.browser import printed
from scaling_ai_kit.pages.sources import ROOT
from split_grader.written.learning import HONEST, Answer, material
from split_grader.written.rubric import Question, Rubric, read

RUBRIC = ROOT / "solutions" / "chapter_questions.rubric.toml"
_TITLE = "Sample written answers"
_INTRODUCTION = (
    "Invented answers that people have marked, three to each question: a strong one, one with "
    "about half of the points, and a weak one. Agree on them with your co-graders before you mark."
)


def page() -> str:
    """Return three answers to each question as a page to print."""
    rubric = read(RUBRIC)
    parts = [f"<h1>{_TITLE}</h1><p>{_INTRODUCTION}</p>"]
    for question in rubric.questions.values():
        parts.append(f"<h2>{html.escape(f'{question.name}. {question.prompt}')}</h2>")
        parts += [_shown(question, *sample) for sample in samples(rubric, question)]
    return printed.document(_TITLE, "".join(parts), "statement")


def samples(rubric: Rubric, question: Question) -> Iterator[tuple[Answer, int]]:
    """Yield a strong, a middling and a weak answer with their scores."""
    answers = [one for one in material(rubric, question) if one.family == HONEST]
    scored_answers = [(one, question.score(one.points or {})) for one in answers]
    for aim in (question.most, question.most / 2, 1):
        # Of equally good ones the shortest, which graders can hold in mind.
        yield min(scored_answers, key=lambda each: (abs(each[1] - aim), len(each[0].text)))


def _shown(question: Question, answer: Answer, score: int) -> str:
    quotes = {point: f"“{words}”" for point, words in (answer.points or {}).items()}
    text = "".join(f"<p>{html.escape(block)}</p>" for block in answer.text.split("\n\n"))
    rows = "".join(
        f'<tr><th scope="row">{html.escape(meaning)}</th>'
        f"<td>{html.escape(quotes.get(point, 'missing'))}</td></tr>"
        for point, meaning in question.points.items()
    )
    head = '<tr><th scope="col">Point</th><th scope="col">What earns it</th></tr>'
    table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
    return f"<h3>{score} of {question.most} points</h3><blockquote>{text}</blockquote>{table}"
