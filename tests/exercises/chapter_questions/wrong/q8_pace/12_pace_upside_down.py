"""Effort over capacity."""
# cell: q8_pace
def role_table(team, work):
    """Return effort, pace and waited by role."""
    use_cases = work["use_case"].nunique()
    steps = work.assign(waited=work["started"] - work["ready"]).groupby("role")
    total = steps[["days", "waited"]].sum().reindex(team.index).fillna(0)
    effort = total["days"] / use_cases
    capacity = (team["people"] * team["days"]).astype(float)
    pace = (effort.where(effort > 0) / capacity).fillna(np.inf)
    return pd.DataFrame({"effort": effort, "pace": pace, "waited": total["waited"] / use_cases})


def throughput(team, work, hires=None):
    """Return the use cases a quarter that the team gets through."""
    more = pd.Series(hires or {}, dtype=float).reindex(team.index).fillna(0)
    larger = team.assign(people=team["people"] + more)
    return float(role_table(larger, work)["pace"].min())
