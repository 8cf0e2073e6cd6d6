"""The documents' promises hold, and no file mentions one machine."""

import os
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
import yaml
from markdown_it import MarkdownIt
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
# What .gitignore keeps out of the repository, and git's own folder.
IGNORED = {
    line.strip("/")
    for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    if line.endswith("/") and "*" not in line
} | {".git"}
DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "CODE_OF_CONDUCT.md",
    "docs/architecture.md",
    "docs/authoring.md",
    "docs/releasing.md",
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
# A home folder, a folder of a hosted build, a drive; /home/jovyan is JupyterHub's own.
MACHINE = re.compile(
    r"/home/(?!jovyan\b|user\b|USER\b)\w+/|/Users/\w+/|/root/\w|[C-Z]:\\\\?Users"
    r"|(?<![\w.~$/}-])/(?:workspace|srv/ci)/\w|(?<!\w)/tmp/(?:tmp|pytest-of)\w+"
)


def files():
    """Every file that belongs to the repository."""
    for folder, folders, names in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        folders[:] = [
            name
            for name in folders
            if name not in IGNORED and (here / name).as_posix() not in IGNORED
        ]
        yield from (here / name for name in names if not name.startswith(".coverage"))


FILES = sorted(files())


def text_of(path):
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def markdown_of(path):
    if path.suffix != ".ipynb":
        return text_of(path)
    cells = nbformat.read(ROOT / path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def links_of(path):
    """The targets of all links and images, from Markdown and from HTML within it."""
    for block in MarkdownIt("commonmark").enable("table").parse(markdown_of(path)):
        for token in [block, *(block.children or [])]:
            if token.type == "link_open":
                yield token.attrs["href"]
            elif token.type == "image":
                yield token.attrs["src"]
            elif token.type in {"html_inline", "html_block"}:
                yield from re.findall(r"(?:src|href)=[\"']([^\"']+)", token.content)


def anchors_of(path):
    """The anchors of a document's headings, as GitHub and as JupyterLab write them."""
    headings = re.findall(r"^#+ +(.*?)\s*$", markdown_of(path), re.MULTILINE)
    github = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings]
    return {*github, *(title.replace(" ", "-") for title in headings)}


def leads_somewhere(page, link):
    """Tell whether a relative link names a file, and a heading in it where it names one."""
    if re.match(r"[a-z]+:", link):
        return True
    target, _, anchor = unquote(link).partition("#")
    file = ROOT / page.parent / target if target else ROOT / page
    if not anchor or file.suffix not in {".md", ".ipynb"}:
        return file.exists()
    return file.exists() and anchor in anchors_of(file.resolve().relative_to(ROOT))


PAGES = [
    path
    for path in FILES
    if path.suffix in {".md", ".ipynb"}
    and path.parts[0] not in {"tests", "grader"}
    # The links of a text twin are written for the notebook that it becomes.
    and path.parent
    not in {
        Path("modules/text"),
        Path("grader/split_grader/example/modules/text"),
        Path("solutions"),
    }
]


@pytest.mark.parametrize(
    "path",
    ["LICENSE", "LICENSE-CONTENT", "environment.yml", "requirements.lock", ".ci/run", *DOCUMENTS],
)
def test_a_file_that_newcomers_look_for_is_there_and_says_something(path):
    assert len(text_of(path)) > 100


def test_those_who_cite_are_told_the_version_and_the_authors_of_the_licence():
    citation = yaml.safe_load(text_of("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title"} <= set(citation)
    assert citation["version"] == PROJECT["version"]
    assert citation["authors"] == PROJECT["authors"]
    assert citation["authors"][0]["name"] in text_of("LICENSE")
    assert " AND ".join(citation["license"]) == PROJECT["license"]


@pytest.mark.parametrize("target", ["lab", "test", "demo"])
def test_the_readme_leads_each_user_to_a_command(target):
    assert f"make {target}" in text_of("README.md")


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_make_command_of_a_document_exists(path):
    code = re.findall(r"`([^`\n]+)`|^(?:\$ )?(make .*)$", text_of(path), re.MULTILINE)
    targets = {
        target for parts in code for target in re.findall(r"\bmake ([a-z-]+)", " ".join(parts))
    }
    assert targets <= TARGETS


def test_every_target_is_listed_as_phony_and_the_public_ones_are_explained():
    (phony,) = re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert set(phony.split()) == TARGETS
    assert {"lab", "demo", "quick", "test", "all", "notebooks", "bench", "format"} <= set(
        re.findall(r"^([a-z-]+):.*## \w", MAKEFILE, re.MULTILINE)
    )


@pytest.mark.parametrize(
    "command",
    ["ruff check", "ruff format --check", "mypy", "lint-imports", "--nbval"],
)
def test_make_test_runs_every_check(command):
    recipes = dict(re.findall(r"^([a-z-]+):.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE))
    assert re.search(r"^test:.*\bcheck\b", MAKEFILE, re.MULTILINE)
    assert command in recipes["test"] + recipes["check"]


def test_ci_runs_the_command_of_the_readme():
    script = text_of(".ci/run")
    assert script.endswith('make "${1:-test}"\n')
    assert {"chromium", "bubblewrap"} <= set(script.split())
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_hosted_check_calls_the_same_on_every_python_that_the_project_supports():
    job = yaml.safe_load(text_of(".github/workflows/check.yml"))["jobs"]["check"]
    assert {"run": ".ci/run"} in job["steps"]
    specifier = SpecifierSet(PROJECT["requires-python"])
    versions = job["strategy"]["matrix"]["python"]
    assert versions == [f"3.{minor}" for minor in range(40) if f"3.{minor}" in specifier]
    assert versions == re.findall(r"^Programming Language :: Python :: (.+)$", "\n".join(PROJECT["classifiers"]), re.MULTILINE)  # fmt: skip


def test_what_make_test_samples_is_run_whole_at_night():
    (job,) = yaml.safe_load(text_of(".github/workflows/nightly.yml"))["jobs"].values()
    assert {"run": ".ci/run all"} in job["steps"]


def test_hooks_check_nothing_that_make_check_does_not():
    (local,) = yaml.safe_load(text_of(".pre-commit-config.yaml"))["repos"]
    (check,) = re.findall(r"^check:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    commands = [line.strip().replace("$(BIN)", ".venv/bin") for line in check.splitlines()]
    assert local["repo"] == "local"
    assert {hook["entry"] for hook in local["hooks"]} <= {"make check", *commands}
    assert "make check" in {hook["entry"] for hook in local["hooks"]}


def test_every_form_for_an_issue_asks_for_something():
    forms = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
    by_name = {form.stem: yaml.safe_load(text_of(form)) for form in forms}
    assert by_name.pop("config") == {"blank_issues_enabled": True}
    assert len(by_name) == 3
    for form in by_name.values():
        assert {"name", "description", "body"} <= set(form)
        fields = [part for part in form["body"] if part.get("validations", {}).get("required")]
        assert fields
        assert len({part["id"] for part in fields}) == len(fields)


def test_the_files_speak_of_no_one_machine():
    root_pattern = re.escape(f"{ROOT}/")
    leaks = [
        f"{path}: {match.group()}"
        for path in FILES
        if path != Path(__file__).relative_to(ROOT)
        for match in re.finditer(f"{MACHINE.pattern}|{root_pattern}", text_of(path))
    ]
    assert not leaks, leaks


@pytest.mark.parametrize(
    "leak", ["/home/alice/x", "/Users/bob/x", "/root/x", r"C:\Users\eve", " /workspace/main", "/tmp/tmpab1"]  # noqa: S108 - looked for, not used
)  # fmt: skip
def test_a_path_of_one_machine_would_be_seen(leak):
    assert MACHINE.search(leak)


@pytest.mark.parametrize("page", PAGES, ids=Path.as_posix)
def test_no_link_is_dead(page):
    dead_links = [link for link in links_of(page) if not leads_somewhere(page, link)]
    assert not dead_links


def test_each_benchmark_can_be_asked_for_by_its_name():
    folder = ROOT / "benchmarks"
    main = (folder / "__main__.py").read_text(encoding="utf-8")
    files = [p for p in folder.glob("*.py") if "\ndef measure(" in p.read_text(encoding="utf-8")]
    assert len(files) > 5
    assert [path.stem for path in files if f'"{path.stem}"' not in main] == []
