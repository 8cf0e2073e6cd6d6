# %% right: loops
def repair_packs(feed):
    repaired = feed.copy()
    values = []
    for quantity, price, amount in zip(feed["quantity"], feed["price"], feed["amount"]):
        if abs(amount - quantity * price) > 0.02:
            values.append(round(amount / price, 3))
        else:
            values.append(quantity)
    repaired["quantity"] = values
    return repaired


def forecast_error(feed, sold, first):
    history = {}
    rows = list(zip(feed["store"], feed["product_code"], feed["day"], feed["quantity"], sold))
    for store, code, day, quantity, _ in rows:
        if day < first:
            total, count = history.get((store, code), (0, 0))
            history[store, code] = (total + quantity, count + 1)
    wrong = really = 0
    for store, code, day, _, true in rows:
        if day >= first:
            total, count = history.get((store, code), (0, 1))
            wrong += abs(total / count - true)
            really += true
    return wrong / really

# %% right: arrays
def repair_packs(feed):
    result = feed.copy()
    quantity, price, amount = (feed[name].to_numpy(float) for name in ("quantity", "price", "amount"))
    wrong = np.abs(quantity * price - amount) > 0.02
    result["quantity"] = np.where(wrong, np.round(amount / price, 3), quantity)
    return result


def forecast_error(feed, sold, first):
    pair, names = pd.factorize(feed["store"] + "|" + feed["product_code"])
    early = feed["day"].to_numpy() < np.datetime64(first)
    count = np.bincount(pair[early], minlength=len(names))
    total = np.bincount(pair[early], feed["quantity"].to_numpy()[early], minlength=len(names))
    mean = total / np.maximum(count, 1)
    true = np.asarray(sold, dtype=float)[~early]
    return np.abs(mean[pair[~early]] - true).sum() / true.sum()

# %% right: library
def repair_packs(feed):
    repaired = feed.reset_index(drop=True)
    wrong = (repaired["amount"] - repaired["quantity"] * repaired["price"]).abs().gt(0.02)
    pieces = repaired["amount"].div(repaired["price"]).round(3)
    repaired.loc[wrong, "quantity"] = pieces[wrong]
    return repaired.set_index(feed.index)


def forecast_error(feed, sold, first):
    rows = feed.reset_index(drop=True).assign(sold=list(sold))
    rows["seen"] = rows["quantity"].where(rows["day"] < first)
    rows["forecast"] = rows.groupby(["store", "product_code"])["seen"].transform("mean").fillna(0)
    ahead = rows[rows["day"] >= first]
    return (ahead["forecast"] - ahead["sold"]).abs().sum() / ahead["sold"].sum()

# %% wrong: Divides in every row, also where the quantity was right.
# says: a quantity that was right has been changed
# edits: official
# -     return feed.assign(quantity=feed["quantity"].where(~cases, pieces))
# +     return feed.assign(quantity=pieces)

# %% wrong: Multiplies by twelve.
# says: a repaired quantity is not what was sold
# edits: official
# -     pieces = (feed["amount"] / feed["price"]).round(3)
# +     pieces = (12 * feed["quantity"]).round(3)

# %% wrong: Price over amount.
# says: counts in cases; in pieces it sold
# edits: official
# -     pieces = (feed["amount"] / feed["price"]).round(3)
# +     pieces = (feed["price"] / feed["amount"].where(feed["amount"] > 0, 1)).round(3)

# %% wrong: Rounds to whole pieces.
# says: too much is repaired like too little
# edits: official
# -     pieces = (feed["amount"] / feed["price"]).round(3)
# +     pieces = (feed["amount"] / feed["price"]).round()

# %% wrong: Does not round.
# says: too much is repaired like too little
# edits: official
# -     pieces = (feed["amount"] / feed["price"]).round(3)
# +     pieces = (feed["amount"] / feed["price"])

# %% wrong: Drops the rows instead of repairing them.
# says: ValueError
# edits: official
# -     return feed.assign(quantity=feed["quantity"].where(~cases, pieces))
# +     return feed[~cases]

# %% wrong: Takes the wrong quantities out and leaves a gap.
# says: counts in cases; in pieces it sold
# edits: official
# -     return feed.assign(quantity=feed["quantity"].where(~cases, pieces))
# +     return feed.assign(quantity=feed["quantity"].where(~cases))

# %% wrong: Repairs only quantities that are too small.
# says: too much is repaired like too little
# edits: official
# -     cases = (feed["amount"] - feed["quantity"] * feed["price"]).abs() > 0.02
# +     cases = (feed["amount"] - feed["quantity"] * feed["price"]) > 0.02

# %% wrong: Changes the amount, which was right.
# says: counts in cases; in pieces it sold
# edits: official
# -     return feed.assign(quantity=feed["quantity"].where(~cases, pieces))
# +     return feed.assign(amount=(feed["quantity"] * feed["price"]).round(2))

# %% wrong: Adds a column and leaves the quantity.
# says: repair_packs: keep the columns
# edits: official
# -     return feed.assign(quantity=feed["quantity"].where(~cases, pieces))
# +     return feed.assign(pieces=feed["quantity"].where(~cases, pieces))

# %% wrong: Repairs the frame that was handed in.
# says: A1: forecast 5, sold 5. B1: forecast 0.5, sold 7
# edits: official
# -     return feed.assign(quantity=feed["quantity"].where(~cases, pieces))
# +     feed["quantity"] = feed["quantity"].where(~cases, pieces)
# +     return feed

# %% wrong: The first day to be forecast is part of the history.
# says: A1: forecast 5, sold 5. B1: forecast 0.5, sold 7
# edits: official
# -     known = (feed["day"] < first).to_numpy()
# +     known = (feed["day"] <= first).to_numpy()

# %% wrong: The mean is over all days, those to be forecast too.
# says: in pieces B1's forecast is 6: expected 1 of 12
# edits: official
# -     means = rows[known].groupby(pair)["quantity"].mean().rename("forecast")
# +     means = rows.groupby(pair)["quantity"].mean().rename("forecast")

# %% wrong: One forecast for a product in all stores.
# says: in pieces B1's forecast is 6: expected 1 of 12
# edits: official
# -     pair = ["store", "product_code"]
# +     pair = ["product_code"]

# %% wrong: One forecast for all products of a store.
# says: for a pair without history; absolute differences row by row
# edits: official
# -     pair = ["store", "product_code"]
# +     pair = ["store"]

# %% wrong: The forecast is the median.
# says: for a pair without history; absolute differences row by row
# edits: official
# -     means = rows[known].groupby(pair)["quantity"].mean().rename("forecast")
# +     means = rows[known].groupby(pair)["quantity"].median().rename("forecast")

# %% wrong: Compares with the quantities of the feed, not with what was sold.
# says: A1: forecast 5, sold 5. B1: forecast 0.5, sold 7
# edits: official
# -     rows = feed[["store", "product_code", "quantity"]].assign(sold=np.asarray(sold, dtype=float))
# +     rows = feed[["store", "product_code", "quantity"]].assign(sold=feed["quantity"])

# %% wrong: Leaves out pairs without history.
# says: for a pair without history; absolute differences row by row
# edits: official
# -     ahead = rows[~known].merge(means, how="left", left_on=pair, right_index=True)
# +     ahead = rows[~known].merge(means, how="inner", left_on=pair, right_index=True)

# %% wrong: A pair without history is missing in the sum of errors.
# says: for a pair without history; absolute differences row by row
# edits: official
# -     wrong = (ahead["forecast"].fillna(0) - ahead["sold"]).abs()
# +     wrong = (ahead["forecast"] - ahead["sold"]).abs()

# %% wrong: Errors up and down cancel.
# says: for a pair without history; absolute differences row by row
# edits: official
# -     wrong = (ahead["forecast"].fillna(0) - ahead["sold"]).abs()
# -     return float(wrong.sum() / ahead["sold"].sum())
# +     wrong = (ahead["forecast"].fillna(0) - ahead["sold"])
# +     return float(abs(wrong.sum()) / ahead["sold"].sum())

# %% wrong: Root of the mean square, over the mean of what was sold.
# says: A1: forecast 5, sold 5. B1: forecast 0.5, sold 7
# edits: official
# -     return float(wrong.sum() / ahead["sold"].sum())
# +     return float(np.sqrt((wrong**2).mean()) / ahead["sold"].mean())

# %% wrong: The mean of the errors of single rows.
# says: A1: forecast 5, sold 5. B1: forecast 0.5, sold 7
# edits: official
# -     return float(wrong.sum() / ahead["sold"].sum())
# +     return float((wrong / ahead["sold"]).mean())

# %% wrong: Divides by what was sold on all days.
# says: A1: forecast 5, sold 5. B1: forecast 0.5, sold 7
# edits: official
# -     return float(wrong.sum() / ahead["sold"].sum())
# +     return float(wrong.sum() / np.sum(sold))

# %% wrong: The mean error in pieces, and not a share.
# says: A1: forecast 5, sold 5. B1: forecast 0.5, sold 7
# edits: official
# -     return float(wrong.sum() / ahead["sold"].sum())
# +     return float(wrong.mean())

# %% wrong: Aligns what was sold by its labels.
# says: for a pair without history; absolute differences row by row
# edits: official
# -     rows = feed[["store", "product_code", "quantity"]].assign(sold=np.asarray(sold, dtype=float))
# +     rows = feed[["store", "product_code", "quantity"]].assign(sold=pd.Series(sold).groupby(level=0).first().reindex(feed.index).to_numpy())

# %% wrong: Returns per cent.
# says: A1: forecast 5, sold 5. B1: forecast 0.5, sold 7
# edits: official
# -     return float(wrong.sum() / ahead["sold"].sum())
# +     return float(100 * wrong.sum() / ahead["sold"].sum())
