"""The global random generators: what a test seeds, the answers draw from."""

from __future__ import annotations

import os
import pickle
import random
import re
import sys
from typing import Any

_SETS = re.compile(r"seed\(|set_state\(|setstate\(")


def sets_seed(source: str) -> bool:
    """Tell whether a test sets the state of a global generator."""
    return bool(_SETS.search(source))


def states() -> dict[str, Any]:
    """Return the states of the generators, as data."""
    generators: dict[str, Any] = {"random": random.getstate()}
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        generators["numpy"] = numpy.random.get_state(legacy=False)
    return generators


def mark(generators: dict[str, Any]) -> bytes:
    """Return bytes that differ between two states."""
    return pickle.dumps(generators)


def take(generators: Any) -> None:
    """Set the generators to the other side's states."""
    version, state, gauss = generators["random"]
    random.setstate((version, tuple(state), gauss))
    if "numpy" in generators and "numpy" in sys.modules:
        sys.modules["numpy"].random.set_state(generators["numpy"])


def reseed(seed: int) -> None:
    """Seed the global random generators, which a fork would otherwise share."""
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed % 2**32)


def give_seed(seed: int | None) -> None:
    """Put the seed of hidden inputs into the environment of test cells."""
    if seed is not None:
        os.environ["GRADING_SEED"] = str(seed)
