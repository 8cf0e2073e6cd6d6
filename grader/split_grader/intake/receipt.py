"""Keep the files of nbgrader's exchange that lead feedback back to the student."""

from pathlib import Path

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import UnreadableError
from split_grader.base.folders import TIMESTAMP, open_regular

SECRET = "submission_secret.txt"  # noqa: S105 - the name of a file
"""Identifies a submission; only its student and the instructor know it."""
_LARGEST = 1_000


def keep_receipt(submitted: Path, when: str | None, graded: Path) -> None:
    """Copy a submission's time and secret next to its graded notebooks.

    They replace older ones. nbgrader copies them on to the feedback, and ``nbgrader
    release_feedback`` gives the page to anyone who knows the secret. Work that didn't come through
    the exchange has no secret.

    Parameters
    ----------
    submitted
        The submission's folder, whose files its student may have written.
    when
        The time of handing in, if known.
    graded
        The folder of the graded notebooks.
    """
    secret = read_secret(submitted)
    for name, content in ((TIMESTAMP, (when or "").encode()), (SECRET, secret)):
        if secret:
            write_atomically(graded / name, content, mode=0o444)
        else:
            (graded / name).unlink(missing_ok=True)


def read_secret(submitted: Path) -> bytes:
    """Return the secret of a submission; empty if it has none."""
    try:
        with open_regular(submitted / SECRET, SECRET) as file:
            content = file.read(_LARGEST + 1)
            content.decode()
    except (OSError, UnreadableError, UnicodeDecodeError):
        return b""
    return content if len(content) <= _LARGEST else b""
