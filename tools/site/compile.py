"""Replace source by byte code in the archives of ``/given``; runs in the browser's Python."""

import importlib.util
import marshal
import zipfile
from pathlib import Path

# The flag for "don't check the source", which isn't there. The same input gives the same bytes.
HEADER = importlib.util.MAGIC_NUMBER + (0b01).to_bytes(4, "little") + bytes(8)
LIBRARY = "python_stdlib.zip"  # not compressed: it is compressed as a whole, which is smaller
KEEPS_SOURCE = "scaling_ai_course"  # learners may read it: ``explore.drift.shift??``
USELESS = (
    *(".a", ".build", ".c", ".cpp", ".f", ".h", ".hpp"),
    *(".js.map", ".pxd", ".pyi", ".pyx", ".tp"),
)


def main() -> None:
    """Write each archive of ``/given`` into ``/made``, under the same name."""
    for path in sorted(Path("/given").iterdir()):
        how = zipfile.ZIP_STORED if path.name == LIBRARY else zipfile.ZIP_DEFLATED
        with (
            zipfile.ZipFile(path) as source,
            zipfile.ZipFile(Path("/made", path.name), "w", how) as target,
        ):
            for item in source.infolist():
                if not useless(item.filename):
                    for name, content in compiled(item.filename, source.read(item), path.name):
                        write(target, name, content)


def compiled(name: str, content: bytes, archive: str) -> list[tuple[str, bytes]]:
    """Return the files that replace a file of an archive."""
    if not name.endswith(".py"):
        return [(name, content)]
    code = HEADER + marshal.dumps(compile(content, name, "exec", dont_inherit=True))
    if archive.startswith(KEEPS_SOURCE):
        folder, _, file = name.rpartition("/")
        return [
            (name, content),
            (f"{folder}/__pycache__/{file[:-3]}.cpython-314.pyc", code),
        ]
    return [(f"{name}c", code)]


def useless(name: str) -> bool:
    """Tell whether the browser doesn't need a file: tests, C sources, type stubs."""
    parts = name.split("/")
    in_tests = not {"test", "tests"}.isdisjoint(parts[:-1]) and ".dist-info" not in parts[0]
    return in_tests or name.endswith((*USELESS, "/")) or ".data/" in name


def write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file without the build time."""
    item = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
    archive.writestr(item, content, archive.compression)


main()
