"""Run `grader` with an engine without libraries, for tests that kill it."""

from split_grader.running import isolated

# Workers also import this file.
isolated.PRELOAD = ()

if __name__ == "__main__":
    from split_grader.cli import main

    main()
