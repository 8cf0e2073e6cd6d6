"""The course's key: made once, private, never replaced."""

import subprocess

import pytest
from traitlets.config import Config

from split_grader.base.errors import GraderError
from split_grader.course import signing
from split_grader.course.course import Course
from split_grader.course.signing import Signer, is_signed, private_path, public_key, public_path


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path, Config())


def test_the_key_is_made_once_and_only_its_owner_can_read_it(course):
    first = Signer(course)
    assert first.is_new
    assert private_path(course).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in private_path(course).parent.iterdir()) == [
        ".gitignore",
        "private.pem",
        "public.pem",
    ]
    content = private_path(course).read_bytes()
    second = Signer(course)
    assert (second.is_new, second.fingerprint) == (False, first.fingerprint)
    assert private_path(course).read_bytes() == content


def test_git_ignores_the_private_key_only(course, require):
    Signer(course)
    git = require("git")
    subprocess.run([git, "init", "--quiet", course.root], check=True)  # noqa: S603
    process = subprocess.run(  # noqa: S603
        [git, "status", "--porcelain", "-uall"],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "public.pem" in process.stdout
    assert "private.pem" not in process.stdout


def test_a_signature_is_for_exactly_these_bytes(course):
    signature = Signer(course).sign(b"all of it")
    key = public_key(public_path(course))
    assert is_signed(key, b"all of it", signature)
    assert not is_signed(key, b"all of it.", signature)
    assert not is_signed(key, b"all of it", "not base64")


def test_a_lost_private_key_is_told_and_nothing_is_made(course):
    Signer(course)
    private_path(course).unlink()
    with pytest.raises(GraderError, match=r"private.pem is lost.*from a backup.*move .*public.pem"):
        Signer(course)
    assert not private_path(course).exists()


def test_a_deleted_public_key_is_written_again(course):
    Signer(course)
    before = public_path(course).read_bytes()
    public_path(course).unlink()
    Signer(course)
    assert public_path(course).read_bytes() == before


def test_keys_that_do_not_belong_together_are_told(course, tmp_path):
    Signer(course)
    other = Course(tmp_path / "other", Config())
    Signer(other)
    public_path(course).write_bytes(public_path(other).read_bytes())
    with pytest.raises(GraderError, match=r"doesn't belong to private.pem"):
        Signer(course)


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_a_damaged_key_is_told(course, content):
    Signer(course)
    private_path(course).write_bytes(
        public_path(course).read_bytes() if content is None else content
    )
    with pytest.raises(GraderError, match=r"private.pem is damaged"):
        Signer(course)
    public_path(course).write_bytes(b"nonsense")
    with pytest.raises(GraderError, match="isn't the public key of a course"):
        public_key(public_path(course))


def test_a_key_that_others_may_read_signs_nothing(course):
    Signer(course)
    private_path(course).chmod(0o640)
    with pytest.raises(GraderError, match=r"Others may read .*private.pem.*chmod 600"):
        Signer(course)


def test_of_two_runs_at_once_the_first_key_counts(course, monkeypatch):
    make = signing._make

    def slower(private, public):
        monkeypatch.setattr(signing, "_make", make)
        Signer(course)  # another run, in between
        public.unlink()
        make(private, public)

    monkeypatch.setattr(signing, "_make", slower)
    fingerprint = Signer(course).fingerprint
    assert Signer(course).fingerprint == fingerprint
