"""Create a class of four in a `FakeMoodle`, and connect a course to it."""

from contextlib import contextmanager
from types import SimpleNamespace

from support.fake_moodle import COURSE, TOKEN, FakeMoodle
from support.moodle_site import serving

ANA, BEN, CHO, DUA = 31, 32, 33, 34
PEOPLE = {ANA: ("Ana", "Lee"), BEN: ("Ben", "Roy"), CHO: ("Cho", "Kim"), DUA: ("Dua", "Diaz")}


def new_moodle(notebook):
    """Return a course of three who handed in, and one who didn't."""
    moodle = FakeMoodle()
    for user, names in PEOPLE.items():
        moodle.enrol(user, *names)
    for user, name in ((ANA, "sums.ipynb"), (BEN, "my sums.ipynb"), (CHO, "sums.ipynb")):
        moodle.hand_in(user, {name: notebook})
    return moodle


@contextmanager
def connected(moodle, course_on, monkeypatch):
    """Serve the Moodle, with a course that names it; no address may have the token."""
    monkeypatch.setenv("MOODLE_API_TOKEN", TOKEN)
    with serving(moodle) as site:
        course = course_on("moodle", moodle.site, COURSE)
        yield SimpleNamespace(moodle=moodle, site=site, course=course)
    assert not [one.address for one in site.seen if TOKEN in one.address]


def command(run, name, course):
    """Return a function that runs a command: its code and all that it says, without the token."""

    def call(*options):
        code, out, errors = run(name, "sums", *options, "--course", course.root)
        assert TOKEN not in out + errors
        return code, out + errors

    return call
