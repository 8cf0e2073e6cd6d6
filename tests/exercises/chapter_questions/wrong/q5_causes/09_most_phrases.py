"""The cause with most phrases in the text."""
# cell: q5_causes
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
