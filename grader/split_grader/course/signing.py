"""The course's key, which signs statements of completion (Ed25519).

The key is made on first use, in the folder ``statement-key`` of the course. Students get nothing of
that folder. Its public half is for everybody who checks a statement. This module needs the extra
``statement``.
"""

import hashlib
import os
from base64 import b64decode, b64encode
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as form
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.course.course import Course

_FOLDER = "statement-key"
_OTHERS = 0o077  # the rights of everybody but the owner


def private_path(course: Course) -> Path:
    """Return the path of the key that signs, which nobody else may have."""
    return course.root / _FOLDER / "private.pem"


def public_path(course: Course) -> Path:
    """Return the path of the key that checks, which anybody may have."""
    return course.root / _FOLDER / "public.pem"


class Signer:
    """Signs with the course's key, which is made the first time.

    Attributes
    ----------
    fingerprint : str
        The key's name.
    is_new : bool
        Whether the key has just been made.

    Raises
    ------
    GraderError
        If the private key is lost, damaged or readable by others.
    """

    def __init__(self, course: Course) -> None:
        private, public = private_path(course), public_path(course)
        self.is_new = not private.exists()
        if self.is_new:
            _make(private, public)
        self._key = _private_key(private)
        own = self._key.public_key()
        self.fingerprint = fingerprint(own)
        if not public.exists():
            pem = own.public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
            write_atomically(public, pem)
        if public_key(public) != own:
            raise GraderError(
                f"{public} doesn't belong to {private.name} next to it. Restore both from the same "
                "backup. If only the private key is right, delete the public one: the next run "
                "writes it again."
            )

    def sign(self, content: bytes) -> str:
        """Return the signature of some bytes as text."""
        return b64encode(self._key.sign(content)).decode()


def is_signed(key: Ed25519PublicKey, content: bytes, signature: str) -> bool:
    """Return whether a key's owner signed exactly these bytes."""
    try:
        key.verify(b64decode(signature, validate=True), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return a public key's name: 16 hexadecimal digits in groups of four."""
    digits = hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def public_key(path: Path) -> Ed25519PublicKey:
    """Read a public key.

    Raises
    ------
    GraderError
        If there is no such file, or it isn't an Ed25519 key.
    """
    try:
        key = form.load_pem_public_key(path.read_bytes())
    except FileNotFoundError:
        raise GraderError(
            f"There is no public key {path}. `grader statement STUDENT` makes one the first time. "
            "To check another course's statement, pass that course's public.pem with --key."
        ) from None
    except ValueError:
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise GraderError(f"{path} isn't the public key of a course. Expected its public.pem.")
    return key


def _make(private: Path, public: Path) -> None:
    """Make the private key, unless there was one before."""
    if public.exists():
        raise GraderError(
            f"The course's private key {private} is lost: only {public.name} is left. Restore it "
            f"from a backup. If you can't, move {public} away, and keep it: it still checks "
            "earlier statements. The next run makes a new key; publish its public.pem as well."
        )
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    write_atomically(private.with_name(".gitignore"), f"{private.name}\n".encode())
    draft = private.with_name(f".{private.name}.{os.getpid()}.partial")
    write_atomically(draft, pem, mode=0o600)
    try:
        # A link never replaces a file: if another run was faster, its key counts.
        with suppress(FileExistsError):
            private.hardlink_to(draft)
    finally:
        draft.unlink()


def _private_key(path: Path) -> Ed25519PrivateKey:
    if path.stat().st_mode & _OTHERS:
        raise GraderError(
            f"Others may read {path}, so they could sign statements. Run `chmod 600` on it. If "
            "somebody may have copied it, move both keys away, and publish the new public.pem."
        )
    try:
        key = form.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError):  # damaged, or it has a password
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise GraderError(f"{path} is damaged. Restore it from a backup; nothing was signed.")
    return key
