"""What this learner has done, in one file."""
