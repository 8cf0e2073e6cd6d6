"""The normal distribution agrees with SciPy's."""

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from course.maths import normal as _normal


def test_chances_and_quantiles_are_scipys():
    z = np.linspace(-8, 8, 801).reshape(9, 89)
    assert _normal.cdf(z) == pytest.approx(ndtr(z), abs=1e-15)
    chances = np.linspace(0.0001, 0.9999, 999)
    assert _normal.quantile(chances) == pytest.approx(ndtri(chances), rel=1e-12, abs=1e-12)


def test_a_single_number_is_as_good_as_an_array():
    assert float(_normal.quantile(0.975)) == pytest.approx(1.959964, abs=1e-6)
    assert float(_normal.cdf(_normal.quantile(0.1))) == pytest.approx(0.1)
