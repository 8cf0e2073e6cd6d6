"""What an author of a course needs: skeletons, builders and linters.

``coursekit --help`` lists the commands. They work on any course with a ``course.toml``.
"""
