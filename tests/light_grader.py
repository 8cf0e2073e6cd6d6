"""The `grader` command with an engine that loads no library: started by tests that kill it."""

from grader.running import isolated

# Workers import this file too.
isolated.PRELOAD = ()

if __name__ == "__main__":
    from grader.cli import main

    main()
