"""From what students uploaded to a submission whose tests are those of the assignment."""
