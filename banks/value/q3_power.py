# %% right: loops
def weeks_needed(users, goals, power=0.8, longest=8):
    for weeks in range(1, longest + 1):
        if all(smallest_effect(users, share, weeks, power) <= abs(effect) for share, effect in goals):
            return weeks
    return None


def smallest_effect(users, share, weeks, power=0.8):
    error = math.sqrt((1 - share) / share * 4 / (users * weeks))
    return float((1.96 + norm.ppf(power)) * error)

# %% right: arrays
def weeks_needed(users, goals, power=0.8, longest=8):
    share, effect = np.array(goals, dtype=float).T
    spread = np.sqrt((1 - share) / share)
    each = 2 * ((1.96 + norm.ppf(power)) * spread / effect) ** 2
    weeks = int(np.ceil(2 * each / users).max())
    return None if weeks > longest else weeks


def smallest_effect(users, share, weeks, power=0.8):
    arm = users * weeks / 2
    spread = np.sqrt((1 - share) / share)
    return float(np.sqrt(2 / arm) * spread * (1.96 + norm.ppf(power)))

# %% right: one goal at a time
def weeks_needed(users, goals, power=0.8, longest=8):
    takes = []
    for share, effect in goals:
        spread = ((1 - share) / share) ** 0.5
        each = 2 * ((1.96 + norm.ppf(power)) * spread / effect) ** 2
        takes.append(-int(-(each * 2) // users))
    return max(takes) if max(takes) <= longest else None


def smallest_effect(users, share, weeks, power=0.8):
    # After one week in each arm, and then by the root of the weeks.
    week = (1.96 + float(norm.ppf(power))) * (2 * (1 - share) / share / (users / 2)) ** 0.5
    return week / weeks**0.5

# %% wrong: Gives each arm all users.
# says: gets 35,000 a week
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = math.ceil(max(arms) / users)

# %% wrong: Rounds down.
# says: 4.5 weeks, so 5
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = math.floor(max(arms) / (users / 2))

# %% wrong: Rounds to the nearest week.
# says: 6.004 weeks, so 7
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = max(round(max(arms) / (users / 2) + 0.05), 1)

# %% wrong: Leaves parts of a week.
# says: 4.5 weeks, so 5
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = max(arms) / (users / 2)

# %% wrong: Adds a week to be safe.
# says: 4.5 weeks, so 5
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = math.ceil(max(arms) / (users / 2)) + 1

# %% wrong: Forgets the power.
# says: each arm needs 156,978 users
# edits: official
# -     z = 1.96 + norm.ppf(power)
# +     z = 1.96

# %% wrong: Always takes a power of 0.8.
# says: a power of 0.9 takes
# edits: official
# -     z = 1.96 + norm.ppf(power)
# +     z = 1.96 + norm.ppf(0.8)

# %% wrong: Uses the rule of thumb with 16.
# says: a power of 0.9 takes
# edits: official
# -     arms = [2 * (1 - share) / share * (z / effect) ** 2 for share, effect in goals]
# +     arms = [16 * (1 - share) / share / effect**2 for share, effect in goals]

# %% wrong: Counts one arm's luck only.
# says: each arm needs 156,978 users
# edits: official
# -     arms = [2 * (1 - share) / share * (z / effect) ** 2 for share, effect in goals]
# +     arms = [(1 - share) / share * (z / effect) ** 2 for share, effect in goals]

# %% wrong: Takes the spread in points with a relative change.
# says: each arm needs 156,978 users
# edits: official
# -     arms = [2 * (1 - share) / share * (z / effect) ** 2 for share, effect in goals]
# +     arms = [2 * (1 - share) * share * (z / effect) ** 2 for share, effect in goals]

# %% wrong: Takes a change in points.
# says: each arm needs 156,978 users
# edits: official
# -     arms = [2 * (1 - share) / share * (z / effect) ** 2 for share, effect in goals]
# +     arms = [2 * (1 - share) * share * (z / (effect / share**0.5)) ** 2 for share, effect in goals]

# %% wrong: Lets half the effect take twice as long.
# says: gets 35,000 a week
# edits: official
# -     arms = [2 * (1 - share) / share * (z / effect) ** 2 for share, effect in goals]
# +     arms = [2 * (1 - share) / share * z**2 / effect for share, effect in goals]

# %% wrong: Knows rises only.
# says: a fall of 2% takes as long as a rise
# edits: official
# -     arms = [2 * (1 - share) / share * (z / effect) ** 2 for share, effect in goals]
# +     arms = [2 * (1 - share) / share * (z / max(effect, 1e-4)) ** 2 for share, effect in goals]

# %% wrong: Stops when the first goal is reached.
# says: enough for every goal is 4
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = math.ceil(min(arms) / (users / 2))

# %% wrong: Plans for the first goal only.
# says: enough for every goal is 4
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = math.ceil(arms[0] / (users / 2))

# %% wrong: Plans for the last goal only.
# says: the order of the goals does not matter
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = math.ceil(arms[-1] / (users / 2))

# %% wrong: Runs one test after the other.
# says: enough for every goal is 4
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = math.ceil(sum(arms) / (users / 2))

# %% wrong: Refuses the longest test that is allowed.
# says: 5 weeks are not longer than 5
# edits: official
# -     return weeks if weeks <= longest else None
# +     return weeks if weeks < longest else None

# %% wrong: Never refuses.
# says: 5 weeks are longer than 4
# edits: official
# -     return weeks if weeks <= longest else None
# +     return weeks

# %% wrong: Cuts at the longest test.
# says: 5 weeks are longer than 4
# edits: official
# -     return weeks if weeks <= longest else None
# +     return min(weeks, longest)

# %% wrong: Always allows eight weeks.
# says: 5 weeks are longer than 4
# edits: official
# -     return weeks if weeks <= longest else None
# +     return weeks if weeks <= 8 else None

# %% wrong: Says 0 where no test is long enough.
# says: expected None
# edits: official
# -     return weeks if weeks <= longest else None
# +     return weeks if weeks <= longest else 0

# %% wrong: Gives each arm all users for the smallest effect.
# says: each arm has 140,000 users
# edits: official
# -     spread, arm = math.sqrt((1 - share) / share), users * weeks / 2
# +     spread, arm = math.sqrt((1 - share) / share), users * weeks

# %% wrong: Forgets the weeks.
# says: each arm has 140,000 users
# edits: official
# -     spread, arm = math.sqrt((1 - share) / share), users * weeks / 2
# +     spread, arm = math.sqrt((1 - share) / share), users / 2

# %% wrong: Takes the lesson's spread of 2 everywhere.
# says: the spread is 4.36
# edits: official
# -     spread, arm = math.sqrt((1 - share) / share), users * weeks / 2
# +     spread, arm = 2, users * weeks / 2

# %% wrong: Takes what is just significant for what is seen.
# says: 2.80 errors
# edits: official
# -     return float((1.96 + norm.ppf(power)) * spread * math.sqrt(2 / arm))
# +     return float(1.96 * spread * math.sqrt(2 / arm))

# %% wrong: Takes z for the power itself.
# says: 2.80 errors
# edits: official
# -     return float((1.96 + norm.ppf(power)) * spread * math.sqrt(2 / arm))
# +     return float((1.96 + power) * spread * math.sqrt(2 / arm))

# %% wrong: Always sees with a power of 0.8.
# says: for a power of 0.5
# edits: official
# -     return float((1.96 + norm.ppf(power)) * spread * math.sqrt(2 / arm))
# +     return float((1.96 + norm.ppf(0.8)) * spread * math.sqrt(2 / arm))

# %% wrong: Gives the effect in points.
# says: each arm has 140,000 users
# edits: official
# -     return float((1.96 + norm.ppf(power)) * spread * math.sqrt(2 / arm))
# +     return float((1.96 + norm.ppf(power)) * spread * math.sqrt(2 / arm) * share)

# %% wrong: Returns the effect in percent.
# says: each arm has 140,000 users
# edits: official
# -     return float((1.96 + norm.ppf(power)) * spread * math.sqrt(2 / arm))
# +     return float((1.96 + norm.ppf(power)) * spread * math.sqrt(2 / arm) * 100)

# %% wrong: Returns numpy's number.
# says: expected a plain float; got float64: wrap it in float()
# edits: official
# -     return float((1.96 + norm.ppf(power)) * spread * math.sqrt(2 / arm))
# +     return (1.96 + norm.ppf(power)) * spread * math.sqrt(2 / arm)

# %% wrong: Returns the weeks as a float.
# says: expected a plain int; got float: wrap it in int()
# edits: official
# -     weeks = math.ceil(max(arms) / (users / 2))
# +     weeks = float(math.ceil(max(arms) / (users / 2)))
