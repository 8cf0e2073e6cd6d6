"""Take a fixed sample of a large collection: some of each kind.

`make test` runs the sample. `make all` sets WHOLE=1 in the environment and runs every case.
"""

import hashlib
import os
from collections import defaultdict

WHOLE = os.environ.get("WHOLE") == "1"


def heading(case):
    """Return a name's kind: the text before its first colon, if any."""
    kind, colon, _ = str(case).partition(":")
    return kind if colon else ""


def sampled(cases, every=10, kind=heading, name=str, whole=WHOLE):
    """Return a share of each kind, at least one case, in order.

    Parameters
    ----------
    cases
        The collection.
    every
        The number of cases of a kind for each one in the sample.
    kind, name
        Functions of a case: its kind, and its unique name. A hash of the name decides, so a new case
        hardly changes the sample.
    whole
        Whether to return all cases.
    """
    cases = list(cases)
    if whole:
        return cases
    kinds = defaultdict(list)
    for case in cases:
        kinds[kind(case)].append(name(case))
    sample = set()
    for names in kinds.values():
        sample.update(sorted(names, key=_lot)[: -(-len(names) // every)])
    return [case for case in cases if name(case) in sample]


def _lot(name):
    return hashlib.sha256(name.encode()).digest()
