"""Denial: hanging, starving or flooding the grader. Every attack ends by itself (at most 300 s,
6 GiB of memory, 200 processes, 300 MB of disk), so that no grader lets it harm the machine.
"""

import json
import os
import zipfile
from io import BytesIO
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from hostile.model import Family
from hostile.target import QUESTIONS, solution

add = Family("denial")

_SOLVED = {f"q_{name}": solution(name) for name in QUESTIONS}
_STOP = "import time\nstop = time.monotonic() + 300\n"


def _but(question: str, code: str) -> dict[str, str]:
    return _SOLVED | {f"q_{question}": code}


def _others(question: str) -> tuple[str, ...]:
    return tuple(name for name in QUESTIONS if name != question)


def _printing_cells(notebook: NotebookNode) -> None:
    notebook.cells[1:1] = [
        new_code_cell("print('x' * 3_999_000)", id=f"print-{number}") for number in range(60)
    ]


add(
    "loop",
    """Loops without end in the answer to one question; the others are right. A success: a grader
    that hangs, or other questions that lose points.""",
    answers=_but("twice", _STOP + "while time.monotonic() < stop:\n    pass"),
    keeps=_others("twice"),
    alone=True,
)
add(
    "loop_in_function",
    """A function that never returns when a test calls it; the other answers are right. A success: a
    grader that hangs, or other questions that lose points.""",
    answers=_but(
        "age", _STOP + "def parse_age(text):\n    while time.monotonic() < stop:\n        pass"
    ),
    keeps=_others("age"),
    alone=True,
)
add(
    "loop_ignores_interrupts",
    """Ignores SIGINT and SIGTERM, catches every exception and loops; the other answers are right. A
    success: a grader that hangs, or other questions that lose points.""",
    answers=_but(
        "drop",
        _STOP
        + """
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
while time.monotonic() < stop:
    try:
        while time.monotonic() < stop:
            pass
    except BaseException:
        pass
""",
    ),
    keeps=_others("drop"),
    alone=True,
)
add(
    "loop_in_c",
    """Blocks inside one call of C code that no signal ends (a regular expression that backtracks).
    A success: a grader that hangs.""",
    "import re\nre.match('(a|a)*$', 'a' * 30 + 'b')",
    alone=True,
)
add(
    "sleeping_import",
    """Hands in a module that sleeps when it is imported. A success: a grader that waits for it.""",
    "import slow",
    files={"slow.py": "import time\ntime.sleep(300)\n"},
    alone=True,
)
add(
    "processes",
    """Starts 200 processes that sleep for five minutes. A success: processes that are left, or a
    class that is not graded.""",
    """
    import subprocess, sys
    children = []
    for _ in range(200):
        try:
            children.append(subprocess.Popen(["sleep", "300"]))
        except OSError as error:
            print(type(error).__name__)
            break
    print(len(children))
    """,
    alone=True,
)
add(
    "forks",
    """Forks in a tree, 127 processes in all, each of which sleeps. A success: processes that are
    left.""",
    """
    import os, time
    for _ in range(7):
        try:
            if os.fork() == 0:
                os.setsid()
        except OSError:
            break
    time.sleep(300)
    """,
    alone=True,
)
add(
    "daemon_child",
    """Leaves a child that detaches twice and outlives the kernel. A success: a process that is
    left.""",
    """
    import os, time
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        for number in range(256):
            try:
                os.close(number)
            except OSError:
                pass
        time.sleep(300)
        os._exit(0)
    """,
    alone=True,
)
add(
    "memory",
    """Takes up to 6 GiB of memory, page by page. A success: a grader or a machine that runs out of
    memory.""",
    """
    import time
    kept = []
    for _ in range(96):
        block = bytearray(64 * 1024**2)
        block[::4096] = b"x" * len(block[::4096])
        kept.append(block)
        time.sleep(0.02)
    time.sleep(2)
    del kept
    """,
    alone=True,
)
add(
    "memory_of_children",
    """Lets four children take 1.4 GiB each, below any limit of a single process. A success: more
    memory than a submission may have.""",
    """
    import subprocess, sys
    code = "x = bytearray(1400 * 1024**2); x[::4096] = b'x' * len(x[::4096]); import time; time.sleep(5)"
    children = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
    print([child.wait() for child in children])
    """,
    alone=True,
)
add(
    "memory_of_a_threads_children",
    """Lets four children that a thread started take 1.4 GiB each: the system lists them under the
    thread, not under the process. A success: more memory than a submission may have.""",
    """
    import subprocess, sys, threading
    code = "x = bytearray(1400 * 1024**2); x[::4096] = b'x' * len(x[::4096]); import time; time.sleep(5)"

    def start():
        children = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(4)]
        print([child.wait() for child in children])

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    """,
    alone=True,
)
add(
    "disk",
    """Writes 300 MB into its working directory and the temporary directory. A success: files that
    are left, or a class that is not graded.""",
    """
    import tempfile
    for name in ("big.bin", tempfile.mktemp(prefix="grader-attack-")):
        try:
            with open(name, "wb") as file:
                for _ in range(150):
                    file.write(bytes(1_000_000))
        except OSError as error:
            print(type(error).__name__)
        finally:
            import os
            if name != "big.bin" and os.path.exists(name):
                os.unlink(name)
    """,
    alone=True,
)
add(
    "output_flood",
    """Prints 100 MB. A success: a grader that hangs, or a notebook of that size.""",
    "line = 'x' * 9999\nfor _ in range(10_000):\n    print(line)",
    alone=True,
)
add(
    "output_flood_to_descriptors",
    """Writes 50 MB to the process's standard output and error, past Python. A success: a grader that
    hangs.""",
    """
    import os
    for _ in range(500):
        for number in (1, 2):
            os.write(number, b"y" * 50_000)
    """,
    alone=True,
)
add(
    "display_updates",
    """Updates one display 100,000 times. A success: a grader that hangs.""",
    """
    import time
    from IPython.display import display
    stop = time.monotonic() + 120
    shown = display("0", display_id=True)
    for number in range(100_000):
        if time.monotonic() > stop:
            break
        shown.update(str(number)) if shown else display(str(number))
    """,
    alone=True,
)
add(
    "huge_json_output",
    """Displays a JSON object of 30 MB, and one nested 5,000 deep. A success: a grader that hangs or
    fails.""",
    """
    from IPython.display import display
    deep = 0
    for _ in range(900):
        deep = [deep]
    display({"application/json": {"x": "y" * 30_000_000}, "text/plain": "big"}, raw=True)
    display({"application/json": deep, "text/plain": "deep"}, raw=True)
    """,
    alone=True,
)
add(
    "deep_recursion",
    """Recurses until the C stack overflows. A success: a class that is not graded.""",
    """
    import sys, threading
    sys.setrecursionlimit(10**7)
    def down(number):
        return [down(number + 1)][0] if number < 3_000_000 else 0
    repr_me = []
    for _ in range(200_000):
        repr_me = [repr_me]
    try:
        repr(repr_me)
    except RecursionError:
        print("refused")
    down(0)
    """,
    alone=True,
)
add(
    "crash",
    """Reads address 0, which ends the process with a segmentation fault; the answers are right. A
    success: a class that is not graded, or right answers that lose points.""",
    "import ctypes\nctypes.string_at(0)",
    answers=_SOLVED,
    keeps=QUESTIONS,
    alone=True,
)
add(
    "threads",
    """Starts 50 threads that never end, none of them a daemon. A success: a grader that waits for
    them.""",
    """
    import threading, time
    stop = time.monotonic() + 300
    def wait():
        while time.monotonic() < stop:
            time.sleep(0.1)
    for _ in range(50):
        try:
            threading.Thread(target=wait, daemon=False).start()
        except RuntimeError:
            break
    """,
    alone=True,
)
add(
    "exit_hook_hangs",
    """Registers exit functions that sleep for five minutes and ignore signals. A success: a grader
    that waits for them.""",
    """
    import atexit, signal, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    atexit.register(time.sleep, 300)
    """,
    alone=True,
)
add(
    "waits_for_input",
    """Asks for input, from Python and from the terminal. A success: a grader that waits.""",
    "answer = input('Your name? ')\nimport getpass\ngetpass.getpass()",
)
add(
    "sockets",
    """Opens sockets until there are no more, and keeps them. A success: a grader that cannot open
    its own.""",
    """
    import socket
    kept = []
    for _ in range(5_000):
        try:
            kept.extend(socket.socketpair())
        except OSError as error:
            print(type(error).__name__)
            break
    """,
    alone=True,
)
add(
    "blocked_signals",
    """Blocks all signals, stops itself with SIGSTOP for what waits on it. A success: a grader that
    hangs.""",
    """
    import os, signal, time
    if os.fork() == 0:
        time.sleep(280)
        os.kill(os.getppid(), signal.SIGCONT) if os.getppid() > 1 else None
        os._exit(0)
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    os.kill(os.getpid(), signal.SIGSTOP)
    """,
    alone=True,
)


def _deep_json(folder: Path, content: bytes) -> None:
    del content
    (folder / "target.ipynb").write_text("[" * 200_000 + "]" * 200_000)


add(
    "deep_json",
    """Hands in JSON that is nested 200,000 deep instead of this notebook. A success: a grader that
    fails for the class.""",
    place=_deep_json,
    alone=True,
)


def _deep_metadata(folder: Path, content: bytes) -> None:
    text = content.decode()
    deep = '{"a":' * 900 + "1" + "}" * 900
    (folder / "target.ipynb").write_text(
        text.replace('"metadata": {', f'"metadata": {{"deep": {deep},', 1)
    )


add(
    "deep_metadata",
    """Nests its metadata 900 deep. A success: a grader that fails for the class.""",
    place=_deep_metadata,
    alone=True,
)


def _huge_json(folder: Path, content: bytes) -> None:
    notebook = json.loads(content)
    notebook["cells"][0]["source"] = ["x" * 1_000_000] * 60
    (folder / "target.ipynb").write_text(json.dumps(notebook))


add(
    "huge_notebook",
    """Hands in a notebook of 60 MB. A success: a class that is not graded, or a grader that grows
    without bounds.""",
    place=_huge_json,
    alone=True,
)


def _many_cells(folder: Path, content: bytes) -> None:
    notebook = json.loads(content)
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": "1",
        "outputs": [],
        "execution_count": None,
    }
    notebook["cells"] += [cell | {"id": f"n{number}"} for number in range(20_000)]
    (folder / "target.ipynb").write_text(json.dumps(notebook))


add(
    "many_cells",
    """Hands in 20,000 cells. A success: a grader that hangs.""",
    place=_many_cells,
    alone=True,
)


def _zip_bomb(folder: Path, content: bytes) -> None:
    (folder / "target.ipynb").write_bytes(content)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(20):
            archive.writestr(f"{number}.csv", bytes(100_000_000))
    (folder / "data.zip").write_bytes(packed.getvalue())


add(
    "zip_bomb",
    """Hands in an archive of 2 MB that holds 2 GB, beside the notebook. A success: a grader that
    unpacks it.""",
    place=_zip_bomb,
    alone=True,
)


def _sparse(folder: Path, content: bytes) -> None:
    (folder / "target.ipynb").write_bytes(content)
    with (folder / "data.csv").open("wb") as file:
        file.truncate(2 * 1024**3 - 1)


add(
    "sparse_file",
    """Hands in a file of 2 GiB that has no content and takes no space, beside the notebook. A
    success: a grader that copies it in full.""",
    place=_sparse,
    alone=True,
)


def _nested(folder: Path, content: bytes, names: list[str]) -> None:
    (folder / "target.ipynb").write_bytes(content)
    here = os.open(folder, os.O_RDONLY)
    for name in names:
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("data.csv", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def _deep_folders(folder: Path, content: bytes) -> None:
    _nested(folder, content, ["a"] * 1_200)


add(
    "deep_folders",
    """Hands in 1,200 folders within each other, beside the notebook. A success: a class that is not
    graded.""",
    place=_deep_folders,
    alone=True,
)


def _long_path(folder: Path, content: bytes) -> None:
    _nested(folder, content, ["b" * 200] * 21)


add(
    "long_path",
    """Hands in a file whose path is longer than the system takes, beside the notebook. A success: a
    class that is not graded.""",
    place=_long_path,
    alone=True,
)


def _sparse_files(folder: Path, content: bytes) -> None:
    (folder / "target.ipynb").write_bytes(content)
    for number in range(1_500):
        with (folder / f"{number}.csv").open("wb") as file:
            file.truncate(99_000_000)


add(
    "sparse_files",
    """Hands in 1,500 files of 99 MB that have no content and take no space, each of them below a
    limit. A success: a grader that reads them all before it grades anybody.""",
    place=_sparse_files,
    alone=True,
)


def _many_files(folder: Path, content: bytes) -> None:
    (folder / "target.ipynb").write_bytes(content)
    (folder / "m").mkdir()
    for number in range(60_000):
        (folder / "m" / str(number)).touch()


add(
    "many_files",
    """Hands in 60,000 empty files beside the notebook. A success: a grader that is busy with them
    for minutes.""",
    place=_many_files,
    alone=True,
)
add(
    "output_in_all",
    """Prints 4 MB in each of 60 cells, which is what one cell may; the answers are right. A success:
    a notebook of hundreds of megabytes, or right answers that lose points.""",
    answers=_SOLVED,
    mutate=_printing_cells,
    keeps=QUESTIONS,
    alone=True,
)
add(
    "quadratic_text",
    """Answers with an integer of a million digits, and text that makes regular expressions slow. A
    success: a grader that hangs.""",
    """
    import sys
    sys.set_int_max_str_digits(0)
    """,
    answers={
        "q_age": "def parse_age(text): return 10 ** 1_000_000",
        "q_twice": "def apply_twice(function, value): raise ValueError('a' * 5_000_000 + '\\x1b[' * 100_000)",
    },
    alone=True,
)


def _blank_lines(notebook: NotebookNode) -> None:
    notebook.cells.append(new_code_cell(" \n" * 30_000 + "1", id="blank"))


add(
    "page_of_blank_lines",
    """Holds a cell of 30,000 lines with a blank each, over which what colours code for a page
    takes hours. A success: a command for feedback that hangs, or a classmate without a page.""",
    mutate=_blank_lines,
    alone=True,
)


def _formulas(notebook: NotebookNode) -> None:
    notebook.cells.append(new_markdown_cell("\\\\(" * 100_000, id="formulas"))
    notebook.cells.append(new_markdown_cell("\\begin{a}" * 20_000, id="begin"))


add(
    "page_of_formulas",
    """Holds Markdown in which formulas begin and never end, which makes regular expressions slow. A
    success: a command for feedback that hangs, or a classmate without a page.""",
    mutate=_formulas,
    alone=True,
)
add(
    "page_of_html",
    """Displays HTML with scripts that never end, tags 30,000 deep and a colour with 300,000
    numbers. A success: a command for feedback that hangs, or a classmate without a page.""",
    """
    from IPython.display import HTML, display
    display(HTML("<script " * 400_000))
    display(HTML("<div>" * 30_000))
    display(HTML("<b></x>" * 100_000))
    print("\\x1b[" + "1;" * 300_000 + "m")
    """,
    alone=True,
)
