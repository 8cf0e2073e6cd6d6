# %% right: arrays
def profile(feed):
    names, country = np.unique(feed["store"].str[:2].to_numpy(str), return_inverse=True)
    n = np.bincount(country)
    file = pd.factorize(feed["file"])[0]
    product = pd.factorize(feed["product_code"])[0]
    key = file * (product.max() + 1) + product
    first = np.zeros(len(feed), bool)
    first[np.unique(key, return_index=True)[1]] = True
    day = feed["file"].str[-14:-4].to_numpy("datetime64[s]")
    late = feed["received_at"].to_numpy("datetime64[s]") - day > np.timedelta64(30, "h")
    quantity = feed["quantity"].to_numpy(float)
    marks = {"missing": np.isnan(quantity), "repeated": ~first, "late": late, "negative": quantity < 0}
    shares = {name: np.bincount(country, weights=mark) / n for name, mark in marks.items()}
    return pd.DataFrame({"country": names, "rows": n, **shares})

# %% right: loops
from collections import defaultdict


def profile(feed):
    count = defaultdict(lambda: dict.fromkeys(["rows", "missing", "repeated", "late", "negative"], 0))
    seen = set()
    for row in feed.to_dict("records"):
        entry = count[row["store"][:2]]
        key = (row["file"], row["product_code"])
        due = pd.Timestamp(row["file"][-14:-4]) + pd.Timedelta("1 day 6 hours")
        entry["rows"] += 1
        entry["missing"] += bool(np.isnan(row["quantity"]))
        entry["repeated"] += key in seen
        entry["late"] += row["received_at"] > due
        entry["negative"] += row["quantity"] < 0
        seen.add(key)
    table = []
    for country in sorted(count):
        entry = count[country]
        shares = {name: number / entry["rows"] for name, number in entry.items() if name != "rows"}
        table.append({"country": country, "rows": entry["rows"], **shares})
    return pd.DataFrame(table)

# %% right: pandera_rules
def profile(feed):
    def of_country(rows):
        rows = rows.sort_values("received_at")
        due = pd.to_datetime(rows["file"].str.slice(-14, -4)).dt.normalize() + pd.DateOffset(days=1, hours=6)
        return pd.Series(
            {
                "rows": len(rows),
                "missing": rows["quantity"].isna().sum() / len(rows),
                "repeated": rows[["file", "product_code"]].duplicated().sum() / len(rows),
                "late": (rows["received_at"].to_numpy() > due.to_numpy()).mean(),
                "negative": rows["quantity"].lt(0).mean(),
            }
        )

    parts = {country: of_country(rows) for country, rows in feed.groupby(feed["store"].str[:2].to_numpy())}
    table = pd.DataFrame(parts).T.rename_axis("country").sort_index().reset_index()
    return table.astype({"rows": int})

# %% right: records
def profile(feed):
    seen = {}
    table = {}
    rows = sorted(feed.to_dict("records"), key=lambda row: row["received_at"])
    for row in rows:
        t = table.setdefault(row["store"][:2], dict(rows=0, missing=0, repeated=0, late=0, negative=0))
        t["rows"] += 1
        t["missing"] += bool(pd.isna(row["quantity"]))
        t["negative"] += bool(row["quantity"] < 0)
        key = (row["file"], row["product_code"])
        t["repeated"] += key in seen
        seen[key] = True
        day = row["file"].split("_")[1].removesuffix(".csv")
        t["late"] += row["received_at"] > pd.Timestamp(day) + pd.Timedelta("1D6h")
    out = pd.DataFrame([{"country": c, **t} for c, t in sorted(table.items())])
    for name in ["missing", "repeated", "late", "negative"]:
        out[name] = out[name] / out["rows"]
    return out

# %% wrong: Takes the business day from the column date, which some write in their own order.
# says: one minute late; of XX only the row of
# edits: official
# -     day = pd.to_datetime(ordered["file"].str[-14:-4])
# +     day = pd.to_datetime(ordered["date"], format="mixed", errors="coerce")

# %% wrong: Counts a file of six o'clock sharp as late.
# says: one minute late; of XX only the row of
# edits: official
# -             "late": ordered["received_at"] > day + pd.Timedelta(hours=30),
# +             "late": ordered["received_at"] >= day + pd.Timedelta(hours=30),

# %% wrong: Takes midnight for the deadline.
# says: one minute late; of XX only the row of
# edits: official
# -             "late": ordered["received_at"] > day + pd.Timedelta(hours=30),
# +             "late": ordered["received_at"] > day + pd.Timedelta(hours=24),

# %% wrong: Expects the file at six of the business day itself.
# says: one minute late; of XX only the row of
# edits: official
# -             "late": ordered["received_at"] > day + pd.Timedelta(hours=30),
# +             "late": ordered["received_at"] > day + pd.Timedelta(hours=6),

# %% wrong: Allows one day more.
# says: one minute late; of XX only the row of
# edits: official
# -             "late": ordered["received_at"] > day + pd.Timedelta(hours=30),
# +             "late": ordered["received_at"] > day + pd.Timedelta(hours=54),

# %% wrong: Counts the original as repeated as well.
# says: March twice, so one row of five is repeated
# edits: official
# -             "repeated": ordered.duplicated(["file", "product_code"]),
# +             "repeated": ordered.duplicated(["file", "product_code"], keep=False),

# %% wrong: Looks for rows that are equal in all columns; the time of arrival never is.
# says: March twice, so one row of five is repeated
# edits: official
# -             "repeated": ordered.duplicated(["file", "product_code"]),
# +             "repeated": ordered.duplicated(),

# %% wrong: Takes a product that a store sells on another day for a repeated row.
# says: March twice, so one row of five is repeated
# edits: official
# -             "repeated": ordered.duplicated(["file", "product_code"]),
# +             "repeated": ordered.duplicated(["store", "product_code"]),

# %% wrong: Takes every second row of a file for a repeated one.
# says: March twice, so one row of five is repeated
# edits: official
# -             "repeated": ordered.duplicated(["file", "product_code"]),
# +             "repeated": ordered.duplicated(["file"]),

# %% wrong: Divides by the rows of the whole feed.
# says: one of the five quantities of XX is missing
# edits: official
# -     table = grouped[["missing", "repeated", "late", "negative"]].mean()
# +     table = grouped[["missing", "repeated", "late", "negative"]].sum() / len(feed)

# %% wrong: Returns counts.
# says: one of the five quantities of XX is missing
# edits: official
# -     table = grouped[["missing", "repeated", "late", "negative"]].mean()
# +     table = grouped[["missing", "repeated", "late", "negative"]].sum()

# %% wrong: Returns per cent instead of shares.
# says: one of the five quantities of XX is missing
# edits: official
# -     table = grouped[["missing", "repeated", "late", "negative"]].mean()
# +     table = grouped[["missing", "repeated", "late", "negative"]].mean() * 100

# %% wrong: Drops rows without a quantity before it counts.
# says: AA has 1 row and XX has 5
# edits: official
# -     ordered = feed.reset_index(drop=True).sort_values("received_at", kind="stable")
# +     ordered = feed.dropna(subset=["quantity"]).reset_index(drop=True).sort_values("received_at", kind="stable")

# %% wrong: Takes a quantity of 0 for a missing one.
# says: one of the five quantities of XX is missing
# edits: official
# -             "missing": ordered["quantity"].isna(),
# +             "missing": ordered["quantity"].fillna(0) == 0,

# %% wrong: Calls a row missing when any of its columns is.
# says: missing is not the share of the country's rows without
# edits: official
# -             "missing": ordered["quantity"].isna(),
# +             "missing": ordered.isna().any(axis=1),

# %% wrong: Counts 0 as negative.
# says: one of the five quantities of XX is below
# edits: official
# -             "negative": ordered["quantity"] < 0,
# +             "negative": ordered["quantity"] <= 0,

# %% wrong: Keeps countries in the order in which they appear.
# says: expected a row for AA and then one for XX
# edits: official
# -     grouped = marks.groupby("country")
# +     grouped = marks.groupby("country", sort=False)

# %% wrong: Leaves the country in the index.
# says: a column 'country' is missing
# edits: official
# -     return table.reset_index()
# +     return table

# %% wrong: Gives a row for each store.
# says: expected a row for AA and then one for XX
# edits: official
# -             "country": ordered["store"].str[:2],
# +             "country": ordered["store"],

# %% wrong: Sorts the frame that it was given.
# says: the frame that was handed in has been changed
# edits: official
# -     ordered = feed.reset_index(drop=True).sort_values("received_at", kind="stable")
# +     feed.sort_values("received_at", kind="stable", inplace=True)
# +     ordered = feed.reset_index(drop=True)

# %% wrong: Counts late files, not late rows.
# says: one minute late; of XX only the row of
# edits: official
#       table = grouped[["missing", "repeated", "late", "negative"]].mean()
# +     one = marks.assign(file=ordered["file"]).drop_duplicates("file")
# +     table["late"] = one.groupby("country")["late"].mean()

# %% wrong: Mixes marks in the order of the feed with countries in the order of arrival.
# says: negative is not the share of the country's rows below
# edits: official
# -             "negative": ordered["quantity"] < 0,
# +             "negative": (feed["quantity"] < 0).to_numpy(),

# %% wrong: Does not count a repeated row whose quantity is missing.
# says: two rows of one file and product are one original
# edits: official
# -             "repeated": ordered.duplicated(["file", "product_code"]),
# +             "repeated": ordered.duplicated(["file", "product_code"]) & ordered["quantity"].notna(),
