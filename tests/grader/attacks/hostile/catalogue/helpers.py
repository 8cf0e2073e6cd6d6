"""Right answers, and code that several attacks begin with: it looks for the test range and touches nothing else."""

from hostile.model import PWNED, RANGE_MARK, tidy
from hostile.target import QUESTIONS, solution

SOLVED = {f"q_{name}": solution(name) for name in QUESTIONS}

FIND_RANGE = tidy(f"""
    import glob, os, tempfile
    from pathlib import Path
    def find_range():
        places = [".", os.environ.get("HOME", "."), *glob.glob("/proc/[0-9]*/cwd")]
        places += glob.glob(tempfile.gettempdir() + "/grader-range-*")
        for place in places:
            try:
                here = Path(place).resolve()
                for folder in (here, *here.parents):
                    if (folder / "{RANGE_MARK}").is_file():
                        return folder
            except OSError:
                pass
        raise LookupError("no test range in sight: the attack ends here")
    around = find_range()
    course = around / "class"
    """)
MARK = f'mark = "{PWNED}"\n'


def in_range(code: str) -> str:
    """Return code that starts by looking for the range; there `around`, `course`, `mark` exist."""
    return f"{FIND_RANGE}\n{MARK}{tidy(code)}"
