"""JavaScript modules and one style sheet for the course's widgets."""

from pathlib import Path

_HERE = Path(__file__).parent

# The parts of each widget, in order of dependence.
SHARED = ("elements", "choices", "question")
CHARTS = ("panels",)
EXPLORABLE = ("controls", "guess", "goals", "explorable")
CHECKPOINT = ("checkpoint",)
DECISION = ("decision",)
REVIEW = ("review",)


def module(*names: str) -> str:
    """Join JavaScript files into one module; the last one exports."""
    return "\n".join((_HERE / f"{name}.js").read_text(encoding="utf-8") for name in names)


def style(name: str = "course") -> str:
    """Return a style sheet, by default the one shared by all widgets."""
    return (_HERE / f"{name}.css").read_text(encoding="utf-8")
