"""Grade what students hand in, as it arrives."""
