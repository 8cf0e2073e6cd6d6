# Two commands are all a newcomer needs: `make lab` opens the course, `make test` checks it.
# Each target sets up what it needs; the environment lives in .venv and nowhere else.

PYTHON ?= python3
BIN := .venv/bin
# Jupyter doesn't start as root by default, and a bare container has no other user.
ROOT_FLAG := $(if $(filter 0,$(shell id -u)),--allow-root,)
export PATH := $(CURDIR)/$(BIN):$(PATH)
# A file's tests run in one process, in order. More than four processes would not fit into memory.
# Files keep their order, because files with few tests are often the slowest and would come last.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup lab demo demo-lab lesson preview dataset quick test all browser hostile banks scale check notebooks assignments written shots kit accessibility pages scorm qti api site serve-site test-site wheel test-wheel classroom test-classroom release bench format lock clean

help: ## show this list
	@echo "What you can do here:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: .venv/.ready ## create .venv from the lock file (other targets do this for you)

.venv/.ready: requirements.lock pyproject.toml grader/pyproject.toml
	@$(PYTHON) tools/check_python.py
	@echo "Setting up the course in .venv (about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@# The lock lists every package. If an older pip resolved dependencies, it would try the newest release
	@# of a package required with an extra, and fail as soon as one appears.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e . -e ./grader
	@$(BIN)/python -m course.charts
	@touch $@
	@echo "Ready. Next: make lab"

lab: setup ## open the course in JupyterLab
	@# Without root_dir, JupyterLab shows only the notebook's folder, and links to exercises are dead.
	$(BIN)/jupyter lab $(ROOT_FLAG) --ServerApp.root_dir="$(CURDIR)" $(LAB_ARGS) modules/00_start_here.ipynb

demo: setup ## the instructor's workflow: release, collect, grade, feedback, report, export
	$(BIN)/grader demo --assignment drift

demo-lab: setup ## open the demo's class in JupyterLab, with Formgrader in the menu Nbgrader
	cd var/demo && "$(CURDIR)/$(BIN)/jupyter" lab $(ROOT_FLAG) --ServerApp.root_dir="$(CURDIR)/var/demo" $(LAB_ARGS)

quick: setup ## check what you changed (90 seconds), or one lesson: make quick NAMES=drift
	@$(BIN)/python -m tools.quick $(NAMES)

test: setup check ## check everything: style, types, notebooks, assignments, grader, a browser
	@# `check` has just run the test files directly in tests/.
	$(PYTEST) $(COVERAGE) --ignore tests/browser --ignore-glob 'tests/test_*.py' $(PYTEST_ARGS)
	@# Next to other work, a browser misses its deadlines. These tests are a sample.
	$(BIN)/python -m pytest tests/browser/test_explorable.py $(PYTEST_ARGS)
	@# Stored explorables are veiled, and the guesses of the person who runs this must not lift the veil.
	COURSE_PROGRESS=$$(mktemp -d)/progress.json $(PYTEST) --nbval -p scaling_ai_kit.pages.stored_links -p no:cacheprovider modules

# make test runs a fixed sample of each large collection; with WHOLE=1 tests run all of it.
# Measuring coverage slows Python down, so only this target does it.
all: export WHOLE = 1
all: COVERAGE = --cov
all: test browser scale test-site test-wheel test-classroom ## run all tests, with coverage (an hour and a half)

hostile: setup ## grade all hostile submissions and cases of split grading (under an hour); make test runs a sample
	WHOLE=1 $(BIN)/python -m pytest tests/grader/attacks tests/grader/split $(PYTEST_ARGS)

banks: setup ## grade all wrong and right answers of the assignments; only one with NAMES=drift
	WHOLE=1 $(PYTEST) tests/exercises $(if $(NAMES),-k "$(NAMES)") $(PYTEST_ARGS)

browser: setup ## test every lesson and page in a real browser (half an hour); make test runs a sample
	$(BIN)/python -m pytest tests/browser $(PYTEST_ARGS)

scale: setup ## grade on a Dask cluster, kill runs at random moments, reach the kernel's limits (minutes)
	$(BIN)/python -m pytest -m scale tests/grader $(PYTEST_ARGS)

# Fast checks come first.
check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/python tools/lint_prose.py
	$(BIN)/coursekit assignments --check
	$(BIN)/python -m tools.front
	$(BIN)/python -m pytest --quiet tests/test_*.py
	$(BIN)/mypy

# Variables on make's command line reach a recipe's environment unchanged, whatever their characters.
lesson: setup ## create the skeleton of a lesson: make lesson SLUG=bike_sharing TITLE="How many bikes?"
	@$(BIN)/coursekit lesson "$$SLUG" --title "$$TITLE" $(if $(IDEA),--idea "$$IDEA") $(if $(DECISION),--decision)
	@echo "Building its notebook and its exercise (half a minute) ..."
	@$(BIN)/coursekit assignments
	@$(BIN)/grader release "$$SLUG"
	@$(BIN)/coursekit notebooks "$$SLUG" start_here

preview: setup ## show a lesson's page, and show it again whenever you save: make preview NAMES=drift
	@$(BIN)/coursekit preview $(NAMES)

dataset: setup ## create the skeleton of a data set: make dataset NAME=bike_trips
	@$(BIN)/coursekit dataset "$$NAME"

notebooks: setup ## rebuild and execute the modules from their text; only one with NAMES=drift
	$(BIN)/coursekit notebooks $(NAMES)

assignments: setup ## rebuild the assignments, and release them to exercises/; only one with NAMES=drift
	$(BIN)/coursekit assignments
	for name in $(or $(NAMES),$(patsubst solutions/%/,%,$(wildcard solutions/*/))); do $(BIN)/grader release $$name || exit 1; done

shots: setup ## save pictures of explorables in all their states to var/shots: make shots NAMES=drift.shift
	$(BIN)/python -m tests.browser.shots $(NAMES)

kit: setup ## write slides, notes and sample answers for teachers to var/kit; with calendars: make kit START=2027-02-01
	$(BIN)/python -m tools.kit "$$START"

accessibility: setup ## write docs/accessibility.md from the tests that hold WCAG's criteria
	$(BIN)/python tools/accessibility.py

# Those who learn alone get hints and solutions. A class's site, FOR=class, doesn't contain them.
FOR ?= learners
ifneq ($(filter $(FOR),class learners),$(FOR))
$(error FOR=$(FOR) is unknown. Expected FOR=learners (the default) or FOR=class)
endif
SOLUTIONS := $(if $(filter learners,$(FOR)),--solutions)

pages: setup ## write every module as a static page into site/; without solutions: make pages FOR=class
	$(BIN)/coursekit pages site --live $(SOLUTIONS)

# A package has no Python. With SITE=https://..., its pages link to the browser edition, which does.
scorm: setup ## write SCORM packages of the course into var/scorm; of a lesson: make scorm NAMES=drift VERSION=1.2
	$(BIN)/coursekit scorm $(NAMES) $(if $(VERSION),--version $(VERSION)) $(if $(SITE),--site "$(SITE)")

qti: setup ## write the checkpoints for Canvas (QTI) and Moodle (XML) into var/questions
	$(BIN)/coursekit qti

written: setup ## train the scorers of the chapter's written answers, and measure them (a minute)
	$(BIN)/python -m tools.written --train

api: setup ## write the API pages of course and grader from their docstrings into site/api
	$(BIN)/python -m tools.api site/api

# The pages come last, because they link to the API pages and say how large Python is.
site: api ## build the browser edition in site/, for any static host; for a course: make site FOR=class
	$(BIN)/python -m tools.site
	$(BIN)/coursekit pages site $(SOLUTIONS)

test-site: site ## build the browser edition and test it from start to finish (minutes)
	$(BIN)/python -m pytest -m site tests/browser/test_waking.py tests/browser/test_paper_page.py tests/browser/test_handing_in.py tests/browser/test_interrupted.py tests/browser/test_answers.py tests/browser/test_weight.py $(PYTEST_ARGS)

wheel: setup ## build the wheels, of the course and of the grader, into var/dist
	$(BIN)/python -m course.charts
	rm -f var/dist/*.whl
	$(BIN)/python -m hatchling build -t wheel -d var/dist
	cd grader && ../$(BIN)/python -m hatchling build -t wheel -d ../var/dist

test-wheel: setup ## build the wheels and use them in an empty environment (minutes; needs a network)
	$(BIN)/python -m pytest -m wheel tests/tools/test_installed_wheel.py $(PYTEST_ARGS)

# The last step checks again, because the build must not have changed any file.
release: setup ## check everything, build wheels and site, and print the tag commands (docs/releasing.md)
	$(BIN)/python tools/release.py
	$(MAKE) test test-wheel
	$(MAKE) wheel site
	$(BIN)/python tools/release.py --tell

PORT ?= 8000
classroom: setup ## start a trial class on this machine: JupyterHub, Formgrader, PostgreSQL, Dask, two invented students
	@classroom/start --port $(PORT) $(CLASSROOM_ARGS)

test-classroom: setup ## start that class and run an assignment in it (minutes; needs a network)
	$(BIN)/python -m pytest -m classroom tests/tools/test_classroom.py $(PYTEST_ARGS)

serve-site: setup ## serve the built site on this machine
	$(BIN)/python -m tools.site.serve --port $(PORT)

bench: setup site ## measure: import time, cells, slider to repaint, the browser edition, grading
	$(BIN)/python -m compileall -q course grader
	$(BIN)/python -m benchmarks

# Errors that can't be fixed come last, so that the rest is formatted first.
format: setup ## format and lint the code
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIN)/ruff check

lock: setup ## update the lock files (needs uv)
	uv pip compile pyproject.toml grader/pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade --output-file requirements.lock
	uv pip compile tools/site/browser.in --python-version 3.14 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade --output-file tools/site/browser.lock
	printf 'configurable-http-proxy>=0.4\njupyterhub>=6.1,<7\n' | uv pip compile - --constraints requirements.lock --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade --output-file classroom/requirements.lock

clean: ## remove the environment and everything built
	rm -rf .venv var site course/_static front/node_modules tests/artefacts
