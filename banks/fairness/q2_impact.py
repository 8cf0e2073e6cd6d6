# %% right: scipy
def impact(rows, decision, limit=0.8):
    from scipy.stats.contingency import relative_risk

    found = []
    for site, part in rows.groupby("site"):
        a, b = (part.loc[(part["group"] == group).to_numpy(), decision] for group in "AB")
        risk = relative_risk(int(b.sum()), len(b), int(a.sum()), len(a))
        low, high = risk.confidence_interval(0.95)
        p = fisher_exact([[b.sum(), (b == 0).sum()], [a.sum(), (a == 0).sum()]]).pvalue
        below = p < 0.05 and risk.relative_risk < 1 if min(a.sum(), b.sum()) < 10 else high < 1
        beyond = min(a.sum(), b.sum()) >= 10 and high < limit
        verdict = "beyond" if beyond else "shown" if below else "not shown"
        found.append({"site": site, "ratio": risk.relative_risk, "low": low, "high": high, "p": p, "verdict": verdict})
    return pd.DataFrame(found).set_index("site")

# %% right: loops
def impact(rows, decision, limit=0.8):
    counts = {}
    for site, group, selected in zip(rows["site"], rows["group"], rows[decision]):
        cell = counts.setdefault(site, {"A": [0, 0], "B": [0, 0]})[group]
        cell[0] += int(selected)
        cell[1] += 1
    table = pd.DataFrame(index=sorted(counts), columns=["ratio", "low", "high", "p", "verdict"])
    for site in table.index:
        (a, n1), (b, n2) = counts[site]["A"], counts[site]["B"]
        p = fisher_exact([[a, n1 - a], [b, n2 - b]])[1]
        ratio = b * n1 / (n2 * a)
        if b == 0:
            low, high = 0.0, float("nan")
        else:
            e = math.sqrt((n2 - b) / (b * n2) + (n1 - a) / (a * n1))
            low, high = ratio * math.exp(-1.96 * e), ratio * math.exp(1.96 * e)
        verdict = "not shown"
        if a < 10 or b < 10:
            if p < 0.05 and ratio < 1:
                verdict = "shown"
        elif high < limit:
            verdict = "beyond"
        elif high < 1:
            verdict = "shown"
        table.loc[site] = [ratio, low, high, p, verdict]
    return table.astype({"ratio": float, "low": float, "high": float, "p": float})

# %% right: frames
def impact(rows, decision, limit=0.8):
    counts = rows.pivot_table(index="site", columns="group", values=decision, aggfunc=["sum", "size"]).astype(float)
    k, n = counts["sum"], counts["size"]
    table = pd.DataFrame({"ratio": (k["B"] / n["B"]) / (k["A"] / n["A"])})
    error = np.sqrt((1 / k.replace(0, np.nan) - 1 / n).sum(axis=1, skipna=False))
    table["low"] = (table["ratio"] * np.exp(-1.96 * error)).fillna(0)
    table["high"] = table["ratio"] * np.exp(1.96 * error)
    table["p"] = [
        fisher_exact(np.array([k.loc[site], n.loc[site] - k.loc[site]])).pvalue for site in table.index
    ]
    few = k.min(axis=1) < 10
    rules = [
        few & (table["p"] < 0.05) & (table["ratio"] < 1), few, table["high"] < limit, table["high"] < 1,
    ]
    table["verdict"] = np.select(rules, ["shown", "not shown", "beyond", "shown"], "not shown")
    return table

# %% wrong: Turns the ratio round.
# says: ratio is 0.5
# edits: official
# -         ratio = (b / n2) / (a / n1)
# +         ratio = (a / n1) / (b / n2) if b else 0.0

# %% wrong: Compares counts of selected people.
# says: ratio is 0.69444
# edits: official
# -         ratio = (b / n2) / (a / n1)
# +         ratio = b / a

# %% wrong: Takes the odds ratio.
# says: ratio is 0.5
# edits: official
# -         ratio = (b / n2) / (a / n1)
# +         ratio = (b / (n2 - b)) / (a / (n1 - a))

# %% wrong: Takes the lower rate over the higher, whichever group has it.
# says: ratio is 2.0
# edits: official
# -         ratio = (b / n2) / (a / n1)
# +         ratio = min(b / n2, a / n1) / max(b / n2, a / n1)

# %% wrong: Mixes all sites.
# says: expected the sites as the index
# edits: official
# -     for site, part in rows.groupby("site"):
# +     for site, part in rows.groupby(lambda _: "all"):

# %% wrong: Always looks at the column hired.
# says: are selected: ratio is
# edits: official
# -         (a, n1), (b, n2) = part.groupby("group")[decision].agg(["sum", "size"]).to_numpy(float)
# +         (a, n1), (b, n2) = part.groupby("group")["hired"].agg(["sum", "size"]).to_numpy(float)

# %% wrong: Adds errors to the ratio, not to its logarithm.
# says: low is 0.35607
# edits: official
# -             low, high = ratio / reach, ratio * reach
# +             low, high = ratio - math.log(reach), ratio + math.log(reach)

# %% wrong: Takes one standard error.
# says: low is 0.35607
# edits: official
# -             reach = math.exp(1.96 * math.sqrt(1 / b - 1 / n2 + 1 / a - 1 / n1))
# +             reach = math.exp(math.sqrt(1 / b - 1 / n2 + 1 / a - 1 / n1))

# %% wrong: Takes a one-sided interval.
# says: low is 0.35607
# edits: official
# -             reach = math.exp(1.96 * math.sqrt(1 / b - 1 / n2 + 1 / a - 1 / n1))
# +             reach = math.exp(1.645 * math.sqrt(1 / b - 1 / n2 + 1 / a - 1 / n1))

# %% wrong: Takes the error of the odds ratio.
# says: low is 0.35607
# edits: official
# -             reach = math.exp(1.96 * math.sqrt(1 / b - 1 / n2 + 1 / a - 1 / n1))
# +             reach = math.exp(1.96 * math.sqrt(1 / b + 1 / (n2 - b) + 1 / a + 1 / (n1 - a)))

# %% wrong: Forgets to take off the sizes of the groups.
# says: low is 0.35607
# edits: official
# -             reach = math.exp(1.96 * math.sqrt(1 / b - 1 / n2 + 1 / a - 1 / n1))
# +             reach = math.exp(1.96 * math.sqrt(1 / b + 1 / a))

# %% wrong: Takes 0 for high where nobody of B is selected.
# says: high is missing
# edits: official
# -         low, high = 0.0, math.nan
# +         low, high = 0.0, 0.0

# %% wrong: Leaves low missing where nobody of B is selected.
# says: low is 0.0
# edits: official
# -         low, high = 0.0, math.nan
# +         low, high = math.nan, math.nan

# %% wrong: Divides by nobody.
# says: ZeroDivisionError
# edits: official
# -         low, high = 0.0, math.nan
# -         if b > 0:
# -             reach = math.exp(1.96 * math.sqrt(1 / b - 1 / n2 + 1 / a - 1 / n1))
# -             low, high = ratio / reach, ratio * reach
# +         b, a = int(b), int(a)
# +         reach = math.exp(1.96 * math.sqrt(1 / b - 1 / n2 + 1 / a - 1 / n1))
# +         low, high = ratio / reach, ratio * reach

# %% wrong: Tests selected against all, not against those who are not selected.
# says: p is
# edits: official
# -         p = fisher_exact([[a, n1 - a], [b, n2 - b]]).pvalue
# +         p = fisher_exact([[a, n1], [b, n2]]).pvalue

# %% wrong: Takes a one-sided test.
# says: p is
# edits: official
# -         p = fisher_exact([[a, n1 - a], [b, n2 - b]]).pvalue
# +         p = fisher_exact([[a, n1 - a], [b, n2 - b]], alternative="greater").pvalue

# %% wrong: Takes a chi-squared test.
# says: p is
# edits: official
# -         p = fisher_exact([[a, n1 - a], [b, n2 - b]]).pvalue
# +         from scipy.stats import chi2_contingency
# +         p = chi2_contingency([[a, n1 - a], [b, n2 - b]], correction=False).pvalue

# %% wrong: Trusts the interval at small sites too.
# says: 5 of B are selected, so the exact test decides
# edits: official
# -         if min(a, b) < 10:
# +         if b == 0:

# %% wrong: Looks for few selected in B only.
# says: 9 of A are selected: the exact test decides
# edits: official
# -         if min(a, b) < 10:
# +         if b < 10:

# %% wrong: Takes ten for fewer than ten.
# says: 10 of B are not fewer than 10
# edits: official
# -         if min(a, b) < 10:
# +         if min(a, b) <= 10:

# %% wrong: Counts applicants where it should count selected ones.
# says: the exact test decides
# edits: official
# -         if min(a, b) < 10:
# +         if min(n1, n2) < 10:

# %% wrong: Asks the exact test only if both groups have few selected.
# says: the exact test decides
# edits: official
# -         if min(a, b) < 10:
# +         if max(a, b) < 10:

# %% wrong: Always takes the exact test.
# says: expected 'beyond'
# edits: official
# -         if min(a, b) < 10:
# +         if True:

# %% wrong: Takes a small p for a disadvantage of B, whatever the direction.
# says: B is selected more often
# edits: official
# -             verdict = "shown" if p < 0.05 and ratio < 1 else "not shown"
# +             verdict = "shown" if p < 0.05 else "not shown"

# %% wrong: Takes 0.1 as the limit of p.
# says: p is 0.062
# edits: official
# -             verdict = "shown" if p < 0.05 and ratio < 1 else "not shown"
# +             verdict = "shown" if p < 0.1 and ratio < 1 else "not shown"

# %% wrong: Says that a small site is beyond the limit.
# says: the exact test decides; expected 'shown'
# edits: official
# -             verdict = "shown" if p < 0.05 and ratio < 1 else "not shown"
# +             verdict = "not shown" if p >= 0.05 or ratio >= 1 else "beyond" if ratio < limit else "shown"

# %% wrong: Judges by the ratio without its interval.
# says: the ratio is below 0.8, and high is not
# edits: official
# -             verdict = "beyond" if high < limit else "shown" if high < 1 else "not shown"
# +             verdict = "beyond" if ratio < limit else "shown" if high < 1 else "not shown"

# %% wrong: Judges by the low end.
# says: expected
# edits: official
# -             verdict = "beyond" if high < limit else "shown" if high < 1 else "not shown"
# +             verdict = "beyond" if low < limit else "shown" if low < 1 else "not shown"

# %% wrong: Needs a ratio below the limit to show a difference.
# says: not below 0.8; expected 'shown'
# edits: official
# -             verdict = "beyond" if high < limit else "shown" if high < 1 else "not shown"
# +             verdict = "beyond" if high < limit else "shown" if high < 1 and ratio < limit else "not shown"

# %% wrong: Takes any clear difference for a disadvantage of B.
# says: B is selected more often
# edits: official
# -             verdict = "beyond" if high < limit else "shown" if high < 1 else "not shown"
# +             verdict = "beyond" if high < limit else "shown" if high < 1 or low > 1 else "not shown"

# %% wrong: Always takes four fifths.
# says: with limit=0.7
# edits: official
# -             verdict = "beyond" if high < limit else "shown" if high < 1 else "not shown"
# +             verdict = "beyond" if high < 0.8 else "shown" if high < 1 else "not shown"

# %% wrong: Keeps the sites in the order of the rows.
# says: in alphabetical order
# edits: official
# -     for site, part in rows.groupby("site"):
# +     for site, part in rows.groupby("site", sort=False):

# %% wrong: Compares the ratio of a small site with the limit.
# says: the exact test says nothing about the limit
# edits: official
# -             verdict = "shown" if p < 0.05 and ratio < 1 else "not shown"
# +             verdict = "shown" if p < 0.05 and ratio < limit else "not shown"

# %% wrong: Takes the exact test where fewer than ten are not selected.
# says: 10 and more are selected in both groups
# edits: official
# -         if min(a, b) < 10:
# +         if min(a, b, n1 - a, n2 - b) < 10:
