"""Measure making a data set, and one step: loop, vectorised, out of core."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from benchmarks.figure import Figure
from course.data import load

_STORES, _DAYS, _PRODUCTS = 500, 365, 50
_LOOPED = 200_000


def measure() -> Iterator[Figure]:
    """Yield the times of the data sets and of the step."""
    load("credit", per_month=20)  # another benchmark measures imports
    for a_month in (1_000, 100_000):
        rows, seconds = _timed(lambda a_month=a_month: len(load("credit", per_month=a_month)))
        yield Figure(f"load('credit'), {rows:,} rows", seconds, "s")
    rows, seconds = _timed(lambda: len(load("requests", one_in=36)))
    yield Figure(f"load('requests'), {rows:,} rows", seconds, "s", target=2)
    feed, seconds = _timed(lambda: load("retail", stores=_STORES, days=_DAYS, products=_PRODUCTS))
    yield Figure(f"load('retail'), {len(feed):,} rows", seconds, "s", target=20)
    yield from _one_step(feed)


def _one_step(feed: pd.DataFrame) -> Iterator[Figure]:
    """Yield the time of sales by store, in three ways."""
    few = feed.head(_LOOPED)
    _, seconds = _timed(lambda: _loop(few))
    part = len(feed) / len(few)
    yield Figure(f"sales by store, loop over {len(few):,} rows, for all", seconds * part, "s")
    totals, seconds = _timed(feed.groupby("store", observed=True)["amount"].sum)
    yield Figure(f"sales by store, vectorised, {len(feed):,} rows", seconds, "s")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "feed.parquet").as_posix()
        two = duckdb.from_df(feed[["store", "amount"]])
        _, seconds = _timed(lambda: two.write_parquet(file))
        yield Figure("the two columns written to Parquet by DuckDB", seconds, "s")
        step = duckdb.read_parquet(file).aggregate("store, sum(amount) as amount", "store")
        duckdb_totals, seconds = _timed(step.df)
    if len(duckdb_totals) != len(totals):
        raise ValueError(f"DuckDB found {len(duckdb_totals)} stores, pandas {len(totals)}.")
    yield Figure(f"sales by store, DuckDB from Parquet, {len(feed):,} rows", seconds, "s")


def _loop(feed: pd.DataFrame) -> dict[str, float]:
    total: dict[str, float] = {}
    for row in feed.itertuples():
        total[row.store] = total.get(row.store, 0) + row.amount
    return total


def _timed(step: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = step()
    return result, time.perf_counter() - start
