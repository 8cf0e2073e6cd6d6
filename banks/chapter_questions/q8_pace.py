# %% right: loops
# Plain loops and dictionaries, close to the text; the plan by trying all of them.
def role_table(team, work):
    use_cases = set(work["use_case"])
    days = {role: 0.0 for role in team.index}
    waits = {role: 0.0 for role in team.index}
    for row in work.to_dict("records"):
        if row["role"] in days:
            days[row["role"]] += row["days"]
            waits[row["role"]] += row["started"] - row["ready"]
    rows = []
    for role in team.index:
        effort = days[role] / len(use_cases)
        if effort == 0:
            pace = float("inf")
        else:
            pace = team.loc[role, "people"] * team.loc[role, "days"] / effort
        rows.append({"effort": effort, "pace": pace, "waited": waits[role] / len(use_cases)})
    return pd.DataFrame(rows, index=team.index)


def throughput(team, work, hires=None):
    if hires is None:
        hires = {}
    table = role_table(team, work)
    slowest = None
    for role in team.index:
        people = team.loc[role, "people"]
        pace = table.loc[role, "pace"] * (people + hires.get(role, 0)) / people
        if slowest is None or pace < slowest:
            slowest = pace
    return slowest

# %% right: arrays
# numpy; hires for all slowest roles at once, until they no longer fit.
def role_table(team, work):
    role = work["role"].to_numpy()
    count = work["use_case"].nunique()
    hit = role[:, None] == team.index.to_numpy()[None, :]
    effort = work["days"].to_numpy(float) @ hit / count
    waited = (work["started"] - work["ready"]).to_numpy(float) @ hit / count
    capacity = team["people"].to_numpy(float) * team["days"].to_numpy(float)
    pace = np.full(len(team), np.inf)
    np.divide(capacity, effort, out=pace, where=effort > 0)
    return pd.DataFrame(np.c_[effort, pace, waited], team.index, ["effort", "pace", "waited"])


def throughput(team, work, hires=None):
    extra = np.array([(hires or {}).get(role, 0) for role in team.index])
    people = team["people"].to_numpy(float)
    return (role_table(team, work)["pace"].to_numpy() * (people + extra) / people).min()

# %% right: library
# A pivot table for the log; the plan by going through the throughputs that can be reached.
def role_table(team, work):
    log = work.reset_index(drop=True).assign(waited=lambda rows: rows["started"] - rows["ready"])
    pivot = log.pivot_table(
        index="use_case", columns="role", values=["days", "waited"], aggfunc="sum", fill_value=0
    )
    table = pd.DataFrame(index=team.index)
    table["effort"] = pivot["days"].mean().reindex(team.index, fill_value=0.0)
    with np.errstate(divide="ignore"):
        table["pace"] = (team["people"] * team["days"]).to_numpy() / table["effort"].to_numpy(float)
    table["waited"] = pivot["waited"].mean().reindex(team.index, fill_value=0.0)
    return table


def throughput(team, work, hires=None):
    larger = team.copy()
    for role, number in (hires or {}).items():
        larger.loc[role, "people"] += number
    return role_table(larger, work)["pace"].min()

# %% wrong: Averages over steps, so work that came back makes the effort smaller.
# says: two use cases: the engineers spend
# edits: official
# -     total = steps[["days", "waited"]].sum().reindex(team.index).fillna(0)
# -     effort = total["days"] / use_cases
# +     total = steps[["days", "waited"]].mean().reindex(team.index).fillna(0)
# +     effort = total["days"]
# ...
# -     return pd.DataFrame({"effort": effort, "pace": pace, "waited": total["waited"] / use_cases})
# +     return pd.DataFrame({"effort": effort, "pace": pace, "waited": total["waited"]})

# %% wrong: Averages over the use cases that met the role.
# says: two use cases: the engineers spend
# edits: official
# -     effort = total["days"] / use_cases
# +     met = work.groupby("role")["use_case"].nunique().reindex(team.index).fillna(1)
# +     effort = total["days"] / met

# %% wrong: Averages the waiting over the use cases that met the role.
# says: for the engineers they waited 0 and 20 days
# edits: official
# -     return pd.DataFrame({"effort": effort, "pace": pace, "waited": total["waited"] / use_cases})
# +     return pd.DataFrame({"effort": effort, "pace": pace, "waited": total["waited"] / work.groupby("role")["use_case"].nunique().reindex(team.index)})

# %% wrong: Counts the first visit of each use case and role only.
# says: two use cases: the engineers spend
# edits: official
#       """Return effort, pace and waited by role."""
# +     work = work.sort_values("step").drop_duplicates(["use_case", "role"])

# %% wrong: Takes the time from start to finish for the effort.
# says: effort is wrong: all days of the role
# edits: official
# -     steps = work.assign(waited=work["started"] - work["ready"]).groupby("role")
# +     steps = work.assign(days=work["finished"] - work["started"], waited=work["started"] - work["ready"]).groupby("role")

# %% wrong: Waiting goes from ready to finished.
# says: for the engineers they waited 0 and 20 days
# edits: official
# -     steps = work.assign(waited=work["started"] - work["ready"]).groupby("role")
# +     steps = work.assign(waited=work["finished"] - work["ready"]).groupby("role")

# %% wrong: The effort is the sum over all use cases.
# says: two use cases: the engineers spend
# edits: official
# -     effort = total["days"] / use_cases
# +     effort = total["days"]

# %% wrong: Waiting is the sum over all use cases.
# says: for the engineers they waited 0 and 20 days
# edits: official
# -     return pd.DataFrame({"effort": effort, "pace": pace, "waited": total["waited"] / use_cases})
# +     return pd.DataFrame({"effort": effort, "pace": pace, "waited": total["waited"]})

# %% wrong: Knows that there are 24 use cases.
# says: two use cases: the engineers spend
# edits: official
# -     use_cases = work["use_case"].nunique()
# +     use_cases = 24

# %% wrong: One person of each role.
# says: 100 days over 50, 150 over 15, 20 over 2
# edits: official
# -     capacity = (team["people"] * team["days"]).astype(float)
# +     capacity = team["days"].astype(float)

# %% wrong: Everybody has 62 days a quarter.
# says: 100 days over 50, 150 over 15, 20 over 2
# edits: official
# -     capacity = (team["people"] * team["days"]).astype(float)
# +     capacity = (team["people"] * 62).astype(float)

# %% wrong: Effort over capacity.
# says: 100 days over 50, 150 over 15, 20 over 2
# edits: official
# -     pace = (capacity / effort.where(effort > 0)).fillna(np.inf)
# +     pace = (effort.where(effort > 0) / capacity).fillna(np.inf)

# %% wrong: Roles in the order of the alphabet.
# says: expected a row for each role of team, in its order
# edits: official
#       pace = (capacity / effort.where(effort > 0)).fillna(np.inf)
# +     total = total.sort_index()
# +     effort, pace = effort.sort_index(), pace.sort_index()

# %% wrong: A role that never worked has no row.
# says: also for the lawyer who never worked
# edits: official
# -     total = steps[["days", "waited"]].sum().reindex(team.index).fillna(0)
# +     total = steps[["days", "waited"]].sum().reindex(team.index).dropna()
#       effort = total["days"] / use_cases
#       capacity = (team["people"] * team["days"]).astype(float)
# +     capacity = capacity[effort.index]

# %% wrong: A role that never worked has the pace 0.
# says: and infinity for the lawyer
# edits: official
# -     pace = (capacity / effort.where(effort > 0)).fillna(np.inf)
# +     pace = (capacity / effort.where(effort > 0)).fillna(0)

# %% wrong: A role that never worked has no pace.
# says: and infinity for the lawyer
# edits: official
# -     pace = (capacity / effort.where(effort > 0)).fillna(np.inf)
# +     pace = (capacity / effort.where(effort > 0))

# %% wrong: Throughput is the mean pace.
# says: throughput: the slowest role sets the pace; expected
# edits: official
# -     return float(role_table(larger, work)["pace"].min())
# +     return float(role_table(larger, work)["pace"].mean())

# %% wrong: Throughput is the largest pace.
# says: throughput: the slowest role sets the pace; expected
# edits: official
# -     return float(role_table(larger, work)["pace"].min())
# +     return float(role_table(larger, work)["pace"].max())

# %% wrong: Hires are never looked at.
# says: with a third engineer: expected 3
# edits: official
# -     larger = team.assign(people=team["people"] + more)
# +     larger = team.assign(people=team["people"])

# %% wrong: Hires replace the people who are there.
# says: with a third engineer: expected 3
# edits: official
# -     larger = team.assign(people=team["people"] + more)
# +     larger = team.assign(people=more.where(more > 0, team["people"]))

# %% wrong: Hires are added in the order of the dictionary, not by role.
# says: five more scientists change nothing: expected
# edits: official
# -     larger = team.assign(people=team["people"] + more)
# +     larger = team.assign(people=team["people"] + ([*(hires or {}).values()] + [0] * len(team))[: len(team)])

# %% wrong: Only hires of the slowest role count.
# says: throughput is wrong: the smallest pace of all roles
# edits: official
# -     more = pd.Series(hires or {}, dtype=float).reindex(team.index).fillna(0)
# -     larger = team.assign(people=team["people"] + more)
# -     return float(role_table(larger, work)["pace"].min())
# +     pace = role_table(team, work)["pace"]
# +     slowest = pace.idxmin()
# +     people = team.loc[slowest, "people"]
# +     return float(pace.min() * (people + (hires or {}).get(slowest, 0)) / people)

# %% wrong: Adds the hires to the frame that was handed in.
# says: five more scientists change nothing: expected
# edits: official
# -     larger = team.assign(people=team["people"] + more)
# +     team["people"] = team["people"] + more
# +     larger = team
