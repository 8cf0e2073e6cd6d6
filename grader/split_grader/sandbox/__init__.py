"""Confine a process: its view of the files, its rights, its memory; nothing here knows of tests."""

HOME = "/home/student"
LINE = "line"
"""The role by which an engine asks its zygote not for a process, but to listen to another one."""
