"""Searches the specificity in steps of 0.001."""
# cell: q6_alarms
def share_real(sensitivity, specificity, prevalence):
    alarms = sensitivity * prevalence + (1 - specificity) * (1 - prevalence)
    return float(sensitivity * prevalence / alarms) if alarms > 0 else float("nan")


def specificity_needed(share, sensitivity, prevalence):
    for step in range(1001):
        if share_real(sensitivity, step / 1000, prevalence) >= share:
            return step / 1000
    return 1.0
