"""What an answer still lacks, before it is handed in."""
