# %% right: loops
def use_and_benefit(log, costs):
    sums = {}
    for row in log.to_dict("records"):
        for name in ("weeks", "alerts", "opened", "checks", "failures"):
            key = row["group"], row["phase"], name
            sums[key] = sums.get(key, 0) + row[name]
    fell = []
    for group in ("alarms", "as before"):
        before = sums[group, "before", "failures"] / sums[group, "before", "weeks"]
        after = sums[group, "after", "failures"] / sums[group, "after", "weeks"]
        fell.append(before - after)
    avoided = (fell[0] - fell[1]) * sums["alarms", "after", "weeks"]
    spent = sums["alarms", "after", "checks"] * costs["check"] + costs["programme"]
    return {
        "use": float(sums["alarms", "after", "opened"] / sums["alarms", "after", "alerts"]),
        "avoided": float(avoided),
        "benefit": float(avoided * costs["failure"] - spent),
    }

# %% right: arrays
def use_and_benefit(log, costs):
    gets = log["group"].to_numpy(str) == "alarms"
    after = log["phase"].to_numpy(str) == "after"
    weeks, alerts, opened, checks, failures = (
        log[name].to_numpy(float) for name in ("weeks", "alerts", "opened", "checks", "failures")
    )
    cell = 2 * gets + after
    rate = np.bincount(cell, failures, 4) / np.bincount(cell, weeks, 4)
    now = gets & after
    avoided = np.array([-1, 1, 1, -1]) @ rate * weeks[now].sum()
    benefit = avoided * costs["failure"] - checks[now].sum() * costs["check"] - costs["programme"]
    return {"use": float(opened[now].sum() / alerts[now].sum()), "avoided": float(avoided), "benefit": float(benefit)}

# %% right: frames
def use_and_benefit(log, costs):
    sums = log.pivot_table(index="phase", columns="group", values=["failures", "weeks"], aggfunc="sum")
    rate = sums["failures"] / sums["weeks"]
    change = rate.loc["after"] - rate.loc["before"]
    mine = log.query("group == 'alarms' and phase == 'after'")
    avoided = float((change["as before"] - change["alarms"]) * mine["weeks"].sum())
    return {
        "use": float(mine["opened"].sum() / mine["alerts"].sum()),
        "avoided": avoided,
        "benefit": float(avoided * costs["failure"] - (mine["checks"] * costs["check"]).sum() - costs["programme"]),
    }

# %% wrong: Averages the shares of the plants.
# says: a plant with few alerts counts for less
# edits: frames
# -         "use": float(mine["opened"].sum() / mine["alerts"].sum()),
# +         "use": float((mine["opened"] / mine["alerts"]).mean()),

# %% wrong: Takes the share of plants that opened any alarm.
# says: group alarms opened 40 of the 50
# edits: frames
# -         "use": float(mine["opened"].sum() / mine["alerts"].sum()),
# +         "use": float((mine["opened"] > 0).mean()),

# %% wrong: Takes checks for use.
# says: group alarms opened 40 of the 50
# edits: official
# -         "use": float(now["opened"] / now["alerts"]),
# +         "use": float(now["checks"] / now["alerts"]),

# %% wrong: Counts alarms of all plants and both years.
# says: group alarms opened 40 of the 50
# edits: official
# -         "use": float(now["opened"] / now["alerts"]),
# +         "use": float(log["opened"].sum() / log["alerts"].sum()),

# %% wrong: Counts alarms before the roll-out as well.
# says: group alarms opened 40 of the 50
# edits: frames
# -         "use": float(mine["opened"].sum() / mine["alerts"].sum()),
# +         "use": float(
# +             log.query("group == 'alarms'")["opened"].sum() / log.query("group == 'alarms'")["alerts"].sum()
# +         ),

# %% wrong: Compares before and after alone, and takes the credit for what fell everywhere.
# says: without from 1.0 to 0.8
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     avoided = fell["alarms"] * now["weeks"]

# %% wrong: Compares the two groups after the roll-out alone.
# says: without from 1.0 to 0.8
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     avoided = (rate["as before", "after"] - rate["alarms", "after"]) * now["weeks"]

# %% wrong: Compares counts, though the groups differ in size and weeks.
# says: the rate fell from 48 / 40
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     failures = total["failures"]
# +     avoided = failures["alarms", "before"] - failures["alarms", "after"]
# +     avoided -= failures["as before", "before"] - failures["as before", "after"]

# %% wrong: Averages the rates of the plants.
# says: the rate fell from 48 / 40
# edits: official
# -     rate = total["failures"] / total["weeks"]
# +     rate = (log["failures"] / log["weeks"]).groupby([log["group"], log["phase"]]).mean()

# %% wrong: Scales the rate of the plants with alarms by the others' ratio.
# says: the rate fell from 48 / 40
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     expected = rate["alarms", "before"] * rate["as before", "after"] / rate["as before", "before"]
# +     avoided = (expected - rate["alarms", "after"]) * now["weeks"]

# %% wrong: Leaves the answer as failures a week.
# says: 0.4 a week, in 30 weeks
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     avoided = fell["alarms"] - fell["as before"]

# %% wrong: Multiplies by the weeks before the roll-out.
# says: 0.4 a week, in 30 weeks
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     avoided = (fell["alarms"] - fell["as before"]) * total.loc[("alarms", "before"), "weeks"]

# %% wrong: Multiplies by 52 weeks, as if there were one plant.
# says: 0.4 a week, in 30 weeks
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     avoided = (fell["alarms"] - fell["as before"]) * 52

# %% wrong: Gives what failures rose as avoided.
# says: the rate fell from 48 / 40
# edits: frames
# -     avoided = float((change["as before"] - change["alarms"]) * mine["weeks"].sum())
# +     avoided = float((change["alarms"] - change["as before"]) * mine["weeks"].sum())

# %% wrong: Never lets alarms do harm.
# says: failures can rise with the alarms
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     avoided = max(fell["alarms"] - fell["as before"], 0) * now["weeks"]

# %% wrong: Counts only failures avoided through alarms that were opened.
# says: in 30 weeks
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"] * now["opened"] / now["alerts"]

# %% wrong: Forgets what the checks cost.
# says: less 20 checks at 100
# edits: official
# -     benefit = avoided * costs["failure"] - now["checks"] * costs["check"] - costs["programme"]
# +     benefit = avoided * costs["failure"] - costs["programme"]

# %% wrong: Pays a check for every alarm that was opened.
# says: less 20 checks at 100
# edits: official
# -     benefit = avoided * costs["failure"] - now["checks"] * costs["check"] - costs["programme"]
# +     benefit = avoided * costs["failure"] - now["opened"] * costs["check"] - costs["programme"]

# %% wrong: Pays for the checks of all plants.
# says: group alarms, after the roll-out
# edits: official
# -     benefit = avoided * costs["failure"] - now["checks"] * costs["check"] - costs["programme"]
# +     benefit = avoided * costs["failure"] - log["checks"].sum() * costs["check"] - costs["programme"]

# %% wrong: Forgets the programme.
# says: less 5000
# edits: official
# -     benefit = avoided * costs["failure"] - now["checks"] * costs["check"] - costs["programme"]
# +     benefit = avoided * costs["failure"] - now["checks"] * costs["check"]

# %% wrong: Pays the programme for each plant.
# says: less 5000
# edits: official
# -     benefit = avoided * costs["failure"] - now["checks"] * costs["check"] - costs["programme"]
# +     benefit = avoided * costs["failure"] - now["checks"] * costs["check"]
# +     benefit -= costs["programme"] * log.loc[log["group"] == "alarms", "plant"].nunique()

# %% wrong: Returns the benefit in thousand EUR.
# says: 12 failures at 2000
# edits: official
# -         "benefit": float(benefit),
# +         "benefit": float(benefit / 1000),

# %% wrong: Returns numpy's numbers.
# says: expected a plain float
# edits: official
# -         "benefit": float(benefit),
# +         "benefit": benefit,

# %% wrong: Takes a rise without alarms for no change.
# says: failures can rise with the alarms
# edits: official
# -     avoided = (fell["alarms"] - fell["as before"]) * now["weeks"]
# +     avoided = (fell["alarms"] - max(fell["as before"], 0)) * now["weeks"]

# %% wrong: Rounds the failures avoided.
# says: failures can rise with the alarms
# edits: official
# -         "avoided": float(avoided),
# +         "avoided": float(round(avoided)),

# %% wrong: Lets a programme that avoids nothing cost nothing more than its checks.
# says: less 20 checks at 100, less 5000
# edits: official
# -     benefit = avoided * costs["failure"] - now["checks"] * costs["check"] - costs["programme"]
# +     benefit = max(avoided, 0) * costs["failure"] - now["checks"] * costs["check"] - costs["programme"]
