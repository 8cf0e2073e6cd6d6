"""Takes the mean of both results as if they were equally likely."""
# cell: q7_pilot
def pilot_worth(chance, gain, loss, detection, false_alarm):
    """Return now, informed, worth and good_after_go."""
    now = max(0, chance * gain - (1 - chance) * loss)
    go_good, go_bad = chance * detection, (1 - chance) * false_alarm
    stop_good, stop_bad = chance - go_good, (1 - chance) - go_bad
    go = go_good + go_bad
    after_go = max(0, go_good * gain - go_bad * loss) / (go or 1)
    after_stop = max(0, stop_good * gain - stop_bad * loss) / ((1 - go) or 1)
    informed = (after_go + after_stop) / 2
    return now, informed, informed - now, go_good / go if go > 0 else chance
