"""The student process: the cells of a submission, and what it answers of them."""
