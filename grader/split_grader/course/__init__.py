"""Read an instructor's configuration: course, assignments, limits of submissions."""
