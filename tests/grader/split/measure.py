"""Measures the engine: ``python tests/grader/split/measure.py``.

Prints how long an isolated process takes to be ready, and how long a submission of 25 cells takes
through the engine, against the pure time of the same cells in one warm process.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
from pathlib import Path

from grader.split import Assignment, Cell, Engine
from grader.split.relay.channel import Channel

STUDENT = [
    "import numpy as np\nimport pandas as pd\nimport altair as alt",
    "from sklearn.linear_model import LogisticRegression, LinearRegression\nfrom sklearn.ensemble import RandomForestClassifier\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler",
    "rng = np.random.default_rng(0)\nsales = pd.DataFrame({'store': rng.integers(0, 50, 5000), 'week': rng.integers(0, 52, 5000), 'units': rng.poisson(20, 5000), 'price': rng.normal(5, 1, 5000)})",
    "sales['revenue'] = sales.units * sales.price\nby_store = sales.groupby('store').revenue.sum().sort_values(ascending=False)",
    "def top(frame, n):\n    return frame.groupby('store').revenue.sum().nlargest(n)",
    "weekly = sales.pivot_table(index='week', columns='store', values='revenue', aggfunc='sum').fillna(0)",
    "sales['big'] = (sales.revenue > sales.revenue.median()).astype(int)\nX = sales[['units', 'price']]\ny = sales.big\nXtr, Xte, ytr, yte = train_test_split(X, y, random_state=0)",
    "model = make_pipeline(StandardScaler(), LogisticRegression()).fit(Xtr, ytr)",
    "forest = RandomForestClassifier(20, random_state=0).fit(Xtr, ytr)",
    "def psi(a, b, bins=10):\n    edges = np.quantile(a, np.linspace(0, 1, bins + 1))\n    p = np.histogram(a, edges)[0] / len(a) + 1e-6\n    q = np.histogram(b, edges)[0] / len(b) + 1e-6\n    return float(((p - q) * np.log(p / q)).sum())",
    "chart = alt.Chart(weekly.reset_index().melt('week').head(500)).mark_line().encode(x='week:Q', y='value:Q', color='store:N')\nchart",
    "drift = [psi(sales.price, sales.price + shift) for shift in np.linspace(0, 1, 20)]\npd.Series(drift).describe()",
    "trend = LinearRegression().fit(np.arange(len(drift)).reshape(-1, 1), drift)\nsales.describe()",
]
TESTS = [
    "assert len(sales) == 5000 and 'revenue' in sales",
    "import pandas as pd\npd.testing.assert_series_equal(by_store, sales.groupby('store').revenue.sum().sort_values(ascending=False))",
    "small = pd.DataFrame({'store': [1, 1, 2], 'revenue': [1.0, 2.0, 5.0]})\nassert top(small, 1).to_dict() == {2: 5.0}",
    "assert weekly.shape == (52, 50)",
    "assert set(y.unique()) == {0, 1} and len(Xtr) == 3750",
    "assert model.score(Xte, yte) > 0.9",
    "assert forest.score(Xte, yte) > 0.9",
    "import numpy as np\nh = np.random.default_rng(3).normal(size=1000)\nassert abs(psi(h, h)) < 1e-9 and psi(h, h + 1) > 0.3",
    "spec = chart.to_dict()\nassert spec['mark']['type'] == 'line'",
    "assert all(b >= a - 0.01 for a, b in zip(drift, drift[1:]))",
    "assert trend.coef_[0] > 0",
    "assert psi(np.arange(100.0), np.arange(100.0)) < 1e-6",
]


def cells():
    made = [Cell("student", source) for source in STUDENT[:3]]
    for k, (source, test) in enumerate(zip(STUDENT[3:], TESTS, strict=False)):
        made += [Cell("student", source), Cell("test", test, f"q{k}", points=1)]
    made += [Cell("test", test, f"q{k + 20}", points=1) for k, test in enumerate(TESTS[10:])]
    return made


def pure(count):
    """Run the cells in forks of a process that has everything loaded; seconds for each."""
    import altair  # noqa: F401, ICN001, PLC0415
    import pandas  # noqa: F401, ICN001, PLC0415
    import sklearn.ensemble  # noqa: PLC0415
    import sklearn.linear_model  # noqa: PLC0415
    import sklearn.model_selection  # noqa: PLC0415
    import sklearn.pipeline  # noqa: F401, PLC0415

    from grader.split.process.shell import make_shell  # noqa: PLC0415

    shell = make_shell()
    times = []
    for _ in range(count):
        reader, writer = os.pipe()
        pid = os.fork()
        if not pid:
            shell.prepare(1 << 22)
            began = time.perf_counter()
            ok = all(shell.run(cell.source).ok for cell in cells())
            took = time.perf_counter() - began
            os.write(writer, f"{took if ok else -1}".encode())
            os._exit(0)
        times.append(float(os.read(reader, 100)))
        os.waitpid(pid, 0)
        os.close(reader)
        os.close(writer)
    return times


def ready(engine, count):
    times = []
    for _ in range(count):
        began = time.perf_counter()
        channel = Channel(engine.nursery.fork("student", engine.limits), engine.limits, "student")
        channel.receive(time.monotonic() + 10)
        times.append(time.perf_counter() - began)
        channel.kill()
        time.sleep(0.02)
    return times


def say(text):
    sys.stdout.write(text + "\n")


def report(name, times):
    median, best = statistics.median(times) * 1e3, min(times) * 1e3
    say(f"{name}: median {median:.1f} ms, best {best:.1f} ms")


def memory(pid):
    total = 0
    queue = [pid]
    while queue:
        current = queue.pop()
        try:
            queue += map(int, Path(f"/proc/{current}/task/{current}/children").read_text().split())
            for line in Path(f"/proc/{current}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except OSError:
            continue
    return total


def main():
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")
    with Engine() as engine:
        engine.nursery.start()
        report("process ready", ready(engine, 40))
        profile = engine.profile(cells())
        say(f"not split: {profile.low_trust}")
        assignment = Assignment(profile=profile)
        times = []
        for _ in range(15):
            outcome = engine.run(cells(), assignment)
            if outcome.score != len([c for c in cells() if c.kind == "test"]):
                raise SystemExit([c.message for c in outcome.cells if c.message])
            times.append(outcome.seconds)
        report("submission, alone", times)
        alone = pure(15)
        report("pure cells, alone", alone)
        count = 40
        began = time.perf_counter()
        peak = 0
        for _key, _outcome in engine.map((k, cells(), assignment) for k in range(count)):
            peak = max(peak, memory(engine.nursery.pid))
        rate = count / (time.perf_counter() - began)
        limit = engine.jobs / statistics.median(alone)
        say(f"one at a time: {statistics.median(times) / statistics.median(alone):.2f} x the limit")
        say(
            f"{engine.jobs} at a time: {rate:.1f}/s of {limit:.1f}/s: {limit / rate:.2f} x the limit"
        )
        relay = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
        say(f"memory of all sandboxes {peak / 2**20:.0f} MiB, relay {relay:.0f} MiB")


if __name__ == "__main__":
    main()
