"""Run `nbgrader`; the grader's engine, if it starts one, has no libraries."""

from nbgrader.apps.nbgraderapp import main

from split_grader.running import isolated

isolated.PRELOAD = ()

if __name__ == "__main__":
    main()
