"""What an assignment's tests need, as its solution shows."""
