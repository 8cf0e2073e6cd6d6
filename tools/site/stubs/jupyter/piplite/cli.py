"""What ``%pip`` calls."""

from piplite import WORDS


async def get_transformed_code(_arguments: list[str]) -> str:
    """Return the code that runs instead of a ``%pip`` line."""
    return f"print({WORDS!r})"
