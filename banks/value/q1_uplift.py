# %% right: loops
def uplift(days, count="orders", first=1, last=28):
    sums = {}
    for row in days.to_dict("records"):
        if first <= row["day"] <= last:
            cell = sums.setdefault(row["test"], {"control": [0, 0], "treatment": [0, 0]})[row["arm"]]
            cell[0] += row["users"]
            cell[1] += row[count]
    rows = {}
    for test in sorted(sums):
        (n0, k0), (n1, k1) = sums[test]["control"], sums[test]["treatment"]
        p = (k0 + k1) / (n0 + n1)
        change = k1 / n1 / (k0 / n0) - 1
        error = math.sqrt((1 - p) / p * (1 / n0 + 1 / n1))
        low, high = change - 1.96 * error, change + 1.96 * error
        rows[test] = [change, error, low, high, (n1 - n0) / math.sqrt(n0 + n1)]
    return pd.DataFrame.from_dict(rows, orient="index", columns=["change", "error", "low", "high", "arms_z"])

# %% right: arrays
def uplift(days, count="orders", first=1, last=28):
    day = days["day"].to_numpy()
    inside = (day >= first) & (day <= last)
    names, place = np.unique(days["test"].to_numpy(str)[inside], return_inverse=True)
    cell = 2 * place + (days["arm"].to_numpy(str)[inside] == "treatment")
    n, k = (
        np.bincount(cell, days[name].to_numpy(float)[inside], 2 * len(names)).reshape(-1, 2)
        for name in ("users", count)
    )
    rate, p = k / n, k.sum(axis=1) / n.sum(axis=1)
    change = rate[:, 1] / rate[:, 0] - 1
    error = np.sqrt((1 - p) / p * (1 / n).sum(axis=1))
    return pd.DataFrame(
        {
            "arms_z": (n[:, 1] - n[:, 0]) / np.sqrt(n.sum(axis=1)),
            "change": change,
            "error": error,
            "low": change - 1.96 * error,
            "high": change + 1.96 * error,
        },
        index=names,
    )

# %% right: frames
def uplift(days, count="orders", first=1, last=28):
    rows = days.query("@first <= day <= @last").reset_index(drop=True)
    sums = rows.groupby(["arm", "test"])[["users", count]].sum()
    control, treatment = sums.loc["control"], sums.loc["treatment"]
    both = control + treatment
    change = treatment[count] / treatment["users"] / (control[count] / control["users"]) - 1
    odds = both["users"] / both[count] - 1
    error = (odds * (1 / control["users"] + 1 / treatment["users"])) ** 0.5
    return pd.DataFrame(
        {
            "change": change,
            "error": error,
            "low": change - 1.96 * error,
            "high": change + 1.96 * error,
            "arms_z": (treatment["users"] - control["users"]) / both["users"] ** 0.5,
        }
    ).sort_index()

# %% wrong: Averages the shares of the days.
# says: add the days up first
# edits: official
# -     share, p = k / n, k.sum(axis=1) / n.sum(axis=1)
# +     p = k.sum(axis=1) / n.sum(axis=1)
# +     daily = rows.assign(share=rows[count] / rows["users"])
# +     share = daily.pivot_table(index="test", columns="arm", values="share")

# %% wrong: Compares counts of orders, though the arms differ in size.
# says: 0.30 / 0.25
# edits: official
# -     table = pd.DataFrame({"change": share["treatment"] / share["control"] - 1})
# +     table = pd.DataFrame({"change": k["treatment"] / k["control"] - 1})

# %% wrong: Gives the difference of shares, in points.
# says: 0.30 / 0.25
# edits: official
# -     table = pd.DataFrame({"change": share["treatment"] / share["control"] - 1})
# +     table = pd.DataFrame({"change": share["treatment"] - share["control"]})

# %% wrong: Divides by the treatment.
# says: 0.30 / 0.25
# edits: official
# -     table = pd.DataFrame({"change": share["treatment"] / share["control"] - 1})
# +     table = pd.DataFrame({"change": 1 - share["control"] / share["treatment"]})

# %% wrong: Swaps the arms.
# says: 0.30 / 0.25
# edits: official
# -     table = pd.DataFrame({"change": share["treatment"] / share["control"] - 1})
# +     table = pd.DataFrame({"change": share["control"] / share["treatment"] - 1})

# %% wrong: Forgets to take off 1.
# says: 0.30 / 0.25
# edits: official
# -     table = pd.DataFrame({"change": share["treatment"] / share["control"] - 1})
# +     table = pd.DataFrame({"change": share["treatment"] / share["control"]})

# %% wrong: Gives the change in percent.
# says: 0.30 / 0.25
# edits: official
# -     table = pd.DataFrame({"change": share["treatment"] / share["control"] - 1})
# +     table = pd.DataFrame({"change": 100 * (share["treatment"] / share["control"] - 1)})

# %% wrong: Leaves out the first day that was asked for.
# says: both ends count
# edits: official
# -     rows = days[days["day"].between(first, last).to_numpy()]
# +     rows = days[days["day"].between(first if first == 1 else first + 1, last).to_numpy()]

# %% wrong: Leaves out the last day that was asked for.
# says: both ends count
# edits: official
# -     rows = days[days["day"].between(first, last).to_numpy()]
# +     rows = days[((days["day"] >= first) & (days["day"] < last)).to_numpy()]

# %% wrong: Always takes all days.
# says: on days 2 and 3
# edits: official
# -     rows = days[days["day"].between(first, last).to_numpy()]
# +     rows = days

# %% wrong: Always looks at orders.
# says: 25 contacts of 500 and 30 of 500
# edits: official
# -     n, k = sums["users"], sums[count]
# +     rows = days[days["day"].between(first, last).to_numpy()]
# +     k = rows.pivot_table(index="test", columns="arm", values="orders", aggfunc="sum")
# +     n = sums["users"]

# %% wrong: Takes the share of the control for p.
# says: p is 580 / 2100
# edits: official
# -     share, p = k / n, k.sum(axis=1) / n.sum(axis=1)
# +     share = k / n
# +     p = share["control"]

# %% wrong: Takes the mean of the two shares for p.
# says: p is 580 / 2100
# edits: official
# -     share, p = k / n, k.sum(axis=1) / n.sum(axis=1)
# +     share = k / n
# +     p = share.mean(axis=1)

# %% wrong: Gives the error of the difference in points.
# says: p is 580 / 2100
# edits: official
# -     table["error"] = np.sqrt((1 - p) / p * (1 / n["control"] + 1 / n["treatment"]))
# +     table["error"] = np.sqrt((1 - p) * p * (1 / n["control"] + 1 / n["treatment"]))

# %% wrong: Divides by all users in the error.
# says: p is 580 / 2100
# edits: official
# -     table["error"] = np.sqrt((1 - p) / p * (1 / n["control"] + 1 / n["treatment"]))
# +     table["error"] = np.sqrt((1 - p) / p / n.sum(axis=1))

# %% wrong: Forgets the root.
# says: p is 580 / 2100
# edits: official
# -     table["error"] = np.sqrt((1 - p) / p * (1 / n["control"] + 1 / n["treatment"]))
# +     table["error"] = (1 - p) / p * (1 / n["control"] + 1 / n["treatment"])

# %% wrong: Takes one error to each side.
# says: change less 1.96 errors
# edits: official
# -     table["low"] = table["change"] - 1.96 * table["error"]
# -     table["high"] = table["change"] + 1.96 * table["error"]
# +     table["low"] = table["change"] - table["error"]
# +     table["high"] = table["change"] + table["error"]

# %% wrong: Takes a one-sided interval.
# says: change less 1.96 errors
# edits: official
# -     table["low"] = table["change"] - 1.96 * table["error"]
# -     table["high"] = table["change"] + 1.96 * table["error"]
# +     table["low"] = table["change"] - 1.645 * table["error"]
# +     table["high"] = table["change"] + 1.645 * table["error"]

# %% wrong: Cuts the interval at 0.
# says: low can lie below 0
# edits: official
# -     table["low"] = table["change"] - 1.96 * table["error"]
# +     table["low"] = (table["change"] - 1.96 * table["error"]).clip(lower=0)

# %% wrong: Loses the sign of arms_z.
# says: 100 users more in the treatment
# edits: official
# -     table["arms_z"] = (n["treatment"] - n["control"]) / np.sqrt(n.sum(axis=1))
# +     table["arms_z"] = (n["treatment"] - n["control"]).abs() / np.sqrt(n.sum(axis=1))

# %% wrong: Takes the root of the control's users alone.
# says: 100 users more in the treatment
# edits: official
# -     table["arms_z"] = (n["treatment"] - n["control"]) / np.sqrt(n.sum(axis=1))
# +     table["arms_z"] = (n["treatment"] - n["control"]) / np.sqrt(n["control"])

# %% wrong: Rounds to a thousandth.
# says: do not round
# edits: official
# -     return table
# +     return table.round(3)

# %% wrong: Keeps the experiment as a column.
# says: T1 and T2 as the index
# edits: official
# -     return table
# +     return table.reset_index()

# %% wrong: Keeps the experiments in the order of the rows.
# says: T1 and T2 as the index
# edits: official
# -     return table
# +     return table.loc[days["test"].unique()]
