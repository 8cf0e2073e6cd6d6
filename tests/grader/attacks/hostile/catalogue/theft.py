"""Theft: reading what a student may not see, for points or to carry it away."""

from hostile.catalogue.helpers import in_range
from hostile.catalogue.texts import read
from hostile.model import PORTS, Family

add = Family("theft")
read(add)

_USE_SOLUTIONS = """
import json, re
def answers(path):
    found = {}
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("grade"):
            found[len(found)] = "".join(cell["source"])
    return found
def use(path):
    for text in answers(path).values():
        exec(text, globals())
"""
_KEEP = {
    f"q_{name}": "pass"
    for name in ("mean", "region", "best", "account", "model", "drop", "age", "twice")
}

add(
    "source_solutions",
    """Finds the instructor's notebook in `source/` and runs the solutions that it holds. A success:
    full points for no work.""",
    in_range("") + _USE_SOLUTIONS + 'use(course / "source/target/target.ipynb")\n',
    answers=_KEEP,
)
add(
    "source_by_relative_path",
    """Climbs up from the working directory to `source/target/target.ipynb` and runs its solutions.
    A success: full points for no work.""",
    "from pathlib import Path\n"
    + _USE_SOLUTIONS
    + """
for depth in range(6):
    path = Path("../" * depth) / "source/target/target.ipynb"
    if path.is_file():
        use(path)
        break
else:
    raise LookupError("no source here")
""",
    answers=_KEEP,
)
add(
    "classmate_solutions",
    """Reads the submissions of the classmates and runs them. A success: their
    points, or their text in its output.""",
    in_range("")
    + _USE_SOLUTIONS
    + """
for path in sorted(course.glob("submitted/honest-*/target/target.ipynb")):
    use(path)
    print(path.read_text()[:20000])
    print(answers(path))
""",
    answers=_KEEP,
)
add(
    "local_ports",
    """Connects to ports of this machine and sends what it knows. A success: a server on the machine
    hears it.""",
    f"""
    import socket
    for port in range({PORTS.start}, {PORTS.stop}):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
                line.sendall(b"hello from a submission")
                print("connected to", port)
        except OSError as error:
            print(port, type(error).__name__)
    """,
)
add(
    "local_ports_by_child",
    """Lets a child process with a shell and another Python connect to ports of this machine. A
    success: a server on the machine hears it.""",
    f"""
    import subprocess, sys
    code = "import socket; socket.create_connection(('127.0.0.1', {PORTS.start}), 2).sendall(b'child')"
    print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20))
    """,
)
