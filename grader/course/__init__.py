"""What an instructor configured: the course, its assignments, and what a submission may use."""
