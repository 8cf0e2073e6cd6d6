"""`make release` says in words what stands in the way, and tags nothing."""

import subprocess

import pytest

from tools import release


def git(root, *arguments):
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)  # noqa: S603, S607


@pytest.fixture
def root(tmp_path):
    """A project that can be released."""
    for name in ("course", "grader"):
        (tmp_path / name).mkdir()
    for name, text in {
        "pyproject.toml": '[project]\nversion = "1.2.0"\n',
        "course/__init__.py": '__version__ = "1.2.0"\n',
        "grader/pyproject.toml": '[project]\nversion = "1.2.0"\n',
        "CITATION.cff": "cff-version: 1.2.0\nversion: 1.2.0\n",
        "CHANGELOG.md": "## [Unreleased]\n\n## [1.2.0] - 2026-02-01\n",
    }.items():
        (tmp_path / name).write_text(text)
    git(tmp_path, "init", "--initial-branch", "main")
    commit(tmp_path)
    return tmp_path


def commit(root):
    git(root, "add", "--all")
    git(root, "commit", "--message", "a step")


def test_nothing_stands_in_the_way_where_all_agree(root):
    assert release.problems(root) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("course/__init__.py", "1.2.0", "1.1.0", "course/__init__.py gives version 1.1.0; pyproject.toml gives 1.2.0."),
        ("CITATION.cff", "\nversion: 1.2.0", "", "CITATION.cff gives version none"),
        ("CHANGELOG.md", "[1.2.0] - 2026-02-01", "[1.2.0]", "expected '## [1.2.0] - YYYY-MM-DD'"),
        ("CHANGELOG.md", "1.2.0", "1x2.0", "CHANGELOG.md has no entry"),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_told(root, file, old, new, message):
    path = root / file
    path.write_text(path.read_text().replace(old, new))
    commit(root)
    (problem,) = release.problems(root)
    assert message in problem


def test_files_that_are_not_committed_are_named_and_the_rest_counted(root):
    for number in range(7):
        (root / f"new{number}.txt").touch()
    (problem,) = release.problems(root)
    assert "Commit or remove: new0.txt, new1.txt" in problem
    assert problem.endswith("and 2 more.")


def test_another_branch_is_told(root):
    git(root, "switch", "--create", "repairs")
    assert release.problems(root) == ["A release is made from main; this is repairs."]


def test_a_version_that_was_released_is_told(root):
    git(root, "tag", "v1.2.0")
    (problem,) = release.problems(root)
    assert "The tag v1.2.0 exists" in problem


def test_the_last_step_names_the_tag_and_makes_none(root, monkeypatch, capsys):
    monkeypatch.setattr(release, "ROOT", root)
    monkeypatch.setattr("sys.argv", ["release", "--tell"])
    assert release.main() == 0
    assert "git tag --annotate v1.2.0" in capsys.readouterr().out
    assert release._git(root, "tag", "--list") == []


def test_a_release_that_cannot_be_made_fails(root, monkeypatch, capsys):
    git(root, "tag", "v1.2.0")
    monkeypatch.setattr(release, "ROOT", root)
    monkeypatch.setattr("sys.argv", ["release"])
    assert release.main() == 1
    assert "1.2.0 cannot be released yet" in capsys.readouterr().out
