"""Turn students' uploads into submissions with the assignment's own tests."""
