"""Distributions and formulas that simulations and data share."""
