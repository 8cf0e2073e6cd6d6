"""Questions to answer from memory: at the end of a lesson, and again when they are due."""
