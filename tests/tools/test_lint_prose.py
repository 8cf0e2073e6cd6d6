"""Documents, messages and comments are plain English."""

import pytest

from tools import lint_prose as lint

HABITS = {
    lint.long_sentence: ("word " * 31 + ".", "word " * 30 + "."),
    lint.clause_as_subject: (
        "Who crashes in five questions keeps the others.",
        "A student whose code crashes in five questions keeps the points for the rest.",
    ),
    lint.is_no: ("It is no grade.", "There is no grade, and it is no longer a draft."),
    lint.double_possessive: ("a file of the student's as code", "the code of the student's file"),
    lint.colon_chain: ("Two things: a list: a set.", 'Set "grader": {"seconds": 60} here: below.'),
    lint.but_for: ("All but for one are open.", "All except one are open, but not for long."),
    lint.nor: ("It never replaces it, nor a builtin.", "It takes neither it nor a builtin."),
    lint.dialect: ("It is for whoever runs it.", "It is for the person who runs it."),
}
MORE = {
    lint.clause_as_subject: (
        (
            "It is late; what scrolls is a stop.",
            "It is shared: who hangs up loses it.",
            "It is late, so what stops it is a kill.",
        ),
        ("What stops it?", "It says what was given, what was expected and what to do."),
    ),
    lint.is_no: (
        ("a time that is none is a note",),
        ("Is there no other way?", "It is none of them."),
    ),
    lint.double_possessive: (("an answer of yours",), ("the pages of the course's site",)),
    lint.dialect: (
        (
            "It has been mended.",
            "A notebook beside it is open.",
            "It is read anew.",
            "The record stands in the folder.",
            "Each has a page of its own.",
            "A link puts another in its place.",
            "It comes of its own accord.",
            "The winner is drawn by lot.",
            "Take the first of them that works.",
            "A dash is none.",
            "All else waits.",
            "It waits for ever.",
            "It brings along a file.",
            "Look at what was made of it.",
        ),
        (
            "An amendment to the standards stands out, and besides, it is None.",
            "There is none, and none of its own tests stands in the way.",
            'A kind called "beside" is listed.',
        ),
    ),
}


@pytest.mark.parametrize("rule", lint.RULES, ids=lambda rule: rule.__name__)
def test_a_rule_finds_its_habit_and_passes_the_plain_form(rule):
    bad, good = HABITS[rule]
    worse, better = MORE.get(rule, ((), ()))
    assert all(rule(sentence) for sentence in (bad, *worse))
    assert not any(rule(sentence) for sentence in (good, *better))


def test_sentences_are_read_as_a_reader_sees_them():
    markup = "**Two of them:** see [the page](a.md). `make. it` runs: *once*. What is it? 3 s"
    assert lint.sentences(markup) == ["see the page.", "Code runs: once.", "What is it?", "3 s"]


def test_messages_are_texts_and_help_but_not_docstrings_and_patterns(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        '"""The docstring of a module is not one."""\n'
        "@app.command()\n"
        "def run(name):\n"
        '    """Run it as long as the class needs."""\n'
        '    re.compile(r"\\bnot a message but a pattern\\b")\n'
        '    raise ValueError(f"{name} is no file that can be read. Send {it!r} as it was then.")\n',
        encoding="utf-8",
    )
    assert list(lint.messages(module)) == [
        (3, "Run it as long as the class needs."),
        (6, "Code is no file that can be read."),
        (6, "Send Code as it was then."),
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "module.py",
            '"""Mend\n\n    it anew."""\n\nx = 1  # noqa: F1 - by lot\n# It stands\n# in line 7.\ny = "a b"\n',
            {(1, "Mend it anew."), (5, "noqa: F1 - by lot"), (6, "It stands in line 7."), (8, "a b")},
        ),
        ("page.mjs", "/** Mend it. */\nf(); // Anew.\nlet a = 'https://b';\n", {(1, "Mend it."), (2, "Anew.")}),
        ("Makefile", "# Mend it.\nall: ## anew\n", {(1, "Mend it."), (2, "anew")}),
    ],
)  # fmt: skip
def test_remarks_are_comments_and_in_python_all_texts(name, text, expected, tmp_path):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert expected <= {(line, s.removesuffix(" /")) for line, s in lint.remarks(tmp_path / name)}


def test_files_can_be_read_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(lint, "ROOT", tmp_path)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("It has been mended.\n", encoding="utf-8")
    assert lint.problems([tmp_path / "b.md"]) == ["b.md:1: dialect: mended: It has been mended."]
    assert len(lint.problems()) == 2


def test_documents_messages_and_comments_keep_the_rules():
    assert lint.problems() == []


@pytest.mark.parametrize(("problems", "code"), [(["a.md:1: it"], True), ([], False)])
def test_the_command_prints_the_problems_and_says_by_its_end_that_there_are_any(
    problems, code, monkeypatch, capsys
):
    monkeypatch.setattr(lint, "problems", lambda _files: problems)
    monkeypatch.setattr("sys.argv", ["lint_prose.py"])
    with pytest.raises(SystemExit) as end:
        lint.main()
    assert (end.value.code, capsys.readouterr().out.split("\n")[:-1]) == (code, problems)
