"""Trains and measures what scores the chapter's written answers."""
