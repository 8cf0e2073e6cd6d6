# %% right: loop
def payback(cost, gain):
    if gain <= 0:
        return None
    months, covered = 0, 0
    while covered < cost:
        months += 1
        covered += gain
    return months

# %% right: ceiling
import math
def payback(cost, gain):
    return math.ceil(cost / gain) if gain > 0 else None

# %% wrong: Rounds down.
# says: the cost is covered only when the last month is over
# edits: official
# -     return -(-cost // gain)
# +     return cost // gain

# %% wrong: Rounds to the nearest month.
# says: the cost is covered only when the last month is over
# edits: official
# -     return -(-cost // gain)
# +     return round(cost / gain)

# %% wrong: Gives infinity where a machine never pays back.
# says: never pays back: return None
# edits: loop
# -         return None
# +         return float("inf")

# %% wrong: Forgets that a gain can be negative.
# says: never pays back: return None
# edits: official
# -     if gain <= 0:
# +     if gain == 0:

# %% wrong: Prints the months instead of returning them.
# says: take 6 months
# edits: official
# -     return -(-cost // gain)
# +     print(-(-cost // gain))
