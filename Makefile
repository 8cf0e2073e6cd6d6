# Two commands are all a newcomer needs: `make lab` opens the course, `make test` checks it.
# Each target sets up what it needs; the environment lives in .venv and nowhere else.

PYTHON ?= python3
BIN := .venv/bin
# Jupyter refuses to start as root unless told; a bare container has no other user.
ROOT_FLAG := $(if $(filter 0,$(shell id -u)),--allow-root,)
export PATH := $(CURDIR)/$(BIN):$(PATH)
# A file's tests run in one process, in their order. More than four at once would not fit into memory.
# The order of files stays: files with few tests are often the slowest, and would come last.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup lab demo demo-lab lesson dataset quick test all browser hostile banks scale check notebooks assignments written shots pages api site serve-site test-site wheel test-wheel classroom test-classroom release bench format lock clean

help: ## show this list
	@echo "What you can do here:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

setup: .venv/.ready ## create .venv from the lock file (the other targets do it for you)

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) tools/check_python.py
	@echo "Setting up the course in .venv (about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@# The lock names everything. Were pip to resolve, an older one would reach for the newest release of
	@# a package that another asks for with an extra, and fail on the day that it appears.
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/python -m course.charts
	@touch $@
	@echo "Ready. Next: make lab"

lab: setup ## open the course in JupyterLab
	@# Without it, the folder of the notebook is all that JupyterLab shows, and links to exercises are dead.
	$(BIN)/jupyter lab $(ROOT_FLAG) --ServerApp.root_dir="$(CURDIR)" $(LAB_ARGS) modules/00_start_here.ipynb

demo: setup ## the instructor's round trip: release, collect, grade, feedback, report, export
	$(BIN)/grader demo --assignment drift

demo-lab: setup ## open the demo's class in JupyterLab, with Formgrader in the menu Nbgrader
	cd var/demo && "$(CURDIR)/$(BIN)/jupyter" lab $(ROOT_FLAG) --ServerApp.root_dir="$(CURDIR)/var/demo" $(LAB_ARGS)

quick: setup check ## style, types, contracts and the fast tests of what you changed (90 seconds)
	$(BIN)/python tools/quick.py

test: setup check ## check everything: style, types, notebooks, assignments, grader, a browser
	@# The files beside this folder's parts have just been run, by `check`.
	$(PYTEST) $(COVERAGE) --ignore tests/browser --ignore-glob 'tests/test_*.py' $(PYTEST_ARGS)
	@# A browser beside other work misses its deadlines. Of its tests these are the sample.
	$(BIN)/python -m pytest tests/browser/test_explorable.py $(PYTEST_ARGS)
	@# Stored explorables are veiled: what whoever runs this has guessed must not lift the veil.
	COURSE_PROGRESS=$$(mktemp -d)/progress.json $(PYTEST) --nbval -p no:cacheprovider modules

# Of a large collection, make test takes a fixed sample; with WHOLE=1 every test takes all of it.
# Measuring coverage makes Python half as fast again, so it is done here alone.
all: export WHOLE = 1
all: COVERAGE = --cov
all: test browser scale test-site test-wheel test-classroom ## make test with nothing left out, and coverage (hours)

hostile: setup ## grade all hostile submissions and cases of split grading (an hour); make test takes a sample
	WHOLE=1 $(BIN)/python -m pytest tests/grader/attacks tests/grader/split $(PYTEST_ARGS)

banks: setup ## grade all wrong and right answers of the assignments, or of one with NAMES=drift
	WHOLE=1 $(PYTEST) tests/exercises $(if $(NAMES),-k "$(NAMES)") $(PYTEST_ARGS)

browser: setup ## every lesson and page in a real browser (half an hour); make test takes a sample
	$(BIN)/python -m pytest tests/browser $(PYTEST_ARGS)

scale: setup ## grade on a Dask cluster, kill runs at random moments, reach the limits of the kernel (minutes)
	$(BIN)/python -m pytest -m scale tests/grader $(PYTEST_ARGS)

# What takes a second comes first.
check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/python tools/lint_prose.py
	$(BIN)/python tools/assignments.py --check
	$(BIN)/python -m pytest --quiet tests/test_*.py
	$(BIN)/mypy

# What is set on make's command line stands in the environment of a recipe, whatever its characters.
lesson: setup ## make the skeleton of a lesson: make lesson SLUG=bike_sharing TITLE="How many bikes?"
	@$(BIN)/python tools/new_lesson.py "$$SLUG" --title "$$TITLE" $(if $(IDEA),--idea "$$IDEA") $(if $(DECISION),--decision)

dataset: setup ## make the skeleton of a data set: make dataset NAME=bike_trips
	@$(BIN)/python tools/new_dataset.py "$$NAME"

notebooks: setup ## rebuild and execute the modules from their text; one of them with NAMES=drift
	$(BIN)/python tools/notebooks.py $(NAMES)

assignments: setup ## rebuild the assignments, and release them to exercises/; one of them with NAMES=drift
	$(BIN)/python tools/assignments.py
	for name in $(or $(NAMES),$(patsubst solutions/%/,%,$(wildcard solutions/*/))); do $(BIN)/grader release $$name || exit 1; done

shots: setup ## take pictures of explorables, in all their states, into var/shots: make shots NAMES=drift.shift
	$(BIN)/python -m tests.browser.shots $(NAMES)

pages: setup ## write every module as a static page into site/
	$(BIN)/python -m tools.pages site --live

written: setup ## train the scorers of the chapter's written answers, and measure them (a minute)
	$(BIN)/python -m tools.written --train

api: setup ## write the pages of the libraries course and grader, from their docstrings, into site/api
	$(BIN)/python -m tools.api site/api

# The pages come last: they link to the libraries where their pages are, and say how large Python is.
site: api ## build the browser edition: site/, to be put on any static host
	$(BIN)/python -m tools.site
	$(BIN)/python -m tools.pages site

test-site: site ## build the browser edition, and take it through its whole path (minutes)
	$(BIN)/python -m pytest -m site tests/browser/test_waking.py tests/browser/test_handing_in.py tests/browser/test_interrupted.py tests/browser/test_answers.py tests/browser/test_weight.py $(PYTEST_ARGS)

wheel: setup ## build the wheel, the course and the grader in one file, into var/dist
	$(BIN)/python -m course.charts
	rm -f var/dist/*.whl
	$(BIN)/python -m hatchling build -t wheel -d var/dist

test-wheel: setup ## build the wheel, and use it in an empty environment (minutes; needs a network)
	$(BIN)/python -m pytest -m wheel tests/tools/test_installed_wheel.py $(PYTEST_ARGS)

# The last step looks again: nothing of what was built may have changed a file.
release: setup ## check everything, build wheel and site, and say what to tag; tags nothing (docs/releasing.md)
	$(BIN)/python tools/release.py
	$(MAKE) test test-wheel
	$(MAKE) wheel site
	$(BIN)/python tools/release.py --tell

PORT ?= 8000
classroom: setup ## a class on a hub, here: JupyterHub, Formgrader, PostgreSQL, Dask, two invented students
	@$(BIN)/python -m tools.classroom --port $(PORT) $(CLASSROOM_ARGS)

test-classroom: setup ## start that class, and take an assignment through it (minutes; needs a network)
	$(BIN)/python -m pytest -m classroom tests/tools/test_classroom.py $(PYTEST_ARGS)

serve-site: setup ## look at the built site on this machine
	$(BIN)/python -m tools.site.serve --port $(PORT)

bench: setup site ## measure: import time, cells, slider to repaint, the browser edition, grading
	$(BIN)/python -m compileall -q course grader
	$(BIN)/python -m benchmarks

# What cannot be mended is told last: it must not keep the rest from being formatted.
format: setup ## format and lint the code
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIN)/ruff check

lock: setup ## resolve the lock files anew (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade --output-file requirements.lock
	uv pip compile tools/site/browser.in --python-version 3.14 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade --output-file tools/site/browser.lock
	printf 'configurable-http-proxy>=0.4\njupyterhub>=6.1,<7\n' | uv pip compile - --constraints requirements.lock --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade --output-file requirements-classroom.lock

clean: ## remove the environment and everything that was produced
	rm -rf .venv var site course/_static tests/artefacts
