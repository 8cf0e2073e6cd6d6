"""Collect compiled packages from the first source with the right hash.

The sources, in this order: the cache, a local folder (``SITE_PACKAGES``), the public release, and
a wheel that contains the same files. A file with another hash is always refused.
"""

from __future__ import annotations

import hashlib
import os
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.site import fetch, paths, runtime

_PIN = paths.PINS["packages"]
_PATIENCE = 20  # seconds


def collected() -> list[Path]:
    """Return the verified wheels of all compiled packages.

    Raises
    ------
    ValueError
        The release has another ABI than the runtime, or no source has a file with the right hash.
    """
    lock = runtime.lock_of(_PIN)
    core = runtime.lock_of(paths.PINS["runtime"])
    if not lock["info"]["abi_version"] == core["info"]["abi_version"] == _PIN["abi"]:
        raise ValueError(
            f"The runtime has the ABI {core['info']['abi_version']}, the packages "
            f"{lock['info']['abi_version']}; tools/site/pins.toml expects {_PIN['abi']} for both."
        )
    return [_wheel(lock["packages"][name]) for name in _PIN["names"]]


def _wheel(entry: dict[str, Any]) -> Path:
    name, digest = entry["file_name"], entry["sha256"]
    path = paths.CACHE / name
    if path.exists():
        return fetch.verified(path, digest)
    attempts = []
    for source, content in _offers(name):
        if content is not None and hashlib.sha256(content).hexdigest() == digest:
            path.write_bytes(content)
            return path
        attempts.append(f"{source}: {'not there' if content is None else 'another file'}")
    raise ValueError(
        f"No source has {name} with the sha256 {digest} ({'; '.join(attempts)}). Put it into a "
        "folder and name that in SITE_PACKAGES."
    )


def _offers(name: str) -> Iterator[tuple[str, bytes | None]]:
    """Yield each source's file, asking the next source only when needed."""
    if folder := os.environ.get("SITE_PACKAGES"):
        local = Path(folder, name)
        yield str(local), local.read_bytes() if local.exists() else None
    yield "the public release", _released(name)
    yield paths.PINS["carrier"]["pip"], _carried(name)


def _released(name: str) -> bytes | None:
    """Ask the public release, but not again after one failure."""
    if _released.__dict__.get("silent"):
        return None
    address = runtime.address_of(_PIN) + name
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:  # noqa: S310 - https
            return bytes(answer.read())
    except OSError:
        _released.__dict__["silent"] = True
        return None


def _carried(name: str) -> bytes | None:
    pin = paths.PINS["carrier"]
    with zipfile.ZipFile(fetch.from_pip(pin["pip"], pin["sha256"])) as carrier:
        try:
            return carrier.read(f"{pin['folder']}/{name}")
        except KeyError:
            return None
