"""The marking desk: a page on which a person marks written answers group by group."""
