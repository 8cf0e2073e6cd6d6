"""Says that a detector without failures to find is always right."""
# cell: q6_alarms
def share_real(sensitivity, specificity, prevalence):
    real = sensitivity * prevalence
    false = (1 - specificity) * (1 - prevalence)
    return float(real / (real + false)) if real > 0 else 1.0


def specificity_needed(share, sensitivity, prevalence):
    false = sensitivity * prevalence * (1 - share) / share
    return float(max(0.0, 1 - false / (1 - prevalence)))
