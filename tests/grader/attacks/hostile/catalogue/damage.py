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
