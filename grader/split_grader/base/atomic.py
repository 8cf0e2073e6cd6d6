"""Write files so that a reader never sees half of one."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

_PARTIAL = ".partial"


def write_atomically(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file through a temporary one in the same folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{path.name[:40]}."
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=_PARTIAL)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def remove_partial(folders: Iterable[Path]) -> None:
    """Remove temporary files that a killed :func:`write_atomically` left in folders."""
    for folder in folders:
        for path in folder.glob(f".*{_PARTIAL}"):
            path.unlink(missing_ok=True)
