"""What shuts a process in: its view of the files, its rights, its memory; nothing of tests."""

HOME = "/home/student"
