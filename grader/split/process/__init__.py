"""What a process in the sandbox is made of: its isolation, its shell, its end of the wire."""
