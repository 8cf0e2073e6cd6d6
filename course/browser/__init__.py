"""What the browser gets: joined scripts, printed documents, stored pictures."""
