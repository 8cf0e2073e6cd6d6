"""Find the course's learning platform, and the token for it."""

import os
import re
from dataclasses import dataclass
from importlib import import_module
from urllib.parse import urlparse

from split_grader.base.errors import GraderError
from split_grader.course.course import CONFIG_NAME, Course
from split_grader.platforms.interface import Assignment, Platform, PlatformError, TokenError

ADAPTERS = {"canvas": "Canvas", "moodle": "Moodle"}
"""By the platform's name, the class in the module of that name."""
_KEYS = {"name", "url", "course", "token", "assignments"}
_EXAMPLE = '{"name": "canvas", "url": "https://canvas.example.edu", "course": 1234}'
_LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Link:
    """An assignment of the course, and the same one on its platform."""

    course: Course
    name: str
    kind: str
    platform: Platform
    there: Assignment

    @property
    def title(self) -> str:
        """The platform's name in sentences."""
        return self.platform.title


def connect(course: Course, assignment: str) -> Link:
    """Connect to the platform that ``c.Grader.platform`` names.

    Raises
    ------
    GraderError
        If a setting is missing or wrong, there is no token, or the platform refuses.
    """
    course.require_assignment(assignment)
    settings = course.config.Grader.get("platform")
    _require_settings(settings)
    kind, url = settings["name"], str(settings["url"]).strip().rstrip("/")
    adapter = _adapter(kind)
    token = _token(str(settings.get("token") or adapter.token_variable), kind, url)
    platform = adapter(url, str(settings["course"]), token)
    number = str(settings.get("assignments", {}).get(assignment, ""))
    return Link(course, assignment, kind, platform, platform.assignment(assignment, number))


def _require_settings(settings: object) -> None:
    where = f"in {CONFIG_NAME}"
    if not isinstance(settings, dict):
        raise GraderError(
            f"The course names no learning platform. Write {where}, for example: "
            f"c.Grader.platform = {_EXAMPLE}"
        )
    unknown = sorted(set(settings) - _KEYS)
    missing = [key for key in ("name", "url", "course") if not settings.get(key)]
    if unknown or missing:
        what = f"has no {missing[0]!r}" if missing else f"has an unknown entry {unknown[0]!r}"
        raise GraderError(f"c.Grader.platform {where} {what}. Expected, for example: {_EXAMPLE}")
    if settings["name"] not in ADAPTERS:
        names = " or ".join(map(repr, ADAPTERS))
        raise GraderError(f"c.Grader.platform {where} has 'name': expected {names}.")
    address = urlparse(str(settings["url"]).strip())
    if address.scheme != "https" and address.hostname not in _LOCAL:
        raise GraderError(
            f"c.Grader.platform {where} has 'url': expected an address that begins with https://, "
            "because the token goes there."
        )


def _adapter(kind: str) -> type[Platform]:
    try:
        module = import_module(f"split_grader.platforms.{kind}")
    except ModuleNotFoundError as error:
        raise GraderError(
            f"{ADAPTERS[kind]} needs the package {error.name}, which isn't installed. Install it: "
            "pip install 'split-grader[platforms]'"
        ) from None
    adapter: type[Platform] = getattr(module, ADAPTERS[kind])
    return adapter


def _token(variable: str, kind: str, url: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", variable):
        # It may be the token itself, so the message must not repeat it.
        raise PlatformError(
            "c.Grader.platform has 'token': expected the name of an environment variable. Never "
            "write the token itself into a file of the course."
        )
    token = os.environ.get(variable, "").strip() or _from_keyring(kind, url)
    if not token:
        raise TokenError(
            f"There is no token for {url}. Create one in your account there, and put it into the "
            f"environment variable {variable}, or run `keyring set grader-{kind} {url}` with the "
            "package keyring installed."
        )
    if not re.fullmatch(r"[!-~]+", token):
        raise TokenError(f"The token for {url} has a space or a line break in it. Copy it again.")
    return token


def _from_keyring(kind: str, url: str) -> str:
    try:
        keyring = import_module("keyring")
    except ModuleNotFoundError:
        return ""
    try:
        return (keyring.get_password(f"grader-{kind}", url) or "").strip()
    except Exception:  # noqa: BLE001 - each system's store has its own errors
        return ""
