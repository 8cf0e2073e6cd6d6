# %% right: arrays
def cover(feed):
    order = np.argsort(feed["received_at"].to_numpy(), kind="stable")
    store, product, file = (feed[name].to_numpy()[order] for name in ("store", "product_code", "file"))
    quantity, stock = (feed[name].to_numpy(float)[order] for name in ("quantity", "stock"))
    index = pd.MultiIndex.from_arrays([store, product])
    pair, names = pd.factorize(index, sort=True)
    number, files = pd.factorize(file, sort=True)
    _, first = np.unique(pair * len(files) + number, return_index=True)
    pair, number, quantity, stock = pair[first], number[first], quantity[first], stock[first]
    size = len(names)
    known = ~np.isnan(quantity)
    days = np.bincount(pair[known], minlength=size)
    sold = np.bincount(pair[known], weights=quantity[known], minlength=size)
    last = np.full(size, -1)
    np.maximum.at(last, pair, number)
    newest = last[pair] == number
    at_night = np.full(size, np.nan)
    at_night[pair[newest]] = stock[newest]
    with np.errstate(divide="ignore", invalid="ignore"):
        lasts = np.where(sold > 0, at_night * days / sold, np.nan)
    return pd.DataFrame(
        {
            "store": names.get_level_values(0),
            "product_code": names.get_level_values(1),
            "days": days,
            "sold": sold,
            "stock": at_night,
            "cover": lasts,
        }
    )

# %% right: loops
def cover(feed):
    rows = feed.reset_index(drop=True)
    rows = rows.iloc[np.argsort(rows["received_at"].to_numpy(), kind="stable")]
    rows = rows[~rows.duplicated(["store", "product_code", "file"])]
    key = ["store", "product_code"]
    known = rows["quantity"].notna()
    result = rows[key].drop_duplicates().sort_values(key).set_index(key)
    result["days"] = known.groupby([rows["store"], rows["product_code"]]).sum()
    result["sold"] = rows["quantity"].fillna(0).groupby([rows["store"], rows["product_code"]]).sum()
    newest = rows.groupby(key)["file"].transform("max") == rows["file"]
    result["stock"] = rows[newest].set_index(key)["stock"]
    a_day = result["sold"] / result["days"].replace(0, 1)
    result["cover"] = np.where(result["sold"] > 0, result["stock"] / a_day.where(a_day != 0, np.nan), np.nan)
    return result.reset_index()

# %% right: pandera_rules
def cover(feed):
    order = np.lexsort([feed["received_at"].to_numpy()])
    rows = feed.iloc[order]
    rows = rows.loc[~rows[["file", "store", "product_code"]].duplicated().to_numpy()]
    table = rows.pivot_table(
        index=["store", "product_code"], values="quantity", aggfunc=["count", "sum"], dropna=False, observed=True
    )
    table.columns = ["days", "sold"]
    newest = rows.sort_values("file").groupby(["store", "product_code"]).tail(1).set_index(["store", "product_code"])
    table = table.join(newest["stock"]).sort_index()
    table["days"] = table["days"].fillna(0).astype(int)
    table["sold"] = table["sold"].fillna(0.0)
    table["cover"] = table["stock"].div(table["sold"].where(table["sold"] > 0)).mul(table["days"])
    return table.reset_index()

# %% right: records
def cover(feed):
    f = feed[["store", "product_code", "file", "received_at", "quantity", "stock"]].copy()
    f.index = range(len(f))
    first = f.sort_values(["file", "received_at"], kind="stable").groupby(["store", "product_code", "file"], sort=True).head(1)
    first = first.sort_values(["store", "product_code", "file"])
    g = first.groupby(["store", "product_code"], sort=True)
    out = pd.DataFrame({
        "days": g["quantity"].count(),
        "sold": g["quantity"].sum(),
        "stock": g["stock"].apply(lambda s: s.iloc[-1]),
    })
    mean = g["quantity"].mean()
    out["cover"] = (out["stock"] / mean).where(out["sold"] > 0)
    return out.reset_index()

# %% wrong: Counts files that were sent again.
# says: days is wrong where files are sent again with other
# edits: official
# -     first = feed.sort_values("received_at", kind="stable").drop_duplicates(["file", "store", "product_code"])
# +     first = feed

# %% wrong: Takes the copy that came last.
# says: days is wrong where files are sent again with other
# edits: official
# -     first = feed.sort_values("received_at", kind="stable").drop_duplicates(["file", "store", "product_code"])
# +     first = feed.sort_values("received_at", kind="stable").drop_duplicates(["file", "store", "product_code"], keep="last")

# %% wrong: Takes the copy that stands first in the feed, whenever it came.
# says: days is wrong where files are sent again with other
# edits: official
# -     first = feed.sort_values("received_at", kind="stable").drop_duplicates(["file", "store", "product_code"])
# +     first = feed.drop_duplicates(["file", "store", "product_code"])

# %% wrong: Takes a missing quantity for 0.
# says: rows: files sent again count once
# edits: official
# -     table = grouped["quantity"].agg(days="count", sold="sum")
# +     table = first.assign(quantity=first["quantity"].fillna(0)).groupby(["store", "product_code"])["quantity"].agg(days="count", sold="sum")

# %% wrong: Drops rows without a quantity, and with them the last stock.
# says: rows: take it from the last business day
# edits: official
# -     first = feed.sort_values("received_at", kind="stable").drop_duplicates(["file", "store", "product_code"])
# +     first = feed.dropna(subset=["quantity"]).sort_values("received_at", kind="stable").drop_duplicates(["file", "store", "product_code"])

# %% wrong: Takes the stock of the first day.
# says: rows: take it from the last business day
# edits: official
# -     last = first.sort_values("file", kind="stable").drop_duplicates(["store", "product_code"], keep="last")
# +     last = first.sort_values("file", kind="stable").drop_duplicates(["store", "product_code"], keep="first")

# %% wrong: Takes the largest stock.
# says: rows: take it from the last business day
# edits: official
# -     table["stock"] = last.set_index(["store", "product_code"])["stock"]
# +     table["stock"] = grouped["stock"].max()

# %% wrong: Takes the mean stock.
# says: rows: take it from the last business day
# edits: official
# -     table["stock"] = last.set_index(["store", "product_code"])["stock"]
# +     table["stock"] = grouped["stock"].mean()

# %% wrong: Takes the last stock that is not missing.
# says: stock is not that of the last business day as
# edits: official
# -     table["stock"] = last.set_index(["store", "product_code"])["stock"]
# +     table["stock"] = grouped["stock"].last()

# %% wrong: Takes the stock of the file that came last.
# says: stock is not that of the last business day as
# edits: official
# -     last = first.sort_values("file", kind="stable").drop_duplicates(["store", "product_code"], keep="last")
# +     last = first.drop_duplicates(["store", "product_code"], keep="last")

# %% wrong: Lets cover become infinite where nothing was sold.
# says: cover is wrong where stock is missing or sales are
# edits: official
# -     table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] > 0)
# +     table["cover"] = (table["stock"] * table["days"] / table["sold"])

# %% wrong: Gives 0 days of cover where nothing was sold.
# says: cover is wrong where stock is missing or sales are
# edits: official
# -     table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] > 0)
# +     table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] > 0, 0)

# %% wrong: Gives a negative cover where more came back than was sold.
# says: cover is wrong where stock is missing or sales are
# edits: official
# -     table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] > 0)
# +     table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] != 0)

# %% wrong: Counts days on which the quantity is missing.
# says: rows: files sent again count once
# edits: official
# -     table = grouped["quantity"].agg(days="count", sold="sum")
# +     table = grouped["quantity"].agg(days="size", sold="sum")

# %% wrong: Assumes 28 days.
# says: rows: stock divided by mean sales a day
# edits: official
# -     table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] > 0)
# +     table["cover"] = (table["stock"] * 28 / table["sold"]).where(table["sold"] > 0)

# %% wrong: Returns mean sales under the name sold.
# says: rows: files sent again count once
# edits: official
# -     table = grouped["quantity"].agg(days="count", sold="sum")
# +     table = grouped["quantity"].agg(days="count", sold="mean")

# %% wrong: Keeps the order in which stores appear.
# says: expected one row for each store and product
# edits: official
# -     grouped = first.sort_values("file", kind="stable").groupby(["store", "product_code"])
# +     grouped = first.sort_values("file", kind="stable").groupby(["store", "product_code"], sort=False)

# %% wrong: Leaves store and product in the index.
# says: expected the columns ['store', 'product_code', 'days', 'sold', 'stock', 'cover']
# edits: official
# -     return table.reset_index()
# +     return table

# %% wrong: Keeps one row a file, whatever the product.
# says: rows, one a store and product
# edits: official
# -     first = feed.sort_values("received_at", kind="stable").drop_duplicates(["file", "store", "product_code"])
# +     first = feed.sort_values("received_at", kind="stable").drop_duplicates(["file"])

# %% wrong: Rounds cover to one digit.
# says: rows: stock divided by mean sales a day
# edits: official
# -     table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] > 0)
# +     table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] > 0).round(1)

# %% wrong: Sorts the frame that it was given.
# says: the frame that was handed in has been changed
# edits: official
# -     first = feed.sort_values("received_at", kind="stable").drop_duplicates(["file", "store", "product_code"])
# +     feed.sort_values("received_at", kind="stable", inplace=True)
# +     first = feed.drop_duplicates(["file", "store", "product_code"])

# %% wrong: Forgets the store.
# says: expected the columns ['store', 'product_code', 'days', 'sold', 'stock', 'cover']
def cover(feed):
    """Return what cover_loop returns, vectorised."""
    first = feed.sort_values("received_at", kind="stable").drop_duplicates(["file", "store", "product_code"])
    grouped = first.sort_values("file", kind="stable").groupby(["product_code"])
    table = grouped["quantity"].agg(days="count", sold="sum")
    last = first.sort_values("file", kind="stable").drop_duplicates(["product_code"], keep="last")
    table["stock"] = last.set_index(["product_code"])["stock"]
    table["cover"] = (table["stock"] * table["days"] / table["sold"]).where(table["sold"] > 0)
    return table.reset_index()

# %% wrong: Counts only days on which something was sold.
# says: rows: files sent again count once
# edits: official
# -     table = grouped["quantity"].agg(days="count", sold="sum")
# +     table = first[first["quantity"] > 0].groupby(["store", "product_code"])["quantity"].agg(days="count", sold="sum")
