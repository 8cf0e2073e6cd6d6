"""A lesson's decision, all of them together, and the board paper."""
