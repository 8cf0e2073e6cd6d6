"""The student process: runs a submission's cells and answers questions about them."""
