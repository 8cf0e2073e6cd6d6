"""What the encoder's last layers have learnt of the rubrics: changes of low rank to their weights.

A weight W of the published encoder becomes W + A B, with A and B of :data:`RANK` columns and rows
(LoRA, Hu et al. 2021). The published file stays as it is; what was learnt is a small file beside
it. ``make adapter`` learns it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grader.errors import GraderError
from grader.files import write_atomically

FIRST = 3
"""The first of the encoder's six layers, counted from 0, that is changed."""
RANK = 8
PARTS = ("look", "mix", "widen", "narrow")
"""A layer's linear parts: query, key and value as one; output of attention; its network's two."""
PATH = Path(__file__).parent / "adapter.npz"
BLIND = Path(__file__).parent / "training" / "adapters.npz"
"""Adapters that have not seen some of the writers, to calibrate on those."""
FOLDS = 5
_SIDES = ("down", "up")


@dataclass(frozen=True, slots=True)
class Adapter:
    """Changes to the encoder's last layers.

    Attributes
    ----------
    factors
        A and B by place and side: ``"3.look.down"`` has the shape (width in, rank), ``"3.look.up"``
        (rank, width out).
    """

    factors: Mapping[str, NDArray[np.float32]]

    @classmethod
    def none(cls) -> Adapter:
        """Return the adapter that changes nothing."""
        return cls({})

    def added(self, layer: int, part: str) -> NDArray[np.float32]:
        """Return what is added to a layer's weight, of its shape (width in, width out); or 0."""
        if not self.factors:
            return np.zeros((), np.float32)
        down, up = (self.factors[f"{layer}.{part}.{side}"] for side in _SIDES)
        added: NDArray[np.float32] = down @ up
        return added


def save(adapters: Mapping[str, Adapter], path: Path) -> None:
    """Keep adapters by name in one file."""
    kept = {
        f"{name}/{place}": factor.astype(np.float16)
        for name, adapter in adapters.items()
        for place, factor in adapter.factors.items()
    }
    content = io.BytesIO()
    np.savez_compressed(content, **kept)  # type: ignore[arg-type]
    write_atomically(path, content.getvalue())


def load(name: str = "all", path: Path = PATH) -> Adapter:
    """Return an adapter by name.

    Raises
    ------
    GraderError
        If the file cannot be read, or has no such adapter.
    """
    try:
        with path.open("rb") as file, np.load(file) as kept:
            found = {
                key.split("/")[1]: kept[key].astype(np.float32)
                for key in kept
                if key.split("/")[0] == name
            }
    except (OSError, EOFError, ValueError, zipfile.BadZipFile) as error:
        raise GraderError(
            f"{path} cannot be read ({error}). Install the grader again, or run `make adapter`."
        ) from None
    if not found:
        raise GraderError(f"{path} holds no adapter {name!r}; `make adapter` makes it.")
    return Adapter(found)
