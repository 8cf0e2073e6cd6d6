"""What an instructor asks for: release, grade, try a bank, show a demo, begin a course."""
