"""The parts of a process in the sandbox: its isolation, its shell, its end of the wire."""
