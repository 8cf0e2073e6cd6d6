"""Score by nbgrader's rules, and keep points in the gradebook and tables."""
