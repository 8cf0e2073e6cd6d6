"""Modules that take long to import, imported on first use.

``scipy.stats`` and most of scikit-learn take a third of a second on a desktop and several in a
browser. A notebook that does not need them should not wait for them.
"""

from importlib import import_module
from typing import Any


class Late:
    """Imports a module when one of its names is first used.

    Examples
    --------
    >>> stats = Late("scipy.stats")
    >>> float(stats.norm.cdf(0))
    0.5
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
