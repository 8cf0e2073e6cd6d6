"""Make what a teacher takes to class, from the lessons themselves."""
