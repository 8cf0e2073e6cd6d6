"""Put the pages of lessons into an archive that a learning platform takes."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from course.board import decisions
from course.browser import front
from course.recall import checkpoints
from course.syllabus.syllabus import COURSE, DECISION, Module
from scaling_ai_kit.pages.build import build
from scaling_ai_kit.pages.sources import Source, read_course
from scaling_ai_kit.pages.templating import in_script, render
from scaling_ai_kit.scorm.links import repoint
from scaling_ai_kit.scorm.manifest import FILE, LAUNCH, manifest

_DOOR = "index.html"
# Files at the root that a site needs, and a package can't use.
_OF_SITES = ("manifest.json", "offline.js")
# What the site says of itself, and what is true of a package.
_SAYS = {
    _DOOR: (
        "What you do stays in this browser, on this device. Nothing is sent anywhere.",
        "This browser and your learning platform keep what you do.",
    ),
    "modules/00_start_here.html": (
        "nothing leaves your machine",
        "your learning platform keeps it, too",
    ),
}
_NOTE = """
<p class="page-doing">Code and exercises don't run in this copy of the lesson{}. Guesses,
checkpoints and decisions work, and your learning platform keeps them.</p>"""
_LINK = '; they do in the <a href="{}">browser edition</a>'


@dataclass(frozen=True)
class Package:
    """What is in a package: lessons, each with its page."""

    name: str
    title: str
    lessons: tuple[tuple[Module, Source], ...]

    @property
    def pages(self) -> list[str]:
        """Paths of the pages, in order; the course begins with the front page."""
        door = [_DOOR] if len(self.lessons) > 1 else []
        return door + [source.page for _, source in self.lessons]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """What a learner does in it, how many questions each step asks, and what completes it."""
        counts = dict(step for module, _ in self.lessons for step in _steps(module))
        required_names = [name for name in counts if name.endswith((".checkpoint", f".{DECISION}"))]
        return [
            {"name": name, "asked": number, "needed": name in (required_names or counts)}
            for name, number in counts.items()
        ]

    def has(self, path: str) -> bool:
        """Tell whether a file of the site belongs to the package."""
        folder, _, inside = path.partition("/")
        if folder == "notebooks":
            return path in {f"notebooks/{source.notebook}" for _, source in self.lessons}
        if not inside:
            return _DOOR in self.pages and path not in _OF_SITES
        return folder in ("assets", "modules")


def of(names: Sequence[str] = ()) -> Package:
    """Return a package of lessons, by their names; by default of the whole course.

    Raises
    ------
    ValueError
        If there is no lesson of that name.
    """
    lessons = {module.slug: (module, page) for module, page, _ in read_course().lessons() if page}
    if missing := [name for name in names if name not in lessons]:
        raise ValueError(f"There is no lesson {missing[0]!r}; there are: {', '.join(lessons)}.")
    choice = tuple(lessons[name] for name in names or lessons)
    if len(choice) == 1:
        return Package(choice[0][0].slug, choice[0][1].title, choice)
    return Package("-".join(names) or "course", COURSE.title, choice)


def write(
    package: Package, out: Path, versions: Iterable[str], site: str | None = None
) -> list[Path]:
    """Write a package into a folder, for some versions of SCORM; return the archives.

    Its pages link to the browser edition, which runs code, if `site` is the edition's address.

    Raises
    ------
    ValueError
        If `site` isn't an address.
    """
    if site and not site.startswith(("https://", "http://")):
        raise ValueError(
            f"SITE is {site!r}, not an address. Give the browser edition's, such as "
            "https://example.org/course/."
        )
    files = _files(package, site)
    out.mkdir(parents=True, exist_ok=True)
    archives = []
    for version in versions:
        launch = _launch(package, version).encode()
        description = manifest(version, package.name, package.title, [*files, LAUNCH])
        archives.append(out / f"{package.name}-scorm-{version}.zip")
        with zipfile.ZipFile(archives[-1], "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in {**files, LAUNCH: launch, FILE: description}.items():
                archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return archives


def _files(package: Package, site: str | None) -> dict[str, bytes]:
    """Return all files that don't depend on the version."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        build(folder, live=False, only=package.pages)
        paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*")}
        files = {name: path.read_bytes() for name, path in paths.items() if package.has(name)}
    files["launch.js"] = front.joined(front.FRONT / "scorm" / "launch.js").encode()
    for page in package.pages:
        files[page] = _packed(files[page].decode(), page, files, site).encode()
    return files


def _packed(text: str, page: str, inside: Collection[str], site: str | None) -> str:
    """Return a page as it is in a package."""
    here, there = _SAYS.get(page, ("", ""))
    if here not in text:
        raise ValueError(
            f"{page} no longer says {here!r}. Change scaling_ai_kit/scorm/package.py, too."
        )
    link = _LINK.format(html.escape(f"{site.rstrip('/')}/{page}")) if site else ""
    note = "" if page == _DOOR else _NOTE.format(link)
    text = text.replace(here, there).replace("</h1>", f"</h1>{note}", 1)
    return repoint(text, page, inside, site)


def _launch(package: Package, version: str) -> str:
    """Return the page that the platform opens."""
    about = {
        "version": version,
        "pages": package.pages,
        "lessons": [module.slug for module, _ in package.lessons],
        "steps": package.steps,
    }
    return render(LAUNCH, title=package.title, first=package.pages[0], package=in_script(about))


def _steps(module: Module) -> Iterator[tuple[str, int]]:
    """Yield a lesson's steps, and how many questions each asks."""
    decides = module.slug in decisions.modules()
    for name in (*module.steps, *([DECISION] if decides else [])):
        questions = checkpoints.questions(module.slug) if name == "checkpoint" else []
        yield f"{module.slug}.{name}", len(questions)
