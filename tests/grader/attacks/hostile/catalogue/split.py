"""Attacks that know of a split design: answers run in one process, tests in another, and what
crosses between them are values and calls.
"""

from hostile.catalogue.texts import read
from hostile.model import Family

add = Family("split")
read(add)
