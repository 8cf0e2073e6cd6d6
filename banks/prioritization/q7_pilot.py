# %% right: library
def pilot_worth(chance, gain, loss, detection, false_alarm):
    table = pd.DataFrame(
        {"go": [detection, false_alarm], "stop": [1 - detection, 1 - false_alarm]},
        index=["good", "bad"],
    ).mul([chance, 1 - chance], axis=0)
    payoff = table.mul([gain, -loss], axis=0).sum()
    now, informed = max(0, payoff.sum()), payoff.clip(lower=0).sum()
    posterior = table["go"] / table["go"].sum() if table["go"].sum() > 0 else {"good": chance}
    return now, informed, informed - now, posterior["good"]

# %% right: loops
def pilot_worth(chance, gain, loss, detection, false_alarm):
    now = max(0, chance * gain - (1 - chance) * loss)
    informed = 0
    after = {}
    for result in ("go", "stop"):
        if result == "go":
            good, bad = chance * detection, (1 - chance) * false_alarm
        else:
            good, bad = chance * (1 - detection), (1 - chance) * (1 - false_alarm)
        if good + bad == 0:
            after[result] = chance
            continue
        after[result] = good / (good + bad)
        informed += (good + bad) * max(0, after[result] * gain - (1 - after[result]) * loss)
    return (now, informed, informed - now, after["go"])

# %% right: vectorised
def pilot_worth(chance, gain, loss, detection, false_alarm):
    joint = np.outer([chance, 1 - chance], [1, 0]) + 0.0
    said = np.array([[detection, 1 - detection], [false_alarm, 1 - false_alarm]])
    joint = said * np.array([[chance], [1 - chance]])  # good, bad x go, stop
    scale = np.array([gain, -loss]) @ joint
    now = max(scale.sum(), 0.0)
    informed = np.maximum(scale, 0).sum()
    go = joint[:, 0].sum()
    return now, informed, informed - now, joint[0, 0] / go if go else chance

# %% wrong: Deciding now means scaling, even at a loss.
# says: so you leave it: expected now
# edits: official
# -     now = max(0, chance * gain - (1 - chance) * loss)
# +     now = chance * gain - (1 - chance) * loss

# %% wrong: Deciding now counts the gain only.
# says: so you leave it: expected now
# edits: official
# -     now = max(0, chance * gain - (1 - chance) * loss)
# +     now = chance * gain

# %% wrong: After a go it always scales, even where that loses.
# says: you leave it whatever the pilot says
# edits: official
# -     informed = max(0, go_good * gain - go_bad * loss) + max(0, stop_good * gain - stop_bad * loss)
# +     informed = go_good * gain - go_bad * loss + max(0, stop_good * gain - stop_bad * loss)

# %% wrong: After a stop it never scales, even where that pays.
# says: you scale whatever the pilot says
# edits: official
# -     informed = max(0, go_good * gain - go_bad * loss) + max(0, stop_good * gain - stop_bad * loss)
# +     informed = max(0, go_good * gain - go_bad * loss)

# %% wrong: Takes the pilot for infallible.
# says: so you leave it: expected informed
# edits: official
# -     informed = max(0, go_good * gain - go_bad * loss) + max(0, stop_good * gain - stop_bad * loss)
# +     informed = chance * gain

# %% wrong: Adds the expected values after go and after stop without their chances.
# says: so you leave it: expected informed
# edits: official
# -     informed = max(0, go_good * gain - go_bad * loss) + max(0, stop_good * gain - stop_bad * loss)
#       go = go_good + go_bad
# +     stop = 1 - go
# +     informed = max(0, go_good * gain - go_bad * loss) / (go or 1) + max(
# +         0, stop_good * gain - stop_bad * loss
# +     ) / (stop or 1)

# %% wrong: Takes the mean of both results as if they were equally likely.
# says: so you leave it: expected informed
# edits: official
# -     informed = max(0, go_good * gain - go_bad * loss) + max(0, stop_good * gain - stop_bad * loss)
#       go = go_good + go_bad
# +     after_go = max(0, go_good * gain - go_bad * loss) / (go or 1)
# +     after_stop = max(0, stop_good * gain - stop_bad * loss) / ((1 - go) or 1)
# +     informed = (after_go + after_stop) / 2

# %% wrong: Takes the better of scaling and leaving once, over both results together.
# says: so you leave it: expected informed
# edits: official
# -     informed = max(0, go_good * gain - go_bad * loss) + max(0, stop_good * gain - stop_bad * loss)
# +     informed = max(0, go_good * gain - go_bad * loss + stop_good * gain - stop_bad * loss)

# %% wrong: Takes false_alarm for the chance of a stop when the idea is bad.
# says: so you leave it: expected informed
# edits: official
# -     go_good, go_bad = chance * detection, (1 - chance) * false_alarm
# +     go_good, go_bad = chance * detection, (1 - chance) * (1 - false_alarm)

# %% wrong: Multiplies the false alarms by the chance of a good idea.
# says: informed is wrong where scaling at once pays
# edits: official
# -     go_good, go_bad = chance * detection, (1 - chance) * false_alarm
# +     go_good, go_bad = chance * detection, chance * false_alarm

# %% wrong: Uses detection as the accuracy for bad ideas as well.
# says: so you leave it: expected informed
# edits: official
# -     go_good, go_bad = chance * detection, (1 - chance) * false_alarm
# +     go_good, go_bad = chance * detection, (1 - chance) * (1 - detection)

# %% wrong: Takes the detection rate for the chance of a good idea after a go (the base rate is ignored).
# says: 0.45 of 0.55: expected 0.818
# edits: official
# -     return now, informed, informed - now, go_good / go if go > 0 else chance
# +     return now, informed, informed - now, detection

# %% wrong: Takes 1 - false_alarm for the chance of a good idea after a go.
# says: 0.45 of 0.55: expected 0.818
# edits: official
# -     return now, informed, informed - now, go_good / go if go > 0 else chance
# +     return now, informed, informed - now, 1 - false_alarm if go > 0 else chance

# %% wrong: Bayes without the prior: detection over detection plus false alarm.
# says: the chance of a good idea after a go is
# edits: official
# -     return now, informed, informed - now, go_good / go if go > 0 else chance
# +     return now, informed, informed - now, detection / (detection + false_alarm) if go > 0 else chance

# %% wrong: Divides by zero where the pilot never says go.
# says: fails where the pilot never says go
# edits: official
# -     return now, informed, informed - now, go_good / go if go > 0 else chance
# +     return now, informed, informed - now, go_good / go

# %% wrong: Returns 0 where the pilot never says go.
# says: the pilot never says go, expected the chance as
# edits: official
# -     return now, informed, informed - now, go_good / go if go > 0 else chance
# +     return now, informed, informed - now, go_good / go if go > 0 else 0.0

# %% wrong: Returns the chance of a go in place of the chance of a good idea after it.
# says: 0.45 of 0.55: expected 0.818
# edits: official
# -     return now, informed, informed - now, go_good / go if go > 0 else chance
# +     return now, informed, informed - now, go if go > 0 else chance

# %% wrong: The worth is the whole value after the pilot, not the difference.
# says: you scale whatever the pilot says
# edits: official
# -     return now, informed, informed - now, go_good / go if go > 0 else chance
# +     return now, informed, informed, go_good / go if go > 0 else chance

# %% wrong: The difference the other way round.
# says: expected worth 1.2
# edits: official
# -     return now, informed, informed - now, go_good / go if go > 0 else chance
# +     return now, informed, now - informed, go_good / go if go > 0 else chance

# %% wrong: Expects a loss below zero and adds it.
# says: so you leave it: expected now
# edits: official
# -     now = max(0, chance * gain - (1 - chance) * loss)
# +     now = max(0, chance * gain + (1 - chance) * loss)
# ...
# -     informed = max(0, go_good * gain - go_bad * loss) + max(0, stop_good * gain - stop_bad * loss)
# +     informed = max(0, go_good * gain + go_bad * loss) + max(0, stop_good * gain + stop_bad * loss)

# %% wrong: Rounds to two digits.
# says: now is wrong for an idea
# edits: official
#       go = go_good + go_bad
# +     now, informed = round(now, 2), round(informed, 2)

# %% wrong: Counts a good idea that is left as a loss of its gain.
# says: so you leave it: expected informed
# edits: official
# -     informed = max(0, go_good * gain - go_bad * loss) + max(0, stop_good * gain - stop_bad * loss)
# +     informed = max(0, go_good * gain - go_bad * loss) + max(-stop_good * gain, stop_good * gain - stop_bad * loss)
