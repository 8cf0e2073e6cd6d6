"""The language of both sides and the relay: the wire, values on it, the names in a cell."""
