# %% right: loops
# Plain loops and the math module; the quantile by the standard library.
import math
from statistics import NormalDist


def share_interval(share, respondents, confidence=0.95):
    z = NormalDist().inv_cdf(1 - (1 - confidence) / 2)
    n = float(respondents)
    root = math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    ends = []
    for sign in (-1, 1):
        ends.append((share + z * z / (2 * n) + sign * z * root) / (1 + z * z / n))
    return ends

# %% right: arrays
# numpy arrays throughout, more columns than asked for, figures picked with masks and isin.
def share_interval(share, respondents, confidence=0.95):
    p, n = np.float64(share), np.float64(respondents)
    z = norm.interval(confidence)[1]
    scale = 1 / (1 + z**2 / n)
    centre = scale * (p + z**2 / n / 2)
    half = scale * z / n * np.sqrt(n * p * (1 - p) + z**2 / 4)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)

# %% right: library
# The ends as roots of a quadratic; a frame of figures with apply, then one row a bar.
def share_interval(share, respondents, confidence=0.95):
    z2 = norm.isf((1 - confidence) / 2) ** 2
    # (share - end)^2 = z2 * end * (1 - end) / n, as a quadratic in the end.
    a, b, c = 1 + z2 / respondents, -(2 * share + z2 / respondents), share**2
    root = np.sqrt(max(b * b - 4 * a * c, 0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)

# %% wrong: The textbook interval p +- z sqrt(p(1-p)/n).
# says: 2 of 40, which is 0.05
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    z = norm.ppf((1 + confidence) / 2)
    middle = share
    spread = z * np.sqrt(share * (1 - share) / respondents)
    whole = 1
    return float((middle - spread) / whole), float((middle + spread) / whole)

# %% wrong: The textbook interval, cut to 0 and 1.
# says: 2 of 40, which is 0.05
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    z = norm.ppf((1 + confidence) / 2)
    middle = share
    spread = z * np.sqrt(share * (1 - share) / respondents)
    whole = 1 + z**2 / respondents
    return float(max(middle - spread, 0)), float(min(middle + spread, 1))

# %% wrong: z leaves the whole of the rest on one side.
# says: 2 of 40, which is 0.05
# edits: official
# -     z = norm.ppf((1 + confidence) / 2)
# +     z = norm.ppf(confidence)

# %% wrong: z is always 1.96.
# says: 50 of 100 with a confidence of 0.80
# edits: official
# -     z = norm.ppf((1 + confidence) / 2)
# +     z = 1.959964

# %% wrong: The last division is left out.
# says: 2 of 40, which is 0.05
# edits: official
# -     whole = 1 + z**2 / respondents
# +     whole = 1

# %% wrong: The middle stays at the share.
# says: 2 of 40, which is 0.05
# edits: official
# -     middle = share + z**2 / (2 * respondents)
# +     middle = share * (1 + z**2 / respondents)

# %% wrong: The last term below the root is left out.
# says: 2 of 40, which is 0.05
# edits: official
# -     spread = z * np.sqrt(share * (1 - share) / respondents + z**2 / (4 * respondents**2))
# +     spread = z * np.sqrt(share * (1 - share) / respondents)

# %% wrong: n instead of its square below the root.
# says: 2 of 40, which is 0.05
# edits: official
# -     spread = z * np.sqrt(share * (1 - share) / respondents + z**2 / (4 * respondents**2))
# +     spread = z * np.sqrt(share * (1 - share) / respondents + z**2 / (4 * respondents))

# %% wrong: Divides by two and multiplies by n.
# says: 2 of 40, which is 0.05
# edits: official
# -     middle = share + z**2 / (2 * respondents)
# +     middle = share + z**2 / 2 * respondents

# %% wrong: The upper end comes first.
# says: 2 of 40, which is 0.05
# edits: official
# -     return float((middle - spread) / whole), float((middle + spread) / whole)
# +     return float((middle + spread) / whole), float((middle - spread) / whole)

# %% wrong: Returns the middle and the half width.
# says: 2 of 40, which is 0.05
# edits: official
# -     return float((middle - spread) / whole), float((middle + spread) / whole)
# +     return float(middle / whole), float(spread / whole)

# %% wrong: Returns per cent.
# says: 2 of 40, which is 0.05
# edits: official
# -     return float((middle - spread) / whole), float((middle + spread) / whole)
# +     return float(100 * (middle - spread) / whole), float(100 * (middle + spread) / whole)

# %% wrong: Rounds to two digits.
# says: 2 of 40, which is 0.05
# edits: official
# -     return float((middle - spread) / whole), float((middle + spread) / whole)
# +     return round(float((middle - spread) / whole), 2), round(float((middle + spread) / whole), 2)

# %% wrong: A share of 0 gets no interval.
# says: 0 of 10: expected 0 to about 0.2775
# edits: official
#       """Return the lower and the upper end of a share's Wilson interval."""
# +     if share == 0:
# +         return 0.0, 0.0

# %% wrong: A share of 1 gets no interval.
# says: the share lies between the ends
# edits: official
#       """Return the lower and the upper end of a share's Wilson interval."""
# +     if share == 1:
# +         return 1.0, 1.0

# %% wrong: The root covers only the first term.
# says: 2 of 40, which is 0.05
# edits: official
# -     spread = z * np.sqrt(share * (1 - share) / respondents + z**2 / (4 * respondents**2))
# +     spread = z * (np.sqrt(share * (1 - share) / respondents) + z / (2 * respondents))

# %% wrong: Takes the density where the quantile is meant.
# says: 2 of 40, which is 0.05
# edits: official
# -     z = norm.ppf((1 + confidence) / 2)
# +     z = norm.pdf((1 + confidence) / 2)

# %% wrong: Takes p instead of p(1-p).
# says: 2 of 40, which is 0.05
# edits: official
# -     spread = z * np.sqrt(share * (1 - share) / respondents + z**2 / (4 * respondents**2))
# +     spread = z * np.sqrt(share / respondents + z**2 / (4 * respondents**2))

# %% wrong: Adds two successes and two failures (Agresti and Coull).
# says: 2 of 40, which is 0.05
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    z = norm.ppf((1 + confidence) / 2)
    size = respondents + 4
    middle = (share * respondents + 2) / size
    spread = z * np.sqrt(middle * (1 - middle) / size)
    return float(middle - spread), float(middle + spread)

# %% wrong: Quantiles of the count, by the binomial distribution.
# says: 2 of 40, which is 0.05
def share_interval(share, respondents, confidence=0.95):
    """Return the lower and the upper end of a share's Wilson interval."""
    from scipy.stats import binom

    low, high = binom.interval(confidence, int(respondents), share)
    return float(low / respondents), float(high / respondents)
