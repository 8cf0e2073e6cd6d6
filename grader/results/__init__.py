"""Points by nbgrader's rules, in the gradebook and in tables."""
