"""What a course consists of: its file, its lessons, the paths through them."""
