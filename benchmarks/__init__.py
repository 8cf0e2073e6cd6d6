"""How fast the course is: ``python -m benchmarks [name ...]``, one file a benchmark."""
