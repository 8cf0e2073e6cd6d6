"""Hostile submissions, the class they are handed in to, and the judge of what they did."""
