"""A bank of answers is read as it is written, and a slip in it is named."""

import pytest

from split_grader.base.errors import GraderError
from split_grader.course.bank import Wrong, read_bank

OFFICIAL = "def total(values):\n    return sum(values)"
RIGHT = """\
# %% right: loops
def total(values):
    result = 0
    for value in values:
        result += value

    return result
"""


@pytest.fixture
def read(tmp_path):
    """Read a bank whose one file holds a text."""

    def bank_of(text, name="total.py"):
        (tmp_path / name).write_text(text)
        return read_bank(tmp_path, {"total": OFFICIAL, "mean": OFFICIAL})

    return bank_of


def wrong(lines, edits="loops"):
    return f"{RIGHT}\n# %% wrong: It is wrong.\n# says: not so\n# edits: {edits}\n{lines}\n"


def edited(bank):
    return bank.wrong["total"]["It is wrong."].text


def test_a_right_answer_has_its_name_and_its_text(read):
    bank = read(wrong("# -     result = 0\n# +     result = 1"))
    assert bank.right == {"loops": {"total": RIGHT.partition("\n")[2].strip()}}


def test_a_wrong_answer_is_written_out_or_an_edit(read):
    text = "# %% wrong: Knows it.\n# says: 6\n# By heart.\ndef total(values):\n    return 6\n"
    bank = read(wrong("# -     return sum(values)\n# +     return max(values)", "official") + text)
    assert bank.wrong["total"] == {
        "It is wrong.": Wrong("def total(values):\n    return max(values)", "not so"),
        "Knows it.": Wrong("# By heart.\ndef total(values):\n    return 6", "6"),
    }


def test_an_edit_changes_several_places_and_leaves_the_rest(read):
    bank = read(
        wrong(
            "# -     result = 0\n# +     result = 1\n# ...\n"
            "#           result += value\n# +         break\n#\n# -     return result"
        )
    )
    assert edited(bank) == (
        "def total(values):\n    result = 1\n    for value in values:\n"
        "        result += value\n        break\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (wrong("# -     result = 0", "loop"), "'It is wrong.' edits 'loop'; .* official, loops"),
        (
            wrong("# -     result = 2"),
            "once in 'loops', found them nowhere.\n        result = 2",
        ),
        (wrong("# -         result += value\n# ...\n# -     result = 0"), "must follow each other"),
        (wrong("# +     result = 2"), "new lines have no place"),
        (wrong("    result = 2"), "'    result = 2' is not a line of an edit"),
        (RIGHT, "has no wrong answer"),
        ("# %% wrong: It is.\n# says: so\npass\n", "has no right answer"),
        (RIGHT + RIGHT, "'loops': this heading is taken"),
        (RIGHT.replace("loops", "official"), "'official': this heading is taken"),
        (RIGHT + "# %% wrong: It is.\npass\n", "'It is.': expected '# says: WORDS'"),
        (RIGHT + "# %% wrong: It is.\n# says: so\n", "'It is.' is empty"),
        (RIGHT + "# %% worng: It is.\npass\n", "'# %% worng: It is.' is not a heading"),
        (RIGHT + "# %% wrong:\npass\n", "'# %% wrong:' is not a heading"),
    ],
)
def test_a_slip_is_told_with_its_place(read, text, message):
    with pytest.raises(GraderError, match=rf"(?s)total\.py.*{message}"):
        read(text)


def test_lines_that_stand_twice_are_not_edited(read):
    text = RIGHT.replace("    return", "    result = 0\n    return")
    with pytest.raises(GraderError, match="once in 'loops', found them more than once"):
        read(wrong("# -     result = 0").replace(RIGHT, text))


def test_a_file_is_named_by_its_question(read):
    with pytest.raises(GraderError, match=r"sum\.py answers no cell .* one of total, mean"):
        read(RIGHT, "sum.py")


def test_a_folder_without_files_is_not_a_bank(tmp_path):
    with pytest.raises(GraderError, match="is not a bank of answers"):
        read_bank(tmp_path, {})
