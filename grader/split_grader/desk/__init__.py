"""The marking desk: a page to mark written answers group by group."""
