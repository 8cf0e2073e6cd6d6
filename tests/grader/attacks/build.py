"""Write the notebooks of the suite: ``python build.py``; ``--check`` only compares."""

import sys

from hostile.classroom import NOTEBOOKS
from hostile.making import contents, differences


def main() -> int:
    """Write the files, or compare them."""
    if "--check" in sys.argv[1:]:
        problems = differences()
        print("\n".join(problems) or "All notebooks are in step.")  # noqa: T201
        return bool(problems)
    wanted = contents()
    for path in set(NOTEBOOKS.rglob("*.ipynb")) - set(wanted):
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"Wrote {len(wanted)} notebooks.")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
