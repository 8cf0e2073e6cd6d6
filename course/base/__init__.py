"""Checks of arguments and tables, late imports and stable orders."""
