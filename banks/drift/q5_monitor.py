# %% right: library
from sklearn.model_selection import ParameterGrid


def monitor(applications, features, alpha=0.05):
    calendar = (applications["month"] - 1) % 12
    parts = []
    for task in ParameterGrid({"month": sorted(applications["month"].unique())}):
        month = task["month"]
        if month <= 12:
            continue
        same = applications[calendar == (month - 1) % 12]
        raw = two_sample_p_values(same[same["month"] <= 12], same[same["month"] == month], features)
        part = pd.DataFrame({"feature": raw.index, "p_value": np.asarray(holm(raw))})
        parts.append(part.assign(month=month))
    report = pd.concat(parts)
    report["alarm"] = report["p_value"].lt(alpha)
    return report[["alarm", "p_value", "feature", "month"]]

# %% right: loops
def monitor(applications, features, alpha=0.05):
    months = {}
    for month in sorted(set(applications["month"])):
        months[month] = applications[applications["month"] == month]
    rows = []
    for month, current in months.items():
        if month <= 12:
            continue
        twin = month
        while twin > 12:
            twin -= 12
        raw = two_sample_p_values(months[twin], current, features)
        for feature, value in zip(features, holm(raw)):
            rows.append({"month": month, "feature": feature, "p_value": value, "alarm": value < alpha})
    return pd.DataFrame(rows)

# %% right: vectorised
def monitor(applications, features, alpha=0.05):
    by_month = dict(list(applications.groupby("month")))
    live = [month for month in by_month if month > 12]
    raw = pd.DataFrame(
        {
            month: two_sample_p_values(by_month[(month - 1) % 12 + 1], by_month[month], features)
            for month in live
        }
    )
    table = raw.apply(holm).rename_axis("feature").reset_index()
    table = table.melt(id_vars="feature", var_name="month", value_name="p_value")
    return table.assign(month=table["month"].astype(int), alarm=table["p_value"] < alpha)

# %% wrong: Compares each live month with the whole reference year: the seasons become alarms.
# says: feature 'a': expected the adjusted p-value
def monitor(applications, features, alpha=0.05):
    reference = applications[applications["month"] <= 12]
    rows = []
    for month in sorted(applications["month"].unique()):
        if month <= 12:
            continue
        current = applications[applications["month"] == month]
        adjusted = np.asarray(holm(two_sample_p_values(reference, current, features)))
        for feature, p in zip(features, adjusted):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Compares each live month with the month before it.
# says: KeyError
def monitor(applications, features, alpha=0.05):
    months = dict(tuple(applications.groupby("month")))
    rows = []
    for month in range(13, max(months) + 1):
        adjusted = holm(two_sample_p_values(months[month - 1], months[month], features))
        for feature, p in zip(features, np.asarray(adjusted)):
            rows.append((month, feature, p, p < alpha))
    return pd.DataFrame(rows, columns=["month", "feature", "p_value", "alarm"])

# %% wrong: Off by one in the calendar: month 13 is compared with month 2, and December with January.
# says: feature 'a': expected the adjusted p-value
def monitor(applications, features, alpha=0.05):
    reports = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == month % 12 + 1]
        p = np.asarray(holm(two_sample_p_values(reference, current, features)))
        reports.append(pd.DataFrame({"month": month, "feature": features, "p_value": p}))
    report = pd.concat(reports, ignore_index=True)
    report["alarm"] = report["p_value"] < alpha
    return report

# %% wrong: Compares with the month a year before, which is a live month itself from month 25 on.
# says: feature 'a': expected the adjusted p-value
def monitor(applications, features, alpha=0.05):
    by_month = {m: part for m, part in applications.groupby("month")}
    report = []
    for m in by_month:
        if m > 12:
            p_values = two_sample_p_values(by_month[m - 12], by_month[m], features)
            for feature, p in zip(features, np.asarray(holm(p_values))):
                report.append(
                    {"month": m, "feature": feature, "p_value": p, "alarm": bool(p < alpha)}
                )
    return pd.DataFrame(report)

# %% wrong: Takes month % 12 for the calendar month, which is 0 in December, and skips the months without a reference.
# says: expected the live months 13 to 24
def monitor(applications, features, alpha=0.05):
    rows = []
    for month in applications["month"].unique():
        if month < 13:
            continue
        reference = applications[applications["month"] == month % 12]
        current = applications[applications["month"] == month]
        if len(reference) == 0:
            continue
        for feature, p in zip(
            features, np.asarray(holm(two_sample_p_values(reference, current, features)))
        ):
            rows.append([month, feature, p, p < alpha])
    return pd.DataFrame(rows, columns=["month", "feature", "p_value", "alarm"])

# %% wrong: Reports the p-values without any correction for the number of features.
# says: feature 'a': expected the adjusted p-value
def monitor(applications, features, alpha=0.05):
    parts = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        p_values = two_sample_p_values(reference, current, features)
        part = p_values.rename_axis("feature").reset_index(name="p_value")
        part["month"] = month
        part["alarm"] = part["p_value"] < alpha
        parts.append(part)
    return pd.concat(parts, ignore_index=True)

# %% wrong: Corrects by Bonferroni within the month, not by Holm.
# says: feature 'a': expected the adjusted p-value
def monitor(applications, features, alpha=0.05):
    rows = []
    for month in sorted(m for m in set(applications["month"]) if m > 12):
        reference = applications.query("month == @month - 12 * ((@month - 1) // 12)")
        current = applications.query("month == @month")
        p_values = (two_sample_p_values(reference, current, features) * len(features)).clip(upper=1)
        for feature in features:
            p = p_values[feature]
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Corrects all months and features as one single family, not within each month.
# says: feature 'a': expected the adjusted p-value
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        p_values = two_sample_p_values(reference, current, features)
        for feature in features:
            rows.append({"month": month, "feature": feature, "p_value": p_values[feature]})
    report = pd.DataFrame(rows)
    report["p_value"] = np.asarray(holm(report["p_value"]))
    report["alarm"] = report["p_value"] < alpha
    return report

# %% wrong: Shows the adjusted p-value but raises the alarm by the raw one.
# says: an adjusted p-value of 0.0638, alpha = 0.05
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        raw = two_sample_p_values(reference, current, features)
        adjusted = np.asarray(holm(raw))
        for i, feature in enumerate(features):
            rows.append(
                {
                    "month": month,
                    "feature": feature,
                    "p_value": adjusted[i],
                    "alarm": bool(raw.iloc[i] < alpha),
                }
            )
    return pd.DataFrame(rows)

# %% wrong: Ignores the argument alpha: alarms at 5% whatever the caller asks for.
# says: alarm should be True exactly where p_value, the adjusted one
def monitor(applications, features, alpha=0.05):
    reports = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        p_values = np.asarray(holm(two_sample_p_values(reference, current, features)))
        report = pd.DataFrame({"feature": features, "p_value": p_values})
        report.insert(0, "month", month)
        reports.append(report)
    report = pd.concat(reports)
    report["alarm"] = report["p_value"] < 0.05
    return report

# %% wrong: Knows Meridian's calendar by heart: always reports months 13 to 24.
# says: ValueError
def monitor(applications, features, alpha=0.05):
    rows = []
    for month in range(13, 25):
        reference = applications[applications["month"] == month - 12]
        current = applications[applications["month"] == month]
        p_values = np.asarray(holm(two_sample_p_values(reference, current, features)))
        for feature, p in zip(features, p_values):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Adds a helper column to the frame that was handed in.
# says: the frame that was handed in has been changed
def monitor(applications, features, alpha=0.05):
    applications["calendar_month"] = (applications["month"] - 1) % 12 + 1
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        same = applications["calendar_month"] == current["calendar_month"].iloc[0]
        reference = applications[same & (applications["month"] <= 12)]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Sorts the names of the features but not their p-values, so that a value stands beside the wrong name.
# says: adjusted p-value is wrong; check the reference month, the
def monitor(applications, features, alpha=0.05):
    live = sorted(set(applications.loc[applications["month"] > 12, "month"]))
    grid = pd.MultiIndex.from_product([live, sorted(features)], names=["month", "feature"])
    values = []
    for month in live:
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        current = applications[applications["month"] == month]
        values.extend(holm(two_sample_p_values(reference, current, features)))
    report = pd.DataFrame({"p_value": values}, index=grid).reset_index()
    report["alarm"] = report["p_value"] < alpha
    return report

# %% wrong: Alarms by the rule of thumb for the population stability index, and gives no test at all for text.
# says: feature 'a': expected the adjusted p-value
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        for feature in features:
            if feature in NUMERIC:
                moved = population_stability_index(reference[feature], current[feature]) > 0.1
            else:
                moved = False
            rows.append((month, feature, alpha / 10 if moved else 1.0, moved))
    return pd.DataFrame(rows, columns=["month", "feature", "p_value", "alarm"])

# %% wrong: Returns the alarms only, not one row for each live month and feature.
# says: expected the live months 13 to 24
def monitor(applications, features, alpha=0.05):
    reports = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        p = np.asarray(holm(two_sample_p_values(reference, current, features)))
        report = pd.DataFrame({"month": month, "feature": features, "p_value": p})
        reports.append(report[report["p_value"] < alpha].assign(alarm=True))
    return pd.concat(reports, ignore_index=True)

# %% wrong: Takes every earlier occurrence of the calendar month for reference, live ones too.
# says: feature 'a': expected the adjusted p-value
def monitor(applications, features, alpha=0.05):
    calendar = applications["month"] % 12
    rows = []
    for month in sorted(applications["month"].unique()):
        if month <= 12:
            continue
        reference = applications[(calendar == month % 12) & (applications["month"] < month)]
        current = applications[applications["month"] == month]
        p_values = holm(two_sample_p_values(reference, current, features))
        for feature, p in zip(features, p_values):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Cuts the months out by position, as if the rows stood in order with 1,000 a month.
# says: live months 13 and 25 are in the data
def monitor(applications, features, alpha=0.05):
    months = int(applications["month"].max())
    size = len(applications) // months
    rows = []
    for month in range(13, months + 1):
        twin = (month - 1) % 12
        reference = applications.iloc[twin * size : (twin + 1) * size]
        current = applications.iloc[(month - 1) * size : month * size]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Stops one month early: range() leaves out the last live month.
# says: ValueError
def monitor(applications, features, alpha=0.05):
    last = applications["month"].max()
    reports = []
    for month in range(13, last):
        is_reference = applications["month"] == (month - 1) % 12 + 1
        p = holm(
            two_sample_p_values(
                applications[is_reference], applications[applications["month"] == month], features
            )
        )
        reports.append(
            pd.DataFrame({"month": month, "feature": features, "p_value": np.asarray(p)})
        )
    report = pd.concat(reports, ignore_index=True)
    report["alarm"] = report["p_value"] < alpha
    return report

# %% wrong: Cuts the larger of the two samples to the size of the smaller one before it tests.
# says: adjusted p-value is wrong; check the reference month of
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        size = min(len(reference), len(current))
        p_values = holm(two_sample_p_values(reference.head(size), current.head(size), features))
        for feature, p in zip(features, p_values):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Drops an application from all tests when one of its features is missing, not feature by feature.
# says: adjusted p-value is wrong; check the reference month of
def monitor(applications, features, alpha=0.05):
    complete = applications.dropna(subset=features)
    rows = []
    for month, current in complete[complete["month"] > 12].groupby("month"):
        reference = complete[complete["month"] == (month - 1) % 12 + 1]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Drops every application with any missing value, also one whose outcome is not known yet.
# says: live months are those that occur in the data
def monitor(applications, features, alpha=0.05):
    complete = applications.dropna()
    rows = []
    for month, current in complete[complete["month"] > 12].groupby("month"):
        reference = complete[complete["month"] == (month - 1) % 12 + 1]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Runs through all months from 13 to the last, also one in which nobody applied.
# says: ValueError
def monitor(applications, features, alpha=0.05):
    rows = []
    for month in range(13, applications["month"].max() + 1):
        reference = applications[applications["month"] == (month - 1) % 12 + 1]
        current = applications[applications["month"] == month]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)

# %% wrong: Knows two live years only: takes 12 or 24 off, and finds a live month for reference from month 37 on.
# says: adjusted p-value is wrong; check the reference month of
def monitor(applications, features, alpha=0.05):
    rows = []
    for month, current in applications[applications["month"] > 12].groupby("month"):
        twin = month - 12 if month <= 24 else month - 24
        reference = applications[applications["month"] == twin]
        for feature, p in zip(features, holm(two_sample_p_values(reference, current, features))):
            rows.append({"month": month, "feature": feature, "p_value": p, "alarm": p < alpha})
    return pd.DataFrame(rows)
