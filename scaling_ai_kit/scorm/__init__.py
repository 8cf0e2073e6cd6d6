"""Write the course as SCORM packages, for learning platforms."""
