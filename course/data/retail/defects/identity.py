"""Defects of identity: codes and names of products."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from course.data.retail.master import local_code, products
from course.data.retail.records import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from course.data.retail.records import Records


def product_codes(records: Records) -> NDArray[np.bool_]:
    """Use the market's own article numbers; the table of codes translates them."""
    place = records.texts["product_code"].codes
    country = records.market.country
    own = [local_code(country, product) for product in range(records.count)]
    records.texts["product_code"] = Texts(own, place)
    return np.ones((1, 1, 1), bool)


def encodings(records: Records) -> NDArray[np.bool_]:
    """Break accents, as if UTF-8 were read as Latin-1."""
    names = products().name[: records.count]
    broken_names = [name.encode("utf-8").decode("latin-1") for name in names]
    place = records.texts["product_name"].codes
    records.texts["product_name"] = Texts(broken_names, place)
    is_hit = np.array([one != other for one, other in zip(names, broken_names, strict=True)])
    return is_hit[None, None, :]
