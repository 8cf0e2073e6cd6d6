# Runs once when Python has started, in every page: what every notebook needs, imported beforehand.
import importlib

importlib.invalidate_caches()
import pyodide_kernel  # first: it prepares the shell that the widgets look for
import altair
import pandas
from course import charts, checkpoints, explore
