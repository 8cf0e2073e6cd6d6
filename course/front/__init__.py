"""What the course draws in the page: JavaScript modules and one style sheet for its widgets."""

from pathlib import Path

_HERE = Path(__file__).parent

# The parts of each widget, in the order in which they build on one another.
SHARED = ("elements", "choices", "question")
CHARTS = ("panels",)
EXPLORABLE = ("controls", "guess", "goals", "explorable")
CHECKPOINT = ("checkpoint",)
DECISION = ("decision",)
REVIEW = ("review",)


def module(*names: str) -> str:
    """Return the JavaScript files of these names as one module: the last one exports."""
    return "\n".join((_HERE / f"{name}.js").read_text(encoding="utf-8") for name in names)


def style(name: str = "course") -> str:
    """Return a style sheet; by default the one that all widgets of the course share."""
    return (_HERE / f"{name}.css").read_text(encoding="utf-8")
