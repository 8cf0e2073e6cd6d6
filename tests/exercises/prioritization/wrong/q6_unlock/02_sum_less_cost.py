"""Value less cost of all pilots that need it, less its own cost."""
# cell: q6_unlock
def unlocked_value(pilots, foundations, limits):
    """Return what the best set loses without each foundation."""
    net = pilots["value"] - pilots["cost"]
    result = pd.Series(0.0, index=foundations.index)
    for name in foundations.index:
        mine = [name in needs.split() for needs in pilots["needs"]]
        result[name] = max(0, net[mine].sum() - foundations.loc[name, "cost"])
    return result
