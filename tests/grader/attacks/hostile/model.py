"""What an attack is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from nbformat import NotebookNode

Change = Callable[..., None]
FAMILIES = ("tampering", "theft", "damage", "denial", "confusion", "split")

# The marks that must not travel, and the one that must not be left behind.
HIDDEN = "HIDDEN-CANARY-7f3a"
CLASSMATE = "CLASSMATE-CANARY-7f3a"
SECRET = "SECRET-CANARY-7f3a"  # noqa: S105 - a mark to look for
PWNED = "PWNED-7f3a"
RANGE_MARK = "THIS-IS-A-TEST-RANGE"
PORTS = range(47110, 47114)


@dataclass(frozen=True)
class Attack:
    """One hostile submission.

    Parameters
    ----------
    family, name
        Its class, and the name of its notebook.
    about
        What it tries, and what would be a success; the notebook's first cell.
    prelude
        Code cells before everything else.
    answers
        Text for cells of the assignment, by grade_id; the others stay as released.
    after
        Code cells that follow a cell of the assignment, by grade_id.
    mutate
        Changes the finished notebook, for what the arguments above cannot say.
    files
        Files handed in next to the notebook.
    place
        Hands the notebook in, given the folder and the notebook's bytes; for what is no ordinary
        file, or is too large to be kept.
    honest
        Questions that the answers honestly solve: points there are deserved.
    keeps
        Questions that must keep full points although another cell misbehaves.
    alone
        Grade it alone in a class, with short limits.
    """

    family: str
    name: str
    about: str
    prelude: tuple[str, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    after: dict[str, tuple[str, ...]] = field(default_factory=dict)
    mutate: Callable[[NotebookNode], None] | None = None
    files: dict[str, str] = field(default_factory=dict)
    place: Callable[[Path, bytes], None] | None = None
    honest: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    alone: bool = False

    @property
    def student(self) -> str:
        """The account that hands it in."""
        return f"{self.family}-{self.name}"


class Family:
    """Collects the attacks of one class: ``add(name, about, ...)``.

    What changes the notebook, or hands in something else, is a function: it has the attack's name,
    its docstring says what the attack tries, and ``@add.mutated(...)`` or ``@add.placed(...)`` adds it.
    """

    def __init__(self, family: str) -> None:
        self.family = family
        self.attacks: list[Attack] = []

    def __call__(
        self,
        name: str,
        about: str,
        code: str = "",
        *,
        answers: dict[str, str] | None = None,
        after: dict[str, str] | None = None,
        **options: object,
    ) -> None:
        """Add an attack; `code` is the cell it starts with."""
        attack = Attack(
            self.family,
            name,
            " ".join(about.split()),
            prelude=(tidy(code),) if code else (),
            answers={key: tidy(text) for key, text in (answers or {}).items()},
            after={key: (tidy(text),) for key, text in (after or {}).items()},
            **options,
        )
        self.attacks.append(attack)

    def mutated(self, **options: object) -> Callable[[Change], Change]:
        """Add a function that changes the finished notebook."""
        return self._adder("mutate", options)

    def placed(self, **options: object) -> Callable[[Change], Change]:
        """Add a function that hands the notebook in."""
        return self._adder("place", options)

    def _adder(self, kind: str, options: dict[str, object]) -> Callable[[Change], Change]:
        def add(function: Change) -> Change:
            self(function.__name__, function.__doc__, **{kind: function, **options})
            return function

        return add


def tidy(code: str) -> str:
    """Return code without its common indentation."""
    return dedent(code).strip("\n")
