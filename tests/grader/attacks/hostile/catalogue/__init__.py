"""The attacks, a file for each class."""

from hostile.catalogue import confusion, damage, denial, split, tampering, theft
from hostile.model import FAMILIES, Attack

ATTACKS: tuple[Attack, ...] = tuple(
    attack
    for family in (tampering, theft, damage, denial, confusion, split)
    for attack in family.add.attacks
)


def of_family(family: str) -> list[Attack]:
    """Return the attacks of one class."""
    if family not in FAMILIES:
        raise ValueError(f"There is no class {family!r}; there are {', '.join(FAMILIES)}.")
    return [attack for attack in ATTACKS if attack.family == family]
