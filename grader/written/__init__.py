"""Written answers: rubric points, credited one by one with the sentence that earned them."""
