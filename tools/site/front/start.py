# Runs once when Python has started in a lesson's page: what every cell and every explorable needs.
import importlib
import os

importlib.invalidate_caches()
# The page keeps what is written there.
os.environ["COURSE_PROGRESS"] = "/progress.json"
import course_browser
import pandas
import altair
from course import charts, checkpoints, decisions, explore

course_browser.install()
import course_page
