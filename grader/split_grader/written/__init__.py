"""Score written answers by rubric points, each with the sentence that earned it."""
