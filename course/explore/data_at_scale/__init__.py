"""The explorables of module 2: broken rows and their cost, repairs, a contract."""

from course.explore.data_at_scale.contract import contract
from course.explore.data_at_scale.repairs import repairs
from course.explore.data_at_scale.stores import stores

__all__ = ["contract", "repairs", "stores"]
