"""What every room needs: errors, safe files and folders, nbgrader's log."""
