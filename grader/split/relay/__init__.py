"""Outside the sandbox: makes a submission's processes, takes it through them, judges reports."""
