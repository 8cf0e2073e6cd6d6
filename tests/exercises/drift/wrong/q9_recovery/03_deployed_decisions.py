"""Hands back what the deployed model decided."""
# cell: q9_recovery
def recover(train, new):
    return new["predicted_default"].to_numpy()
