"""Run `grader` with an engine without libraries, for tests that kill it."""

from grader.running import isolated

# Workers also import this file.
isolated.PRELOAD = ()

if __name__ == "__main__":
    from grader.cli import main

    main()
