"""Do ordinary work once in a zygote, so that no submission pays for libraries' first use.

Each piece stands alone and is left out where its library is not loaded.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_FRAMES = """
import numpy as np, pandas as pd
rng = np.random.default_rng(0)
df = pd.DataFrame({"k": rng.integers(0, 5, 60), "v": rng.normal(size=60), "s": ["a", "b"] * 30})
df["w"] = df.v * 2
df.groupby("k").v.agg(["mean", "sum"]).sort_values("sum")
df.pivot_table(index="k", columns="s", values="v", aggfunc="sum").fillna(0).reset_index().melt("k")
df.merge(df.head(3), on="k").drop_duplicates().describe()
pd.cut(df.v, 3).value_counts()
pd.to_datetime(pd.Series(["2024-01-01", "2024-02-01"])).dt.month
pd.testing.assert_frame_equal(df, df.copy())
np.testing.assert_allclose(np.quantile(df.v, [0.1, 0.9]), np.quantile(df.v, [0.1, 0.9]))
df
"""
_MODELS = """
import numpy as np, pandas as pd
from sklearn.linear_model import LogisticRegression, LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split, cross_val_score
X = pd.DataFrame(np.random.default_rng(0).normal(size=(80, 2)), columns=["a", "b"])
y = (X.a > 0).astype(int)
left, right, below, above = train_test_split(X, y, random_state=0)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(left, below)
model.score(right, above), model.predict_proba(right)
RandomForestClassifier(2, random_state=0).fit(left, below).score(right, above)
LinearRegression().fit(left, below).score(right, above)
cross_val_score(LogisticRegression(), X, y, cv=2)
"""
_SHOWN = "model", "X.describe()", "X.a.describe()", "model.named_steps", "(X > 0).sum()"
_CHARTS = """
import altair as alt, pandas as pd
data = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
base = alt.Chart(data, title="t").encode(x="a:Q", y=alt.Y("b:Q"))
chart = base.mark_line() + base.mark_bar().encode(color=alt.Color("a:N"))
chart.to_dict()
chart
"""


def pieces() -> list[str]:
    """Return the pieces whose libraries are loaded."""
    models = (("sklearn.ensemble", code) for code in (_MODELS, *_SHOWN))
    candidates = (("pandas", _FRAMES), *models, ("altair", _CHARTS))
    return [code for module, code in candidates if module in sys.modules]


def warm(run: Callable[[str], Any], send: Callable[[Any], Any]) -> None:
    """Run the pieces as cells, and encode and decode a few values."""
    for code in ("1 + 1", "1 / 0", "raise ValueError('a')", "assert False, 'a'", *pieces()):
        run(code)
    np, pd = sys.modules.get("numpy"), sys.modules.get("pandas")
    if np is not None and pd is not None:
        frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", None], "c": pd.Categorical(["u", "v"])})
        send([frame, frame.a, np.arange(3), frame.describe(), {"k": (1, {2})}])
        with contextlib.suppress(OSError):
            text = io.StringIO(frame.to_csv(index=False))
            pd.read_csv(text)


def threads() -> int:
    """Return how many threads this process has."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - counted, not opened
