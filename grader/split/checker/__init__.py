"""The checker process: your tests, and what may arrive there."""
