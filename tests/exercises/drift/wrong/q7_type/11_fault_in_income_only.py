"""Looks for the broken feed in income only, because that is where Meridian's was."""
# cell: q7_type
def type_of_shift(reference, current, features):
    if (current["income"] > 2 * reference["income"].max()).mean() > 0.01:
        return "fault"

    def alarm(a, b):
        return (holm(two_sample_p_values(a, b, features)) < 0.001).any()

    repayers = alarm(reference[reference["defaulted"] == 0], current[current["defaulted"] == 0])
    defaulters = alarm(reference[reference["defaulted"] == 1], current[current["defaulted"] == 1])
    if repayers or defaulters:
        return "covariate" if alarm(reference, current) else "concept"
    a, b = reference["defaulted"].mean(), current["defaulted"].mean()
    p = (a + b) / 2
    z = (b - a) / np.sqrt(p * (1 - p) * (1 / len(reference) + 1 / len(current)))
    return "prior" if abs(z) > 3.3 else "none"
