"""Build and serve the browser edition. Run ``make site``."""
