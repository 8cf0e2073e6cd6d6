"""What both sides, and often the relay, speak: the wire, values on it, the names in a cell."""
