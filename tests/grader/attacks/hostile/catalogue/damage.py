"""Damage: writing where a student has no business. Every target lies inside the test range."""

from hostile.catalogue.texts import read
from hostile.model import PWNED, Family

add = Family("damage")
read(add)

add(
    "working_directory_filled",
    """Fills its working directory with 20,000 small files and odd names. A success: a grader that
    stops, or files that stay.""",
    f"""
    from pathlib import Path
    for number in range(20_000):
        Path(f"{PWNED}-{{number}}").write_text("x")
    for name in ("-rf", "a\\nb", "é" * 80, " "):
        Path(name).write_text("x")
    """,
    alone=True,
)
_KILL = """
import os, signal
def of_this_test(pid):
    # Only what the test started carries this in its environment.
    try:
        return b"GRADER_ATTACK_RUN=grader-range-" in open(f"/proc/{pid}/environ", "rb").read()
    except OSError:
        return False
"""
add(
    "parent_killed",
    """Kills its parent process with SIGKILL. A success: a class that is not graded.""",
    _KILL
    + """
parent = os.getppid()
if parent > 1 and of_this_test(parent):
    os.kill(parent, signal.SIGKILL)
else:
    print("this parent is none of the test's")
""",
    alone=True,
)
add(
    "all_graders_killed",
    """Kills every process that the test started and that it can see. A success: a class that is not
    graded.""",
    _KILL
    + """
for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdigit()):
    if pid not in (1, os.getpid()) and of_this_test(pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError as error:
            print(type(error).__name__)
""",
    alone=True,
)
add(
    "process_group_stopped",
    """Sends SIGSTOP to its parent, so that it is alive but does nothing. A success: the grader
    hangs.""",
    _KILL
    + """
parent = os.getppid()
if parent > 1 and of_this_test(parent):
    os.kill(parent, signal.SIGSTOP)
else:
    print("this parent is none of the test's")
""",
    alone=True,
)
