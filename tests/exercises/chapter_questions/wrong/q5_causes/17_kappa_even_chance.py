"""Chance is one over the number of causes."""
# cell: q5_causes
def code_cause(status, codebook):
    """Return the cause that the longest phrase in the text stands for."""
    cause, longest = "none", 0
    for candidate, phrases in codebook.items():
        for phrase in phrases:
            whole_words = rf"(?<!\w){re.escape(phrase)}(?!\w)"
            if len(phrase) > longest and re.search(whole_words, status, re.IGNORECASE):
                cause, longest = candidate, len(phrase)
    return cause


def kappa(one, other):
    """Return Cohen's kappa of two lists of causes."""
    one, other = list(one), list(other)
    size = len(one)
    agreed = sum(left == right for left, right in zip(one, other)) / size
    chance = 1 / len(set(one) | set(other))
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)
