"""What the server of worker processes loads before it forks them.

A child shares its parent's memory until one of them writes to it, and the garbage collector writes
to every object that it looks at: what is loaded here is put out of its sight.
"""

import gc

# A child imports the program that was started; loaded here, that costs it nothing.
import grader.cli
import grader.engine  # noqa: F401

gc.collect()
gc.freeze()
