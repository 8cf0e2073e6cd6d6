"""A page names the packages that its cells import in any case, and no others."""

import pytest

from tools.pages.needs import needs


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], []),
        (["import pandas as pd\npd.DataFrame()"], []),
        (["from scipy import stats"], ["scipy"]),
        (["from sklearn.linear_model import LogisticRegression"], ["learn", "scipy"]),
        (["import pandera.pandas as pa"], ["rules"]),
        (["def late():\n    import sklearn"], []),
        (["1 + 1", "explore.start_here.pilots()"], ["scipy"]),
        (["from course.simulate import governance"], ["scipy"]),
        (["explore.mlops.gates()"], []),
    ],
)
def test_what_cells_import_in_any_case_is_named(cells, expected):
    assert needs(cells) == expected
