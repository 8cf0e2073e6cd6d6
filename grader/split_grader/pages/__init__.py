"""What students and instructors read: feedback and the report of a class."""
