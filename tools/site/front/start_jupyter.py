# Runs once when Python has started, in every page: what every notebook needs, imported beforehand.
import importlib
import os

importlib.invalidate_caches()
# What is written there is kept by the browser, and the file browser shows it.
os.environ["COURSE_PROGRESS"] = "/drive/my-progress.json"
import course_browser
import pyodide_kernel  # first: it prepares the shell that the widgets look for

pyodide_kernel.ipython_shell.Completer.use_jedi = False  # it is left out
import altair
import pandas
from course import charts, checkpoints, explore
from course.simulate import drift

course_browser.install()
