"""Decides that nobody defaults, since most applicants repay."""
# cell: q9_recovery
def recover(train, new):
    common = train["defaulted"].mode().iloc[0]
    return np.full(len(new), int(common))
