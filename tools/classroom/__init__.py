"""Run a trial class on one machine (docs/deployment.md): ``python -m tools.classroom``."""
