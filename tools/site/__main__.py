"""Build the browser edition: ``python -m tools.site`` writes ``site/live``.

Everything a page needs is in the site, so no request leaves its host.
"""

from __future__ import annotations

import argparse
from importlib import import_module

from scaling_ai_kit import chosen_course


def main() -> None:
    """Build the edition of the chosen course."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description=__doc__)
    chosen_course.add_option(parser)
    chosen_course.choose(parser.parse_args().course)
    import_module("tools.site.steps").run()  # only now, because its modules ask for the course


if __name__ == "__main__":
    main()
