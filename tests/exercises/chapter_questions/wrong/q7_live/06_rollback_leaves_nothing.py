"""Has nothing live after a rollback."""
# cell: q7_live
def live_periods(log, model):
    mine = log[(log["model"] == model) & (log["environment"] == "production")]
    below, changes = [], []
    for row in mine.sort_values("time").to_dict("records"):
        was = below[-1] if below else None
        if row["event"] == "deploy" and row["version"] != was:
            below.append(row["version"])
        elif row["event"] == "rollback":
            below = []
        elif row["event"] == "retire":
            below = []
        now = below[-1] if below else None
        if now != was:
            changes.append((now, row["time"]))
    ends = [*[time for _, time in changes[1:]], None]
    rows = [(now, start, end) for (now, start), end in zip(changes, ends) if now is not None]
    return pd.DataFrame(rows, columns=["version", "start", "end"])
