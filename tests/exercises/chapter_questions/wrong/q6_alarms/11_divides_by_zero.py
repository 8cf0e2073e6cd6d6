"""Fails where there is never an alarm."""
# cell: q6_alarms
def share_real(sensitivity, specificity, prevalence):
    real = sensitivity * prevalence
    false = (1 - specificity) * (1 - prevalence)
    return float(real / (real + false))


def specificity_needed(share, sensitivity, prevalence):
    false = sensitivity * prevalence * (1 - share) / share
    return float(max(0.0, 1 - false / (1 - prevalence)))
