# %% right: loops
def code_cause(status, codebook):
    found = []
    place = 0
    for cause, phrases in codebook.items():
        for phrase in phrases:
            if re.search(r"\b" + re.escape(phrase.lower()).rstrip("\\") + r"(?!\w)", status.lower()):
                found.append((-len(phrase), place, cause))
        place += 1
    if not found:
        return "none"
    return min(found)[2]


def kappa(one, other):
    pairs = list(zip(one, other))
    same = 0
    for left, right in pairs:
        if left == right:
            same += 1
    observed = same / len(pairs)
    expected = 0
    for cause in {cause for pair in pairs for cause in pair}:
        share_one = sum(left == cause for left, _ in pairs) / len(pairs)
        share_other = sum(right == cause for _, right in pairs) / len(pairs)
        expected += share_one * share_other
    if expected > 1 - 1e-12:
        return 1.0
    return (observed - expected) / (1 - expected)

# %% right: arrays
def code_cause(status, codebook):
    flat = [(phrase, cause) for cause, phrases in codebook.items() for phrase in phrases]
    flat.sort(key=lambda pair: len(pair[0]), reverse=True)
    for phrase, cause in flat:
        if re.search(rf"(^|\W){re.escape(phrase)}($|\W)", status, flags=re.I):
            return cause
    return "none"


def kappa(one, other):
    one, other = np.array(list(one)), np.array(list(other))
    causes = np.union1d(one, other)
    table = np.array([[((one == a) & (other == b)).mean() for b in causes] for a in causes])
    chance = table.sum(axis=0) @ table.sum(axis=1)
    if np.isclose(chance, 1):
        return np.float64(1)
    return (np.trace(table) - chance) / (1 - chance)

# %% right: library
from sklearn.metrics import cohen_kappa_score


def code_cause(status, codebook):
    padded = " " + " ".join(re.findall(r"\w+", status.lower())) + " "
    best = ("none", "")
    for cause, phrases in codebook.items():
        for phrase in phrases:
            words = " " + " ".join(re.findall(r"\w+", phrase.lower())) + " "
            if words in padded and len(phrase) > len(best[1]):
                best = (cause, phrase)
    return best[0]


def kappa(one, other):
    one, other = np.asarray(one, dtype=object), np.asarray(other, dtype=object)
    if len(set(one) | set(other)) == 1:
        return 1.0
    return float(cohen_kappa_score(one.astype(str), other.astype(str)))

# %% wrong: A phrase counts inside a word, too.
# says: 'Stored in a database': expected the cause 'none'
# edits: official
# -             whole_words = rf"(?<!\w){re.escape(phrase)}(?!\w)"
# +             whole_words = re.escape(phrase)

# %% wrong: A phrase counts where a word begins with it.
# says: 'Stored in a database': expected the cause 'none'
# edits: official
# -             whole_words = rf"(?<!\w){re.escape(phrase)}(?!\w)"
# +             whole_words = rf"(?<!\w){re.escape(phrase)}"

# %% wrong: A phrase counts where a word ends with it.
# says: another codebook: a phrase counts as whole words only
# edits: official
# -             whole_words = rf"(?<!\w){re.escape(phrase)}(?!\w)"
# +             whole_words = rf"{re.escape(phrase)}(?!\w)"

# %% wrong: Upper and lower case make a difference.
# says: 'Data protection has concerns': expected the cause 'risk_late'
# edits: official
# -             if len(phrase) > longest and re.search(whole_words, status, re.IGNORECASE):
# +             if len(phrase) > longest and re.search(whole_words, status):

# %% wrong: Lowers the text, and not the codebook.
# says: another codebook: upper and lower case make no difference
# edits: official
# -             if len(phrase) > longest and re.search(whole_words, status, re.IGNORECASE):
# +             if len(phrase) > longest and re.search(whole_words, status.lower()):

# %% wrong: The first cause with any phrase in the text.
# says: 'Data protection has concerns': expected the cause 'risk_late'
# edits: official
# -             if len(phrase) > longest and re.search(whole_words, status, re.IGNORECASE):
# +             if longest == 0 and re.search(whole_words, status, re.IGNORECASE):

# %% wrong: The last cause with any phrase in the text.
# says: another codebook: the longest phrase decides, not the first
# edits: official
# -             if len(phrase) > longest and re.search(whole_words, status, re.IGNORECASE):
# +             if re.search(whole_words, status, re.IGNORECASE):

# %% wrong: Among equally long phrases the last one decides.
# says: another codebook: equally long: the cause that comes first in
# edits: official
# -             if len(phrase) > longest and re.search(whole_words, status, re.IGNORECASE):
# +             if len(phrase) >= longest and re.search(whole_words, status, re.IGNORECASE):

# %% wrong: The cause with most phrases in the text.
# says: 'Data protection has concerns': expected the cause 'risk_late'
def code_cause(status, codebook):
    """Return the cause that the longest phrase in the text stands for."""
    counts = {
        cause: sum(
            bool(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", status, re.IGNORECASE)) for phrase in phrases
        )
        for cause, phrases in codebook.items()
    }
    return max(counts, key=counts.get) if any(counts.values()) else "none"


def kappa(one, other):
    """Return Cohen's kappa of two lists of causes."""
    one, other = list(one), list(other)
    size = len(one)
    agreed = sum(left == right for left, right in zip(one, other)) / size
    chance = sum(one.count(cause) * other.count(cause) for cause in set(one)) / size**2
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)

# %% wrong: A full stop in a phrase stands for any sign.
# says: another codebook: a full stop in a phrase is a
# edits: official
# -             whole_words = rf"(?<!\w){re.escape(phrase)}(?!\w)"
# +             whole_words = rf"(?<!\w){phrase}(?!\w)"

# %% wrong: Splits at spaces, so signs stick to words.
# says: another codebook: brackets do not belong to a word
# edits: official
#       """Return the cause that the longest phrase in the text stands for."""
# +     words = " " + " ".join(status.lower().split()) + " "
# ...
# -             whole_words = rf"(?<!\w){re.escape(phrase)}(?!\w)"
# -             if len(phrase) > longest and re.search(whole_words, status, re.IGNORECASE):
# +             if len(phrase) > longest and f" {phrase.lower()} " in words:

# %% wrong: A text without a phrase gives None.
# says: 'Stored in a database': expected the cause 'none'
# edits: official
# -     cause, longest = "none", 0
# +     cause, longest = None, 0

# %% wrong: Uses the codebook of the question, whatever is handed in.
# says: another codebook: upper and lower case make no difference
# edits: official
# -     for candidate, phrases in codebook.items():
# +     for candidate, phrases in CODEBOOK.items():

# %% wrong: The phrase with most words decides.
# says: another codebook: longest counts characters, not words
# edits: official
# -             if len(phrase) > longest and re.search(whole_words, status, re.IGNORECASE):
# -                 cause, longest = candidate, len(phrase)
# +             if len(phrase.split()) > longest and re.search(whole_words, status, re.IGNORECASE):
# +                 cause, longest = candidate, len(phrase.split())

# %% wrong: Returns the share that agrees.
# says: data, data, none, none against data, none, none, none
# edits: official
# -     return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)
# +     return agreed

# %% wrong: Takes chance off, and does not divide.
# says: data, data, none, none against data, none, none, none
# edits: official
# -     return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)
# +     return 1.0 if chance == 1 else agreed - chance

# %% wrong: Chance is one over the number of causes.
# says: kappa is wrong; chance is the sum over all causes
# edits: official
# -     chance = sum(one.count(cause) * other.count(cause) for cause in set(one)) / size**2
# +     chance = 1 / len(set(one) | set(other))

# %% wrong: Chance from the two readers' pooled shares (Scott's pi).
# says: data, data, none, none against data, none, none, none
# edits: official
# -     chance = sum(one.count(cause) * other.count(cause) for cause in set(one)) / size**2
# +     both = one + other
# +     chance = sum(both.count(cause) ** 2 for cause in set(both)) / (2 * size) ** 2

# %% wrong: Cuts kappa at 0.
# says: kappa is wrong; chance is the sum over all causes
# edits: official
# -     return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)
# +     return 1.0 if chance == 1 else max(0.0, (agreed - chance) / (1 - chance))

# %% wrong: Divides by zero where there is one cause only.
# says: ZeroDivisionError
# edits: official
# -     return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)
# +     return (agreed - chance) / (1 - chance)

# %% wrong: Compares by index.
# says: compare by position, not by index
# edits: official
#       """Return Cohen's kappa of two lists of causes."""
# +     other = pd.Series(other).reindex(pd.Series(one).index)

# %% wrong: Chance counts causes in one reader twice.
# says: kappa is wrong; chance is the sum over all causes
# edits: official
# -     chance = sum(one.count(cause) * other.count(cause) for cause in set(one)) / size**2
# +     chance = sum(one.count(cause) * one.count(cause) for cause in set(one)) / size**2
