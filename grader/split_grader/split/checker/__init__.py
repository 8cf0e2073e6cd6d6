"""The checker process: the instructor's tests, and what may arrive there."""
