"""Recognise an assignment's notebook by the labels of its cells."""

from collections import Counter
from collections.abc import Collection, Mapping


def notebook_of(labels: Collection[str], notebooks: Mapping[str, Collection[str]]) -> str:
    """Return the only notebook with a file's labels, or "".

    Labels that several notebooks have don't count.

    Examples
    --------
    >>> notebooks = {"q3": ["setup", "q3_cost"], "q4": ["setup", "q4_fall", "q4_alarm"]}
    >>> notebook_of(["setup", "q4_alarm"], notebooks)
    'q4'
    >>> notebook_of(["q3_cost", "q4_fall"], notebooks)
    ''
    """
    counts = Counter(label for own in notebooks.values() for label in set(own))
    own = {label for label in labels if counts[label] == 1}
    fitting = [name for name, its_labels in notebooks.items() if own.intersection(its_labels)]
    return fitting[0] if len(fitting) == 1 else ""
