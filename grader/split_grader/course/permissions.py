"""Define what students' code may read and import."""

import os
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from split_grader.base.errors import GraderError
from split_grader.sandbox.bubble import COURSE_FILE, COURSE_VARIABLE, visible


@dataclass(frozen=True, slots=True)
class Permissions:
    """Folders that students' code may read, and modules that are loaded before it starts.

    Attributes
    ----------
    readable
        Folders and files, in addition to Python's own.
    path
        Folders of packages that are developed in place, not installed.
    modules
        Packages of the course; loaded once, so that submissions don't spend time on it.
    exposed
        Places of the course that are inside a folder which every submission sees.
    """

    readable: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    exposed: tuple[str, ...] = field(default=(), repr=False)  # no grade depends on it


def permissions_of(config: Config) -> Permissions:
    """Read ``c.Grader.packages`` and ``c.Grader.folders`` from the configuration.

    Raises
    ------
    GraderError
        If a package isn't installed or a folder doesn't exist.
    """
    packages = _names(config, "packages")
    folders = [Path(folder).resolve() for folder in _names(config, "folders")]
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if missing:
        raise GraderError(
            f"c.Grader.folders names {', '.join(missing)}, but there is no such folder."
        )
    places = [place for name in packages for place in _places(name)]
    # Installed packages are visible anyway; one developed in place is shown without its neighbours.
    own_places = [place for place in places if not place.is_relative_to(sys.prefix)]
    # The library of the lessons reads this file, which says what their course consists of.
    variable = os.environ.get(COURSE_VARIABLE)
    roots = [Path(variable)] if variable else [place.parent for place in own_places]
    about = [file for root in roots if (file := root.resolve() / COURSE_FILE).is_file()]
    return Permissions(
        readable=tuple(str(place) for place in (*own_places, *about, *folders)),
        path=tuple(dict.fromkeys(str(place.parent) for place in own_places)),
        modules=tuple(packages),
        exposed=_exposed(config),
    )


def _exposed(config: Config) -> tuple[str, ...]:
    """Return the course's paths that a submission would see."""
    course = CourseDirectory(config=config)
    steps = (course.source_directory, course.submitted_directory, course.autograded_directory)
    places = [Path(course.root), *(Path(course.root, step) for step in steps)]
    if course.db_url.startswith("sqlite:///"):
        places.append(Path(course.root, course.db_url.removeprefix("sqlite:///")))
    visible_folders = [path.resolve() for path in visible()]
    return tuple(
        str(place)
        for place in dict.fromkeys(place.resolve() for place in places)
        if any(place.is_relative_to(folder) for folder in visible_folders)
    )


def _names(config: Config, key: str) -> list[str]:
    value = config.Grader.get(key, [])
    if isinstance(value, str) or not all(isinstance(item, (str, Path)) for item in value):
        raise GraderError(f"c.Grader.{key} is {value!r}; expected a list of names.")
    return [str(item) for item in value]


def _places(name: str) -> list[Path]:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise GraderError(
            f"c.Grader.packages names {name!r}, which is not installed. "
            "Install it into the grader's environment, or remove it from the list."
        )
    return [Path(place).resolve() for place in spec.submodule_search_locations]
