"""The defects, one family per file, in the order in which they act on a market's records.

Each is a function that changes the records and returns the affected rows: booleans in a shape that
broadcasts to the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from course.data.retail.defects import access, files, identity, measures, shelf, time
from course.data.retail.records import Records

Strike = Callable[[Records], NDArray[np.bool_]]

# On pieces and portions, before there are quantities and money.
ON_UNITS: Final[dict[str, Strike]] = {
    "time_zone": time.time_zone,
    "returns_negative": shelf.returns_negative,
    "tills_offline": shelf.tills_offline,
}
# On quantities and money. Multiplications come before typing errors.
ON_VALUES: Final[dict[str, Strike]] = {
    "tax": measures.tax,
    "currency": measures.currency,
    "pack_sizes": measures.pack_sizes,
    "units": measures.units,
    "unit_change": measures.unit_change,
    "typing_errors": shelf.typing_errors,
    "stockouts_zero": shelf.stockouts_zero,
    "phantom_stock": shelf.phantom_stock,
    "residency": access.residency,
}
# On texts and files.
ON_FILES: Final[dict[str, Strike]] = {
    "product_codes": identity.product_codes,
    "encodings": identity.encodings,
    "date_formats": time.date_formats,
    "late_files": files.late_files,
    "missing_files": files.missing_files,
    "duplicates": files.duplicates,
    "schema_change": files.schema_change,
}


def strike(records: Records) -> None:
    """Apply every planted defect of a market to its records, in order."""
    _run(ON_UNITS, records)
    records.settle()
    records.label()
    _run(ON_VALUES, records)
    _run(ON_FILES, records)


def _run(defects: dict[str, Any], records: Records) -> None:
    for kind, change in defects.items():
        if records.plan.has(kind, records.market.country):
            records.wrong[kind] = change(records)
