# %% right: arrays
def find_rows(feed):
    order = np.argsort(feed["received_at"].to_numpy(), kind="stable")
    pair = pd.MultiIndex.from_frame(feed[["file", "product_code"]])
    repeated = np.zeros(len(feed), bool)
    repeated[order] = pair[order].duplicated()
    quantity = feed["quantity"].to_numpy(float)
    worth, amount = quantity * feed["price"].to_numpy(float), feed["amount"].to_numpy(float)
    mistyped = (amount > 0) & (worth > 3 * amount)
    sound = ~repeated & ~mistyped
    series = pd.factorize(feed["store"] + feed["product_code"])[0]
    usual = np.bincount(series[sound], weights=quantity[sound], minlength=series.max() + 1) / np.maximum(
        np.bincount(series[sound], minlength=series.max() + 1), 1
    )
    place = np.lexsort([feed["file"].to_numpy(str), series])
    place = place[~repeated[place]]
    silent = ((quantity == 0) & (feed["stock"].to_numpy() > 0) & (feed["delivered"].to_numpy() == 0))[place]
    starts = np.r_[True, (silent[1:] != silent[:-1]) | (series[place][1:] != series[place][:-1])]
    run = np.cumsum(starts) - 1
    length = np.bincount(run)[run]
    frozen = np.zeros(len(feed), bool)
    frozen[place] = silent & (length * usual[series[place]] > 5)
    return pd.DataFrame({"repeated": repeated, "mistyped": mistyped, "frozen": frozen}, index=feed.index)

# %% right: loops
from collections import defaultdict


def find_rows(feed):
    repeated, seen = dict.fromkeys(feed.index, False), set()
    frame = feed.assign(label=feed.index).sort_values("received_at", kind="stable")
    series = defaultdict(list)
    mistyped = {}
    for row in frame.itertuples(index=False):
        key = (row.file, row.product_code)
        repeated[row.label] = key in seen
        worth = row.quantity * row.price
        mistyped[row.label] = bool(worth > 5 * row.amount > 0)
        if key not in seen:
            series[row.store, row.product_code].append((row.file, row.label, row.quantity, row.stock, row.delivered))
        seen.add(key)
    frozen = dict.fromkeys(feed.index, False)
    for days in series.values():
        days.sort()
        sold = [q for _, label, q, _, _ in days if not mistyped[label]]
        usual = sum(sold) / max(len(sold), 1)
        run = []
        for _, label, quantity, stock, delivered in [*days, ("", None, 1, 0, 0)]:
            if quantity == 0 and stock > 0 and delivered == 0:
                run.append(label)
            else:
                if len(run) * usual > 6:
                    frozen.update(dict.fromkeys(run, True))
                run = []
    columns = {"frozen": frozen, "mistyped": mistyped, "repeated": repeated}
    return pd.DataFrame({name: [marks[label] for label in feed.index] for name, marks in columns.items()}, index=feed.index)

# %% right: pandera_rules
from scipy import stats


def find_rows(feed):
    arrived = feed["received_at"].rank(method="first").to_numpy()
    key = feed["file"] + feed["product_code"]
    first = pd.Series(arrived, index=feed.index).groupby(key).transform("min")
    repeated = pd.Series(arrived, index=feed.index) > first
    mistyped = (feed["quantity"] * feed["price"] - feed["amount"]) > 2 * feed["amount"] + 0.02
    mistyped &= feed["quantity"] > 0
    table = feed[~repeated & ~mistyped].assign(day=lambda rows: rows["file"].str[-14:-4])
    table = table.assign(series=table["store"] + "/" + table["product_code"]).sort_values(["series", "day"])
    usual = table.groupby("series")["quantity"].transform("mean")
    silent = table["quantity"].eq(0) & table["delivered"].eq(0) & table["stock"].gt(0)
    block = (silent != silent.groupby(table["series"]).shift(fill_value=False)).groupby(table["series"]).cumsum()
    days = silent.groupby([table["series"], block]).transform("sum")
    # How likely is a silence that long, if the shelf is full?
    chance = stats.poisson.pmf(0, usual * days)
    frozen = pd.Series(silent.to_numpy() & (chance < 0.003), index=table.index).reindex(feed.index, fill_value=False)
    return pd.DataFrame({"repeated": repeated, "mistyped": mistyped, "frozen": frozen})

# %% right: records
def find_rows(feed):
    order = feed.sort_values("received_at", kind="stable")
    seen = order.groupby(["file", "product_code"]).cumcount()
    repeated = (seen > 0).reindex(feed.index)
    expected = feed["quantity"].astype(float) * feed["price"].astype(float)
    mistyped = (expected > 5 * feed["amount"].astype(float)) & (feed["amount"] > 0)
    frame = pd.DataFrame({
        "store": feed["store"], "code": feed["product_code"], "day": feed["file"].str[6:16],
        "sold": feed["amount"] / feed["price"], "stock": feed["stock"], "arrived": feed["delivered"],
    })[~repeated].sort_values(["store", "code", "day"])
    frozen = pd.Series(False, index=feed.index)
    for _, group in frame.groupby(["store", "code"]):
        m = group["sold"].mean()
        if m == 0:
            continue
        run = []
        for label, sold, stock, arrived in zip(group.index, group["sold"], group["stock"], group["arrived"]):
            if sold == 0 and stock > 0 and arrived == 0:
                run.append(label)
            else:
                if m * len(run) > 6.5:
                    frozen.loc[run] = True
                run = []
        if m * len(run) > 6.5:
            frozen.loc[run] = True
    return pd.DataFrame({"repeated": repeated, "mistyped": mistyped, "frozen": frozen})

# %% wrong: Marks the original as well.
# says: of your finds are right and you found
# edits: official
# -     repeated = by_arrival.duplicated(["file", "product_code"]).reindex(feed.index)
# +     repeated = by_arrival.duplicated(["file", "product_code"], keep=False).reindex(feed.index)

# %% wrong: Takes the copy that came last for the original.
# says: of your finds are right and you found
# edits: official
# -     repeated = by_arrival.duplicated(["file", "product_code"]).reindex(feed.index)
# +     repeated = by_arrival.duplicated(["file", "product_code"], keep="last").reindex(feed.index)

# %% wrong: Takes the row that stands first in the feed for the original.
# says: when the feed comes in another order
# edits: official
# -     repeated = by_arrival.duplicated(["file", "product_code"]).reindex(feed.index)
# +     repeated = feed.duplicated(["file", "product_code"])

# %% wrong: Looks for rows that are equal in all columns.
# says: of your finds are right and you found
# edits: official
# -     repeated = by_arrival.duplicated(["file", "product_code"]).reindex(feed.index)
# +     repeated = feed.duplicated()

# %% wrong: Marks every row but the first of a file.
# says: of your finds are right and you found
# edits: official
# -     repeated = by_arrival.duplicated(["file", "product_code"]).reindex(feed.index)
# +     repeated = by_arrival.duplicated(["file"]).reindex(feed.index)

# %% wrong: Marks a product of a store that sold as much on another day.
# says: of your finds are right and you found
# edits: official
# -     repeated = by_arrival.duplicated(["file", "product_code"]).reindex(feed.index)
# +     repeated = by_arrival.duplicated(["store", "product_code", "quantity", "stock"]).reindex(feed.index)

# %% wrong: Finds one zero too many, not two.
# says: of your finds are right and you found
# edits: official
# -     mistyped = ((factor / 10 - 1).abs() < 0.05) | ((factor / 100 - 1).abs() < 0.05)
# +     mistyped = ((factor / 10 - 1).abs() < 0.05)

# %% wrong: Finds two zeros too many, not one.
# says: of your finds are right and you found
# edits: official
# -     mistyped = ((factor / 10 - 1).abs() < 0.05) | ((factor / 100 - 1).abs() < 0.05)
# +     mistyped = (factor / 100 - 1).abs() < 0.05

# %% wrong: Takes every quantity above 100 for mistyped.
# says: of your finds are right and you found
# edits: official
# -     mistyped = ((factor / 10 - 1).abs() < 0.05) | ((factor / 100 - 1).abs() < 0.05)
# +     mistyped = feed["quantity"] > 100

# %% wrong: Takes what is three standard deviations above the mean for mistyped.
# says: of your finds are right and you found
# edits: official
# -     mistyped = ((factor / 10 - 1).abs() < 0.05) | ((factor / 100 - 1).abs() < 0.05)
# +     mistyped = feed["quantity"] > feed["quantity"].mean() + 3 * feed["quantity"].std()

# %% wrong: Takes five times the median of store and product for mistyped, promotions included.
# says: of your finds are right and you found
# edits: official
# -     mistyped = ((factor / 10 - 1).abs() < 0.05) | ((factor / 100 - 1).abs() < 0.05)
# +     mistyped = feed["quantity"] > 5 * feed["quantity"].groupby([feed["store"], feed["product_code"]]).transform("median").clip(lower=1)

# %% wrong: Compares amounts with the list price in euros.
# says: of your finds are right and you found
# edits: official
# -     factor = feed["quantity"] * feed["price"] / feed["amount"].where(feed["amount"] > 0)
# -     mistyped = ((factor / 10 - 1).abs() < 0.05) | ((factor / 100 - 1).abs() < 0.05)
# +     factor = feed["quantity"] * feed["product_code"].map(products.set_index("gtin")["list_price"]) / feed["amount"].where(feed["amount"] > 0)
# +     mistyped = factor > 5

# %% wrong: Divides amount by quantity times price.
# says: of your finds are right and you found
# edits: official
# -     factor = feed["quantity"] * feed["price"] / feed["amount"].where(feed["amount"] > 0)
# +     factor = feed["amount"] / (feed["quantity"] * feed["price"])

# %% wrong: Calls every day without sales frozen that has stock.
# says: of your finds are right; expected more than
# edits: official
# -     frozen = rows["silent"] & (length * usual > 5.5)
# +     frozen = rows["silent"]

# %% wrong: Calls two silent days frozen, whatever the product sells.
# says: of your finds are right; expected more than
# edits: official
# -     frozen = rows["silent"] & (length * usual > 5.5)
# +     frozen = rows["silent"] & (length >= 2)

# %% wrong: Calls three silent days frozen, whatever the product sells.
# says: of your finds are right; expected more than
# edits: official
# -     frozen = rows["silent"] & (length * usual > 5.5)
# +     frozen = rows["silent"] & (length >= 3)

# %% wrong: Looks where the books are empty.
# says: of your finds are right; expected more than
# edits: official
# -             "silent": (feed["quantity"] == 0) & (feed["stock"] > 0) & (feed["delivered"] == 0),
# +             "silent": (feed["quantity"] == 0) & (feed["stock"] == 0) & (feed["delivered"] == 0),

# %% wrong: Counts runs in the order of the feed.
# says: of your finds are right; expected more than
# edits: official
# -     rows = rows[~repeated].sort_values(["series", "day"])
# -     run = (~rows["silent"]).groupby(rows["series"]).cumsum()
# +     rows = rows[~repeated]
# +     run = (~rows["silent"]).cumsum()

# %% wrong: Counts runs across products and stores, day by day.
# says: of your finds are right; expected more than
# edits: official
# -     rows = rows[~repeated].sort_values(["series", "day"])
# -     run = (~rows["silent"]).groupby(rows["series"]).cumsum()
# -     length = rows["silent"].groupby([rows["series"], run]).transform("sum")
# +     rows = rows[~repeated].sort_values(["day", "series"])
# +     run = (~rows["silent"]).cumsum()
# +     length = rows["silent"].groupby(run).transform("sum")

# %% wrong: Marks only the last day of a silent run.
# says: of your finds are right; expected more than
# edits: official
# -     frozen = rows["silent"] & (length * usual > 5.5)
# +     frozen = rows["silent"] & (length * usual > 5.5) & ~rows["silent"].shift(-1, fill_value=False)

# %% wrong: Marks every silent day of a product that was once frozen.
# says: of your finds are right; expected more than
# edits: official
# -     frozen = rows["silent"] & (length * usual > 5.5)
# +     hit = (rows["silent"] & (length * usual > 3)).groupby(rows["series"]).transform("any")
# +     frozen = rows["silent"] & hit

# %% wrong: Takes the mean of all products for the usual sales.
# says: of your finds are right; expected more than
# edits: official
# -     usual = rows["sold"].groupby(rows["series"]).transform("mean")
# -     frozen = rows["silent"] & (length * usual > 5.5)
# +     usual = rows["sold"].mean()
# +     frozen = rows["silent"] & (length * usual > 3)

# %% wrong: Calls a shelf frozen when the books show little.
# says: of your finds are right; expected more than
# edits: official
# -     frozen = rows["silent"] & (length * usual > 5.5)
# +     frozen = rows["silent"] & (feed["stock"].reindex(rows.index) <= 3)

# %% wrong: Returns 0 and 1.
# says: repeated should hold booleans; it holds
# edits: official
#               "frozen": frozen.reindex(feed.index, fill_value=False),
#           }
# -     )
# +     ).astype(int)

# %% wrong: Returns rows with a fresh index.
# says: expected the rows and the index of the feed
# edits: official
#               "frozen": frozen.reindex(feed.index, fill_value=False),
#           }
# -     )
# +     ).reset_index(drop=True)

# %% wrong: Returns rows in the order of arrival, with the feed's index laid over them.
# says: of your finds are right and you found
# edits: official
# -     repeated = by_arrival.duplicated(["file", "product_code"]).reindex(feed.index)
# +     repeated = pd.Series(by_arrival.duplicated(["file", "product_code"]).to_numpy(), index=feed.index)

# %% wrong: Four silent days are suspicious, however little the product sells.
# says: of the finds are right; expected more than
def find_rows(feed):
    n = feed.groupby(["file", "product_code"])["received_at"].rank(method="first")
    quantity, price, amount = (feed[c].astype(float) for c in ("quantity", "price", "amount"))
    off = quantity * price / amount.where(amount > 0)
    mistyped = off.between(8, 12) | off.between(80, 120)
    sold = amount / price
    base = feed.assign(sold=sold, day=feed["file"].str[6:16])[n == 1].sort_values("day")
    grouped = base.groupby(["store", "product_code"])
    usual = grouped["sold"].transform("mean")
    quiet = (base["sold"] == 0) & (base["delivered"] == 0)
    block = (~quiet).groupby([base["store"], base["product_code"]]).cumsum()
    length = quiet.groupby([base["store"], base["product_code"], block]).transform("sum")
    frozen = quiet & (base["stock"] > 0) & (length >= 4)
    return pd.DataFrame({
        "repeated": n > 1,
        "mistyped": mistyped,
        "frozen": frozen.reindex(feed.index, fill_value=False),
    })

# %% wrong: A copy with another quantity is no repetition.
# says: when the feed comes in another order
def find_rows(feed):
    n = feed.groupby(["store", "date", "product_code", "quantity"])["received_at"].rank(method="first")
    quantity, price, amount = (feed[c].astype(float) for c in ("quantity", "price", "amount"))
    off = quantity * price / amount.where(amount > 0)
    mistyped = off.between(8, 12) | off.between(80, 120)
    sold = amount / price
    base = feed.assign(sold=sold, day=feed["file"].str[6:16])[n == 1].sort_values("day")
    grouped = base.groupby(["store", "product_code"])
    usual = grouped["sold"].transform("mean")
    quiet = (base["sold"] == 0) & (base["delivered"] == 0)
    block = (~quiet).groupby([base["store"], base["product_code"]]).cumsum()
    length = quiet.groupby([base["store"], base["product_code"], block]).transform("sum")
    frozen = quiet & (base["stock"] > 0) & (np.exp(-usual * length) < 0.001)
    return pd.DataFrame({
        "repeated": n > 1,
        "mistyped": mistyped,
        "frozen": frozen.reindex(feed.index, fill_value=False),
    })
