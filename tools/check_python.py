"""Say what is missing before anything is installed. Runs on any Python 3."""

import sys

LOWEST, HIGHEST = (3, 11), (3, 14)

if not LOWEST <= sys.version_info[:2] <= HIGHEST:
    version = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(
        f"The course runs on Python 3.11 to 3.14; this is Python {version}. "
        "Name another one: make setup PYTHON=python3.13"
    )
try:
    import ensurepip  # noqa: F401
    import venv  # noqa: F401
except ImportError:
    sys.exit(
        "This Python cannot create a virtual environment. "
        "On Debian or Ubuntu: apt-get install python3-venv"
    )
