"""Turn every notebook of a course into a page."""
