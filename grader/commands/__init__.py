"""The commands that an instructor runs, and what they say."""
