"""A class on one machine, as docs/deployment.md describes it: ``python -m tools.classroom``."""
