"""What a learner has done, shown: the map and the statement of completion."""
