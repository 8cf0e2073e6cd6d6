"""Print the output of commands."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from split_grader.base.errors import one_line

T = TypeVar("T")


class Screen:
    """Prints plain sentences, progress, and a last line with the next step."""

    def __init__(self) -> None:
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(self, text: str = "", style: str | None = None) -> None:
        """Print one line, without control characters of names in it."""
        self.out.print(_printable(text), style=style, markup=False)

    def next(self, text: str) -> None:
        """Print what to do next."""
        self.say(f"Next: {text}", style="bold")

    def error(self, text: str) -> None:
        """Print what went wrong."""
        self.err.print(f"Error: {_printable(text)}", style="red", markup=False)

    def track(self, items: Iterable[T], total: int, what: str) -> Iterator[T]:
        """Yield items under a progress bar."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.out) as progress:
            task = progress.add_task(what, total=total)
            for item in items:
                progress.advance(task)
                yield item


def _printable(text: str) -> str:
    indent = len(text) - len(text.lstrip(" "))
    return " " * indent + one_line(text)


screen = Screen()
