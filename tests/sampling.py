"""A fixed sample of a large collection of cases: some of each kind, the same ones at each run.

`make test` tries the sample. `make all` sets WHOLE=1 in the environment and tries every case.
"""

import hashlib
import os
from collections import defaultdict

WHOLE = os.environ.get("WHOLE") == "1"


def heading(case):
    """The kind that a name tells: the text before its first colon, if it has one."""
    kind, colon, _ = str(case).partition(":")
    return kind if colon else ""


def sampled(cases, every=10, kind=heading, name=str, whole=WHOLE):
    """Return one case in so many of each kind, at least one, in the order of the collection.

    Parameters
    ----------
    cases
        The collection.
    every
        How many cases of a kind there are to one that is taken.
    kind, name
        Functions of a case: the kind it belongs to, and a name that no other case has. A hash of the
        name decides, so that a new case changes little of what is taken.
    whole
        Whether to return all cases.
    """
    cases = list(cases)
    if whole:
        return cases
    kinds = defaultdict(list)
    for case in cases:
        kinds[kind(case)].append(name(case))
    taken = set()
    for names in kinds.values():
        taken.update(sorted(names, key=_lot)[: -(-len(names) // every)])
    return [case for case in cases if name(case) in taken]


def _lot(name):
    return hashlib.sha256(name.encode()).digest()
