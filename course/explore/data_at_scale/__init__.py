"""The explorables of module 2: data quality from 5 stores to 500, and a contract's threshold."""

from course.explore.data_at_scale.contract import contract
from course.explore.data_at_scale.stores import stores

__all__ = ["contract", "stores"]
