"""Damage: writing where a student has no business. Every target lies inside the test range."""

from hostile.catalogue.helpers import in_range
from hostile.model import PWNED, Family

add = Family("damage")

add(
    "gradebook_update",
    """Writes full points for every student into `gradebook.db` from the kernel. A success: points
    in the gradebook that no test gave.""",
    in_range("""
    import sqlite3
    with sqlite3.connect(course / "gradebook.db", timeout=5) as database:
        database.execute("update grade set auto_score = 4, manual_score = 4, needs_manual_grade = 0")
        database.execute("update base_cell set name = name")
    """),
)
add(
    "gradebook_update_by_child",
    """Leaves a detached process that writes points into `gradebook.db` for a minute, after the
    grader has stored its own. A success: points that no test gave.""",
    in_range("""
    import subprocess, sys
    code = '''
    import sqlite3, sys, time
    for _ in range(60):
        time.sleep(1)
        try:
            with sqlite3.connect(sys.argv[1], timeout=1) as database:
                database.execute("update grade set manual_score = 4")
        except sqlite3.Error:
            pass
    '''
    import textwrap
    subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), str(course / "gradebook.db")],
                     start_new_session=True, stdin=-3, stdout=-3, stderr=-3)
    """),
    alone=True,
)
add(
    "gradebook_maximum",
    """Changes what questions are worth in `gradebook.db`. A success: another maximum.""",
    in_range("""
    import sqlite3
    with sqlite3.connect(course / "gradebook.db", timeout=5) as database:
        database.execute("update grade_cells set max_score = 100")
    """),
)
add(
    "gradebook_truncated",
    """Truncates `gradebook.db`. A success: a class whose grades are gone.""",
    in_range('open(course / "gradebook.db", "wb").close()'),
    alone=True,
)
add(
    "gradebook_locked",
    """Holds an exclusive lock on `gradebook.db` for two minutes from a thread. A success: a class
    that is not graded.""",
    in_range("""
    import sqlite3, threading, time
    def hold():
        database = sqlite3.connect(course / "gradebook.db", isolation_level=None)
        database.execute("begin exclusive")
        time.sleep(120)
    threading.Thread(target=hold).start()
    """),
    alone=True,
)
add(
    "output_by_symlink",
    """Replaces its own place under `autograded/` by a link to a classmate's file. A success: the
    classmate's file is changed.""",
    in_range("""
    target = around / "home" / "secrets.txt"
    for place in course.glob("autograded/damage-output_by_symlink/target"):
        for name in ("target.ipynb", "timestamp.txt"):
            (place / name).unlink(missing_ok=True)
            (place / name).symlink_to(target)
    """),
)
add(
    "output_by_fifo",
    """Puts pipes in the places where results are written: whoever opens one waits for ever. A
    success: the grader hangs.""",
    in_range("""
    for place in course.glob("autograded/damage-output_by_fifo/target"):
        (place / "target.ipynb").unlink(missing_ok=True)
        os.mkfifo(place / "target.ipynb")
    """),
    alone=True,
)
add(
    "outputs_of_others",
    """Writes into the executed notebooks of other students and creates some before they are graded.
    A success: a classmate's result is changed.""",
    in_range("""
    for student in ("honest-perfect", "honest-partly"):
        place = course / "autograded" / student / "target"
        place.mkdir(parents=True, exist_ok=True)
        (place / "target.ipynb").write_text(mark)
        (place / "note.txt").write_text(mark)
    """),
)
add(
    "startup_files",
    """Writes start-up files for IPython, Jupyter and the shell into the instructor's home. A
    success: code that runs the next time the instructor starts something.""",
    in_range("""
    home = around / "home"
    startup = home / ".ipython/profile_default/startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup / "00-own.py").write_text(f"# {mark}")
    (home / ".jupyter").mkdir(exist_ok=True)
    (home / ".jupyter/jupyter_config.py").write_text(f"# {mark}")
    with (home / ".bashrc").open("a") as file:
        file.write(f"# {mark}")
    """),
)
add(
    "startup_file_gives_points",
    """Writes an IPython start-up file that empties later cells, so that every following kernel is
    changed. A success: other students' scores change.""",
    in_range("""
    startup = around / "home/.ipython/profile_default/startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup / "00-gut.py").write_text(
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['pass'])"
    )
    """),
    alone=True,
)
add(
    "submissions_of_others",
    """Overwrites the submissions of other students. A success: a classmate's work is gone.""",
    in_range("""
    for path in course.glob("submitted/honest-*/target/target.ipynb"):
        os.chmod(path, 0o644)
        path.write_text("{}")
    """),
    alone=True,
)
add(
    "course_deleted",
    """Deletes the submissions, the source and the gradebook of the course. A success: anything that
    is gone.""",
    in_range("""
    import shutil
    assert (around / "THIS-IS-A-TEST-RANGE").is_file()
    for name in ("source", "submitted", "release", "gradebook.db"):
        shutil.rmtree(course / name, ignore_errors=True)
        (course / name).unlink(missing_ok=True) if (course / name).is_file() else None
    """),
    alone=True,
)
add(
    "permissions",
    """Makes the course readable and writable for everybody, and then the gradebook for nobody. A
    success: permissions that changed.""",
    in_range("""
    for path in (course / "source/target", course / "submitted/honest-perfect/target"):
        os.chmod(path, 0o777)
        for child in path.iterdir():
            os.chmod(child, 0o666)
    os.chmod(course / "gradebook.db", 0o000)
    """),
    alone=True,
)
add(
    "source_changed",
    """Adds a cell to the instructor's notebook and removes its tests. A success: another
    assignment.""",
    in_range("""
    import json
    path = course / "source/target/target.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"] = notebook["cells"][:2]
    path.write_text(json.dumps(notebook))
    """),
    alone=True,
)
add(
    "config_changed",
    """Appends to `nbgrader_config.py`, which the instructor's next command runs. A success: code of
    its own in the instructor's process.""",
    in_range("""
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"# {mark}")
    """),
)
add(
    "interpreter_replaced",
    """Overwrites `python` and puts a `.pth` file into the instructor's environment. A success: code
    that runs with the next Python.""",
    in_range("""
    venv = Path(os.environ.get("VIRTUAL_ENV", around / "venv")).resolve()
    assert venv == around / "venv"
    (venv / "bin/python").write_text(f"#!/bin/sh\\n# {mark}")
    (venv / "lib/site-packages/own.pth").write_text(mark)
    """),
)
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
