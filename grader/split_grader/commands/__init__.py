"""The commands that an instructor runs, and their messages."""
