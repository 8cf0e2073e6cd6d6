"""Run submissions in sandboxes, several at once, on this machine or a cluster."""
