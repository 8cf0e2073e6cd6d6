"""Stands where JupyterLite's kernel expects its installer: this edition installs nothing."""

WORDS = (
    "Nothing can be installed here: the browser edition carries its packages along and asks no "
    "network. To use others, work on your own machine: make lab (see README.md)."
)


async def install(*_requirements: object, **_options: object) -> None:
    """Say that nothing can be installed, and where it can."""
    print(WORDS)
