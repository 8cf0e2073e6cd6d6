"""Adds the expected values after go and after stop without their chances."""
# cell: q7_pilot
def pilot_worth(chance, gain, loss, detection, false_alarm):
    """Return now, informed, worth and good_after_go."""
    now = max(0, chance * gain - (1 - chance) * loss)
    go_good, go_bad = chance * detection, (1 - chance) * false_alarm
    stop_good, stop_bad = chance - go_good, (1 - chance) - go_bad
    go = go_good + go_bad
    stop = 1 - go
    informed = max(0, go_good * gain - go_bad * loss) / (go or 1) + max(
        0, stop_good * gain - stop_bad * loss
    ) / (stop or 1)
    return now, informed, informed - now, go_good / go if go > 0 else chance
