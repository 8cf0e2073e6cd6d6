"""Measure how fast the course is: ``python -m benchmarks [name ...]``."""
