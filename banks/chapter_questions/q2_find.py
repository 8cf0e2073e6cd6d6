# %% right: loops
# Plain loops over the rows, close to the text.
def find_defects(feed, catalogue):
    known = set(catalogue["gtin"])
    flags = []
    for row in feed[["product_code", "received_at", "day", "quantity", "price", "amount"]].itertuples():
        due = row.day + pd.Timedelta(days=1) + pd.Timedelta(hours=6)
        gap = row.amount - row.quantity * row.price
        flags.append((row.product_code not in known, row.received_at > due, gap > 0.02 or gap < -0.02))
    return pd.DataFrame(flags, index=feed.index, columns=["code", "late", "pack"])


def reach(feed, flags):
    stores, rows = [], []
    for name in flags.columns:
        seen, count = set(), 0
        for store, hit in zip(feed["store"], flags[name]):
            if hit:
                seen.add(store)
                count += 1
        stores.append(len(seen))
        rows.append(count)
    return pd.DataFrame({"stores": stores, "rows": rows}, index=list(flags.columns))

# %% right: arrays
# numpy: arrays, codes of pairs, bincount; flags as an array turned into a frame.
def find_defects(feed, catalogue):
    unknown = ~np.isin(feed["product_code"].to_numpy(dtype=str), catalogue["gtin"].to_numpy(dtype=str))
    delay = (feed["received_at"] - feed["day"]).dt.total_seconds().to_numpy()
    money = feed["quantity"].to_numpy() * feed["price"].to_numpy()
    wrong = ~np.isclose(feed["amount"].to_numpy(), money, rtol=0, atol=0.02)
    flags = np.column_stack([unknown, delay > 30 * 3600, wrong])
    return pd.DataFrame(flags, index=feed.index, columns=["code", "late", "pack"])


def reach(feed, flags):
    number, _ = pd.factorize(feed["store"])
    hits = flags.to_numpy(dtype=bool)
    stores = [np.unique(number[hit]).size for hit in hits.T]
    return pd.DataFrame({"rows": hits.sum(axis=0), "stores": stores}, index=flags.columns)

# %% right: library
# pandas: masks, groupby and transform on frames with a fresh index.
def find_defects(feed, catalogue):
    flags = pd.DataFrame(index=feed.index)
    flags["code"] = np.logical_not(feed["product_code"].isin(list(catalogue["gtin"])).to_numpy())
    deadline = feed["day"].dt.normalize() + pd.DateOffset(days=1, hours=6)
    flags["late"] = feed["received_at"].gt(deadline).to_numpy()
    flags["pack"] = feed.eval("abs(amount - quantity * price) > 0.02").to_numpy()
    return flags


def reach(feed, flags):
    long = flags.reset_index(drop=True).assign(store=list(feed["store"])).melt(id_vars="store")
    hits = long[long["value"].astype(bool)].groupby("variable")["store"]
    table = pd.DataFrame({"stores": hits.nunique(), "rows": hits.size()})
    return table.reindex(flags.columns).fillna(0).astype(int)

# %% wrong: Flags the codes that are in the catalogue.
# says: alone is not in the catalogue
# edits: official
# -             "code": ~feed["product_code"].isin(catalogue["gtin"]),
# +             "code": feed["product_code"].isin(catalogue["gtin"]),

# %% wrong: A code with 13 signs counts as known.
# says: code is what is not in the catalogue that was
# edits: official
# -             "code": ~feed["product_code"].isin(catalogue["gtin"]),
# +             "code": feed["product_code"].str.len() != 13,

# %% wrong: A code counts as unknown when it holds a letter.
# says: code is what is not in the catalogue that was
# edits: official
# -             "code": ~feed["product_code"].isin(catalogue["gtin"]),
# +             "code": feed["product_code"].str.contains("[A-Z]"),

# %% wrong: The file is due at 06:00 of the business day.
# says: and three days later are late
# edits: official
# -             "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=30),
# +             "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=6),

# %% wrong: The file is due at midnight.
# says: and three days later are late
# edits: official
# -             "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=30),
# +             "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=24),

# %% wrong: A day and a half: the file may come until noon.
# says: and three days later are late
# edits: official
# -             "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=30),
# +             "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=36),

# %% wrong: Six o'clock sharp is late.
# says: and three days later are late
# edits: official
# -             "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=30),
# +             "late": feed["received_at"] >= feed["day"] + pd.Timedelta(hours=30),

# %% wrong: Late is only what comes on a later day than the next.
# says: and three days later are late
# edits: official
# -             "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=30),
# +             "late": feed["received_at"].dt.normalize() > feed["day"] + pd.Timedelta(days=1),

# %% wrong: Looks at the hour, and not at the date.
# says: and three days later are late
# edits: official
# -             "late": feed["received_at"] > feed["day"] + pd.Timedelta(hours=30),
# +             "late": feed["received_at"].dt.hour >= 6,

# %% wrong: Any difference counts, rounding too.
# says: pack: 1 at 1.50 is not 9.00
# edits: official
# -             "pack": (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.02,
# +             "pack": (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0,

# %% wrong: Only amounts that are too large.
# says: cents, in either direction; less is rounding
# edits: official
# -             "pack": (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.02,
# +             "pack": (feed["amount"] - feed["quantity"] * feed["price"]) > 0.02,

# %% wrong: Allows a difference of a euro and a fifth of the amount.
# says: another feed: pack misses rows that have the defect
# edits: official
# -             "pack": (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.02,
# +             "pack": (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.2 * feed["amount"] + 1,

# %% wrong: Flags quantities that are not whole.
# says: pack: 1 at 1.50 is not 9.00
# edits: official
# -             "pack": (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.02,
# +             "pack": feed["quantity"] % 1 > 0,

# %% wrong: Flags every row whose product comes in cases.
# says: pack: 1 at 1.50 is not 9.00
# edits: official
# -             "pack": (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.02,
# +             "pack": feed["product_code"].isin(catalogue["gtin"][catalogue["pack_size"] > 1]),

# %% wrong: The flags have a fresh index.
# says: the index is not the one of feed
# edits: official
#       """Return the flags code, late and pack for each row."""
# +     feed = feed.reset_index(drop=True)

# %% wrong: The flags are in the order of arrival.
# says: alone is not in the catalogue
# edits: official
#       """Return the flags code, late and pack for each row."""
# +     feed = feed.sort_values("received_at")

# %% wrong: Counts all stores of the feed.
# says: reach: late has 2 rows of 2 stores
# edits: official
# -         name: (len(set(stores[hit])), int(hit.sum()))
# +         name: (len(set(stores)), int(hit.sum()))

# %% wrong: Counts rows where stores are asked for.
# says: reach: late has 2 rows of 2 stores
# edits: official
# -         name: (len(set(stores[hit])), int(hit.sum()))
# +         name: (int(hit.sum()), int(hit.sum()))

# %% wrong: Gives a share where the number of rows is asked for.
# says: reach: late has 2 rows of 2 stores
# edits: official
# -         name: (len(set(stores[hit])), int(hit.sum()))
# +         name: (len(set(stores[hit])), float(hit.mean()))

# %% wrong: Counts countries and not stores.
# says: reach: late has 2 rows of 2 stores
# edits: official
# -         name: (len(set(stores[hit])), int(hit.sum()))
# +         name: (len({store[:2] for store in stores[hit]}), int(hit.sum()))

# %% wrong: A defect that nobody has is left out.
# says: one row for each column of flags, in its order
# edits: official
#           for hit in [flags[name].to_numpy(dtype=bool)]
# +         if hit.any()

# %% wrong: Knows the three names, whatever flags are handed in.
# says: KeyError
# edits: official
# -         for name in flags.columns
# +         for name in ["code", "late", "pack"]

# %% wrong: The defects are in the order of the alphabet.
# says: reach: one row for each flag
# edits: official
# -         for name in flags.columns
# +         for name in sorted(flags.columns)

# %% wrong: Looks rows up by their labels, which may repeat.
# says: rows is the number of rows with the defect
# edits: official
# -     stores = feed["store"].to_numpy()
#       table = {
# -         name: (len(set(stores[hit])), int(hit.sum()))
# +         name: (feed.loc[flags.index[hit], "store"].nunique(), len(feed.loc[flags.index[hit]]))

# %% wrong: Writes the flags into the feed.
# says: the frame that was handed in has been changed
# edits: official
#       """Return the flags code, late and pack for each row."""
# +     feed["late"] = feed["received_at"] > feed["day"] + pd.Timedelta(hours=30)
