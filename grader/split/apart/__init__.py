"""Answers and tests apart: only data crosses, and any other object is a handle.

Nothing of a student's runs where a test is judged. Data is rebuilt by its receiver as exact types
of its own; everything else stays where it is, and the other side holds a number that can be called
and asked by name.
"""
