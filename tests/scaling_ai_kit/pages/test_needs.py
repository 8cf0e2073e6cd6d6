"""A page names the packages that its cells import in any case, and no others."""

import pytest

from scaling_ai_kit.pages.needs import megabytes, needs


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], []),
        (["import pandas as pd\npd.DataFrame()"], []),
        (["from scipy import stats"], ["scipy"]),
        (["from sklearn.linear_model import LogisticRegression"], ["learn", "scipy"]),
        (["import pandera.pandas as pa"], ["rules"]),
        (["def late():\n    import sklearn"], []),
        (["1 + 1", "explore.infrastructure.load()"], ["scipy"]),
        (["from course.simulate import prioritization"], ["scipy"]),
        (["from course.simulate import governance, platforms"], []),
        (["explore.start_here.pilots()", "explore.mlops.gates()"], []),
    ],
)
def test_what_cells_import_in_any_case_is_named(cells, expected):
    assert needs(cells) == expected


def test_a_page_says_what_its_python_takes_at_the_first_visit(tmp_path):
    assert megabytes(tmp_path / "none", []) is None
    for name, size in {
        "runtime.mjs": 1,
        "python.wasm.gz": 4,
        "first.tar.gz": 14,
        "scipy.tar.gz": 13,
        "rules.tar.gz": 5,
    }.items():
        (tmp_path / name).write_bytes(bytes(size * 1_000_000))
    assert megabytes(tmp_path, []) == 19
    assert megabytes(tmp_path, ["scipy"]) == 32
