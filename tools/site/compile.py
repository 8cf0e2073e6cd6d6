"""Runs in the browser's Python: replace source by byte code in every wheel of ``/given``."""

import importlib.util
import marshal
import zipfile
from pathlib import Path

# A flag for "do not look at the source": there is none, and the same input gives the same bytes.
HEADER = importlib.util.MAGIC_NUMBER + (0b01).to_bytes(4, "little") + bytes(8)
KEEPS_SOURCE = "scaling_ai_course"  # a learner may look at it: ``explore.drift.shift??``
USELESS = (".pyi", ".pyx", ".pxd", ".h", ".hpp", ".c", ".cpp", ".a", ".tp", ".pyx.tp", ".js.map", ".f", ".build")


def main() -> None:
    for wheel in sorted(Path("/given").glob("*.whl")):
        with zipfile.ZipFile(wheel) as given, zipfile.ZipFile(
            Path("/made", wheel.name), "w", zipfile.ZIP_DEFLATED
        ) as made:
            for item in given.infolist():
                copy(item.filename, given.read(item), made, wheel.name.startswith(KEEPS_SOURCE))


def copy(name: str, content: bytes, made: zipfile.ZipFile, keeps_source: bool) -> None:
    if useless(name):
        return
    if not name.endswith(".py"):
        write(made, name, content)
        return
    code = HEADER + marshal.dumps(compile(content, name, "exec", dont_inherit=True))
    if keeps_source:
        folder, _, file = name.rpartition("/")
        write(made, name, content)
        write(made, f"{folder}/__pycache__/{file[:-3]}.cpython-314.pyc", code)
    else:
        write(made, f"{name}c", code)


def useless(name: str) -> bool:
    parts = name.split("/")
    in_tests = "tests" in parts[:-1] and ".dist-info" not in parts[0]
    return in_tests or name.endswith(USELESS) or ".data/" in name


def write(made: zipfile.ZipFile, name: str, content: bytes) -> None:
    item = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
    item.compress_type = zipfile.ZIP_DEFLATED
    made.writestr(item, content, compresslevel=6)


main()
