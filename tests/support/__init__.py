"""What several tests share: courses, fake platforms, commands, samples."""
