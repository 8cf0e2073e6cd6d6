# %% right: loops
# Counts in a thousand, tries every threshold in loops, tries mixes by bits.
def share_real(sensitivity, specificity, prevalence):
    failing, sound = 1000 * prevalence, 1000 * (1 - prevalence)
    real, false = failing * sensitivity, sound - sound * specificity
    if real == 0 and false == 0:
        return float("nan")
    return real / (real + false)


def specificity_needed(share, sensitivity, prevalence):
    real = 1000 * prevalence * sensitivity
    allowed = real / share - real
    sound = 1000 * (1 - prevalence)
    return 0.0 if allowed > sound else 1.0 - allowed / sound

# %% right: arrays
# A table of confusion, comparisons by broadcasting, a recursive search over levers.
def share_real(sensitivity, specificity, prevalence):
    table = np.array(
        [
            [prevalence * sensitivity, (1 - prevalence) * (1 - specificity)],
            [prevalence * (1 - sensitivity), (1 - prevalence) * specificity],
        ]
    )
    with np.errstate(invalid="ignore"):
        return float(table[0, 0] / table[0].sum())


def specificity_needed(share, sensitivity, prevalence):
    alarms = sensitivity * prevalence / share
    false_alarm_rate = (alarms - sensitivity * prevalence) / (1 - prevalence)
    return max(1.0 - min(false_alarm_rate, 1.0), 0.0)

# %% right: library
# Bayes in odds, cumulative sums over sorted scores, matrices for the mixes.
def share_real(sensitivity, specificity, prevalence):
    if sensitivity * prevalence == 0:
        return float("nan") if specificity == 1 else 0.0
    if specificity == 1 or prevalence == 1:
        return 1.0
    odds = prevalence / (1 - prevalence) * sensitivity / (1 - specificity)
    return float(odds / (1 + odds))


def specificity_needed(share, sensitivity, prevalence):
    prior_odds = prevalence / (1 - prevalence)
    if share == 1:
        return 1.0
    likelihood_ratio_inverse = prior_odds * (1 - share) / share
    return float(np.clip(1 - sensitivity * likelihood_ratio_inverse, 0, 1))

# %% wrong: Takes the sensitivity for the share of alarms that are real.
# says: in 1,000 machine-weeks 8.5 alarms are real and 148.5 are
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(sensitivity)

# %% wrong: Takes the specificity for the share of alarms that are real.
# says: in 1,000 machine-weeks 8.5 alarms are real and 148.5 are
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(specificity)

# %% wrong: Gives the accuracy instead of the share of alarms that are real.
# says: in 1,000 machine-weeks 8.5 alarms are real and 148.5 are
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(real + specificity * (1 - prevalence))

# %% wrong: Forgets how rare failures are.
# says: in 1,000 machine-weeks 8.5 alarms are real and 148.5 are
# edits: official
# -     real = sensitivity * prevalence
# -     false = (1 - specificity) * (1 - prevalence)
# +     real = sensitivity
# +     false = 1 - specificity

# %% wrong: Weights real alarms with the prevalence, and false ones with nothing.
# says: the share is not real alarms over all alarms
# edits: official
# -     false = (1 - specificity) * (1 - prevalence)
# +     false = 1 - specificity

# %% wrong: Takes the specificity for the share of sound machines that alarm.
# says: in 1,000 machine-weeks 8.5 alarms are real and 148.5 are
# edits: official
# -     false = (1 - specificity) * (1 - prevalence)
# +     false = specificity * (1 - prevalence)

# %% wrong: Gives real alarms over false alarms.
# says: in 1,000 machine-weeks 8.5 alarms are real and 148.5 are
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(real / false) if false > 0 else 1.0

# %% wrong: Gives the share of alarms that are false.
# says: in 1,000 machine-weeks 8.5 alarms are real and 148.5 are
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(false / (real + false)) if real + false > 0 else float("nan")

# %% wrong: Divides by the failures instead of the alarms.
# says: the share is not real alarms over all alarms
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(real / (prevalence + false)) if prevalence + false > 0 else float("nan")

# %% wrong: Gives 0 where there is never an alarm.
# says: where there is never an alarm, expected nan
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(real / (real + false)) if real + false > 0 else 0.0

# %% wrong: Fails where there is never an alarm.
# says: ZeroDivisionError
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(real / (real + false))

# %% wrong: Says that a detector without failures to find is always right.
# says: if no failure alarms, no alarm is real
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(real / (real + false)) if real > 0 else 1.0

# %% wrong: Gives per cent instead of a share.
# says: in 1,000 machine-weeks 8.5 alarms are real and 148.5 are
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return float(100 * real / (real + false)) if real + false > 0 else float("nan")

# %% wrong: Rounds to two decimals.
# says: in 1,000 machine-weeks 8.5 alarms are real and 148.5 are
# edits: official
# -     return float(real / (real + false)) if real + false > 0 else float("nan")
# +     return round(float(real / (real + false)), 2) if real + false > 0 else float("nan")

# %% wrong: Returns the share of sound machines that may alarm, not the specificity.
# says: sound machine-weeks, so that half are real: expected
# edits: official
# -     return float(max(0.0, 1 - false / (1 - prevalence)))
# +     return float(max(0.0, false / (1 - prevalence)))

# %% wrong: Forgets to divide by the sound machines.
# says: sound machine-weeks, so that half are real: expected
# edits: official
# -     return float(max(0.0, 1 - false / (1 - prevalence)))
# +     return float(max(0.0, 1 - false))

# %% wrong: Takes it that every failure alarms.
# says: sound machine-weeks, so that half are real: expected
# edits: official
# -     false = sensitivity * prevalence * (1 - share) / share
# +     false = prevalence * (1 - share) / share

# %% wrong: Works out the specificity for one half only.
# says: with that specificity, the share of alarms that are real
# edits: official
# -     false = sensitivity * prevalence * (1 - share) / share
# +     false = sensitivity * prevalence

# %% wrong: Exchanges real and false in the share.
# says: with that specificity, the share of alarms that are real
# edits: official
# -     false = sensitivity * prevalence * (1 - share) / share
# +     false = sensitivity * prevalence * share / (1 - share)

# %% wrong: Gives a negative specificity where alarming always is enough.
# says: where alarming always is enough, the smallest specificity is
# edits: official
# -     return float(max(0.0, 1 - false / (1 - prevalence)))
# +     return float(1 - false / (1 - prevalence))

# %% wrong: Searches the specificity in steps of 0.001.
# says: sound machine-weeks, so that half are real: expected
def share_real(sensitivity, specificity, prevalence):
    alarms = sensitivity * prevalence + (1 - specificity) * (1 - prevalence)
    return float(sensitivity * prevalence / alarms) if alarms > 0 else float("nan")


def specificity_needed(share, sensitivity, prevalence):
    for step in range(1001):
        if share_real(sensitivity, step / 1000, prevalence) >= share:
            return step / 1000
    return 1.0
