"""Outside the sandbox: start a submission's processes, run it in them, judge reports."""
