"""Collect from a learning platform and send grades to it, with a teacher's token."""
