# %% right: arrays
def weekly_forecast(sales, last_day):
    day = sales["date"].to_numpy("datetime64[D]")
    age = (np.datetime64(last_day) - day).astype(int)
    quantity = sales["quantity"].to_numpy(float)
    use = (age >= 0) & (age < 28) & ~np.isnan(quantity)
    keys = pd.MultiIndex.from_arrays([sales["store"].to_numpy()[use], sales["gtin"].to_numpy()[use]])
    place, names = pd.factorize(keys, sort=True)
    total = np.bincount(place, weights=quantity[use]) if use.any() else np.array([])
    forecast = 7 * total / np.bincount(place) if use.any() else total
    return pd.DataFrame(
        {"store": names.get_level_values(0), "gtin": names.get_level_values(1), "forecast": forecast}
    )


def outcome(forecast, demand, products):
    key = ["store", "gtin"]
    ordered = forecast.set_index(key)["forecast"].reindex(pd.MultiIndex.from_frame(demand[key])).fillna(0).to_numpy()
    wanted = demand["quantity"].to_numpy(float)
    price = products.set_index("gtin")["list_price"].reindex(demand["gtin"]).to_numpy(float)
    return {
        "error": float(np.abs(wanted - ordered).sum() / wanted.sum()),
        "lost": float(0.3 * (price * np.maximum(wanted - ordered, 0)).sum()),
        "surplus": float(0.056 * (price * np.maximum(ordered - wanted, 0)).sum()),
    }

# %% right: loops
from collections import defaultdict


def weekly_forecast(sales, last_day):
    end = pd.Timestamp(last_day)
    days = defaultdict(list)
    for store, date, gtin, quantity in sales[["store", "date", "gtin", "quantity"]].itertuples(index=False):
        if 0 <= (end - date).days < 28 and quantity == quantity:
            days[store, gtin].append(quantity)
    rows = [(store, gtin, 7 * float(np.mean(known))) for (store, gtin), known in sorted(days.items())]
    return pd.DataFrame(rows, columns=["store", "gtin", "forecast"])


def outcome(forecast, demand, products):
    order = {(row.store, row.gtin): row.forecast for row in forecast.itertuples()}
    price = dict(zip(products["gtin"], products["list_price"]))
    total = wrong = lost = surplus = 0.0
    for row in demand.itertuples():
        ordered = order.get((row.store, row.gtin), 0.0)
        total += row.quantity
        wrong += abs(row.quantity - ordered)
        lost += 0.3 * price[row.gtin] * max(row.quantity - ordered, 0)
        surplus += 0.08 * 0.7 * price[row.gtin] * max(ordered - row.quantity, 0)
    return {"error": float(wrong / total), "lost": float(lost), "surplus": float(surplus)}

# %% right: pandera_rules
def weekly_forecast(sales, last_day):
    days = pd.date_range(end=last_day, periods=28)
    known = sales[sales["date"].isin(days) & sales["quantity"].notna()]
    table = known.groupby(["store", "gtin"], as_index=False).agg(forecast=("quantity", lambda q: 7 * q.mean()))
    return table[["store", "gtin", "forecast"]]


def outcome(forecast, demand, products):
    both = demand.merge(forecast, how="left", on=["store", "gtin"]).merge(products[["gtin", "list_price"]], on="gtin")
    short = both["quantity"].sub(both["forecast"], fill_value=0)
    return {
        "error": (short.abs().sum() / both["quantity"].sum()).item(),
        "lost": (short[short > 0] * both["list_price"] * 0.3).sum().item(),
        "surplus": (short[short < 0].abs() * both["list_price"] * 0.7 * 0.08).sum().item(),
    }

# %% right: records
def weekly_forecast(sales, last_day):
    end = pd.to_datetime(last_day)
    start = end - pd.Timedelta(days=27)
    known = sales[sales["date"].between(start, end) & sales["quantity"].notna()]
    rows = []
    for (store, gtin), part in known.groupby(["store", "gtin"], sort=True):
        rows.append({"store": store, "gtin": gtin, "forecast": 7 * part["quantity"].sum() / len(part)})
    return pd.DataFrame(rows, columns=["store", "gtin", "forecast"])


def outcome(forecast, demand, products):
    ordered = {(s, g): f for s, g, f in zip(forecast["store"], forecast["gtin"], forecast["forecast"])}
    price = dict(zip(products["gtin"], products["list_price"]))
    error = lost = surplus = wanted = 0.0
    for s, g, q in zip(demand["store"], demand["gtin"], demand["quantity"]):
        gap = ordered.get((s, g), 0) - q
        error += abs(gap)
        wanted += q
        lost += max(-gap, 0) * 0.3 * price[g]
        surplus += max(gap, 0) * 0.056 * price[g]
    return {"error": float(error / wanted), "lost": float(lost), "surplus": float(surplus)}

# %% wrong: Takes the last 28 rows instead of days.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     recent = sales[(sales["date"] <= end) & (sales["date"] > end - pd.Timedelta(days=28))]
# +     recent = sales[sales["date"] <= end].sort_values("date").groupby(["store", "gtin"]).tail(28)

# %% wrong: Takes 29 days.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     recent = sales[(sales["date"] <= end) & (sales["date"] > end - pd.Timedelta(days=28))]
# +     recent = sales[(sales["date"] <= end) & (sales["date"] >= end - pd.Timedelta(days=28))]

# %% wrong: Takes 21 days.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     recent = sales[(sales["date"] <= end) & (sales["date"] > end - pd.Timedelta(days=28))]
# +     recent = sales[(sales["date"] <= end) & (sales["date"] > end - pd.Timedelta(days=21))]

# %% wrong: Leaves out the last day.
# says: expected one row for A and one for B
# edits: official
# -     recent = sales[(sales["date"] <= end) & (sales["date"] > end - pd.Timedelta(days=28))]
# +     recent = sales[(sales["date"] < end) & (sales["date"] > end - pd.Timedelta(days=28))]

# %% wrong: Uses days that are not known yet.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     recent = sales[(sales["date"] <= end) & (sales["date"] > end - pd.Timedelta(days=28))]
# +     recent = sales[(sales["date"] > end - pd.Timedelta(days=28))]

# %% wrong: Uses the whole history.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     recent = sales[(sales["date"] <= end) & (sales["date"] > end - pd.Timedelta(days=28))]
# +     recent = sales[(sales["date"] <= end)]

# %% wrong: Takes a missing quantity for 0.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].mean()
# +     mean = recent.fillna({"quantity": 0}).groupby(["store", "gtin"])["quantity"].mean()

# %% wrong: Divides by 28 days, whatever is known.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].mean()
# +     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].sum() / 28

# %% wrong: Takes a quarter of the four weeks' sales.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].mean()
# -     return (7 * mean).rename("forecast").reset_index()
# +     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].sum() / 4
# +     return mean.rename("forecast").reset_index()

# %% wrong: Takes the median.
# says: a forecast is not seven times the mean of the
# edits: official
# -     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].mean()
# +     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].median()

# %% wrong: Forecasts a day instead of a week.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     return (7 * mean).rename("forecast").reset_index()
# +     return mean.rename("forecast").reset_index()

# %% wrong: Keeps products of which nothing is known.
# says: expected a row for each store and product with a
# edits: official
# -     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].mean()
# +     mean = recent.groupby(["store", "gtin"])["quantity"].mean()

# %% wrong: Keeps the order in which products appear.
# says: expected a row for each store and product with a
# edits: official
# -     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].mean()
# +     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"], sort=False)["quantity"].mean()

# %% wrong: Leaves store and product in the index.
# says: expected store, gtin, forecast
# edits: official
# -     return (7 * mean).rename("forecast").reset_index()
# +     return (7 * mean).rename("forecast").to_frame()

# %% wrong: Rounds forecasts to whole pieces.
# says: 28 days up to 31 January begin on 4 January
# edits: official
# -     return (7 * mean).rename("forecast").reset_index()
# +     return (7 * mean).round().rename("forecast").reset_index()

# %% wrong: Drops gaps in the frame that it was given.
# says: the frame that was handed in has been changed
# edits: official
#       """Return store, gtin and forecast for the week after last_day."""
# +     sales.dropna(subset=["quantity"], inplace=True)

# %% wrong: Forgets the store.
# says: expected store, gtin, forecast
# edits: official
# -     mean = recent.dropna(subset=["quantity"]).groupby(["store", "gtin"])["quantity"].mean()
# +     mean = recent.dropna(subset=["quantity"]).groupby("gtin")["quantity"].mean()

# %% wrong: Leaves out demand without a forecast.
# says: too many, C has no forecast and is
# edits: official
# -     both = demand.merge(forecast, "left", on=["store", "gtin"])
# +     both = demand.merge(forecast, "inner", on=["store", "gtin"])

# %% wrong: Counts forecasts without demand.
# says: too many, C has no forecast and is
# edits: official
# -     both = demand.merge(forecast, "left", on=["store", "gtin"])
# +     both = demand.merge(forecast, "outer", on=["store", "gtin"]).fillna({"quantity": 0})

# %% wrong: Takes the mean of single errors in per cent.
# says: too many, C has no forecast and is
# edits: official
# -         "error": float(gap.abs().sum() / both["quantity"].sum()),
# +         "error": float((gap.abs() / both["quantity"].clip(lower=0.5)).mean()),

# %% wrong: Divides by the forecast.
# says: too many, C has no forecast and is
# edits: official
# -         "error": float(gap.abs().sum() / both["quantity"].sum()),
# +         "error": float(gap.abs().sum() / both["forecast"].fillna(0).sum()),

# %% wrong: Lets errors cancel each other.
# says: too many, C has no forecast and is
# edits: official
# -         "error": float(gap.abs().sum() / both["quantity"].sum()),
# +         "error": float(abs(gap.sum()) / both["quantity"].sum()),

# %% wrong: Swaps lost sales and surplus.
# says: 10 short at a margin of 3 euros: expected 30
# edits: official
# -     gap = both["quantity"] - both["forecast"].fillna(0)
# +     gap = both["forecast"].fillna(0) - both["quantity"]

# %% wrong: Takes the mean list price.
# says: 10 short at a margin of 3 euros: expected 30
# edits: official
# -     price = both["gtin"].map(products.set_index("gtin")["list_price"])
# +     price = products["list_price"].mean()

# %% wrong: Takes 8% of the list price instead of the cost.
# says: 2 too many at 0.56 euros: expected 1.12
# edits: official
# -         "surplus": float(((-gap).clip(lower=0) * price * 0.056).sum()),
# +         "surplus": float(((-gap).clip(lower=0) * price * 0.08).sum()),

# %% wrong: Counts the whole price as lost.
# says: 10 short at a margin of 3 euros: expected 30
# edits: official
# -         "lost": float((gap.clip(lower=0) * price * 0.30).sum()),
# +         "lost": float((gap.clip(lower=0) * price).sum()),

# %% wrong: Returns numpy's numbers.
# says: expected plain floats
# edits: official
# -         "error": float(gap.abs().sum() / both["quantity"].sum()),
# +         "error": gap.abs().sum() / both["quantity"].sum(),

# %% wrong: Puts forecast and demand side by side without looking at their keys.
# says: too many, C has no forecast and is
# edits: official
# -     both = demand.merge(forecast, "left", on=["store", "gtin"])
# +     both = demand.reset_index(drop=True).assign(forecast=forecast["forecast"].reset_index(drop=True))

# %% wrong: Joins by product and forgets the store.
# says: too many, C has no forecast and is
# edits: official
# -     both = demand.merge(forecast, "left", on=["store", "gtin"])
# +     both = demand.merge(forecast.drop(columns="store").drop_duplicates("gtin"), "left", on="gtin")
