"""Takes the pilot for infallible."""
# cell: q7_pilot
def pilot_worth(chance, gain, loss, detection, false_alarm):
    """Return now, informed, worth and good_after_go."""
    now = max(0, chance * gain - (1 - chance) * loss)
    go_good, go_bad = chance * detection, (1 - chance) * false_alarm
    stop_good, stop_bad = chance - go_good, (1 - chance) - go_bad
    informed = chance * gain
    go = go_good + go_bad
    return now, informed, informed - now, go_good / go if go > 0 else chance
