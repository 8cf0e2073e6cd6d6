"""Run submissions in sandboxes, many at once, here or on a cluster."""
