# Runs once after Python has started in a lesson's page: imports what every cell needs.
import importlib
import os

importlib.invalidate_caches()
# The page keeps what is written here.
os.environ["COURSE_PROGRESS"] = "/progress.json"
import course_browser
import pandas
import altair
from course import charts, explore
from course.board import decisions
from course.recall import checkpoints

course_browser.install()
import course_page
