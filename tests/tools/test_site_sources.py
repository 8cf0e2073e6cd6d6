"""The browser edition takes a file only if it is the pinned one, wherever it comes from."""

import hashlib
import json
import re
import zipfile

import pytest

from tools.site import fetch, packages, paths, pure

RIGHT = b"the right file"
NAME = "thing-1.0-py3-none-any.whl"
ENTRY = {"file_name": NAME, "sha256": hashlib.sha256(RIGHT).hexdigest()}


@pytest.fixture(autouse=True)
def sources(tmp_path, monkeypatch):
    """A local folder, a release and a carrier that have nothing, and an empty cache."""
    offers = {"local": tmp_path / "local", "release": None, "carrier": None}
    offers["local"].mkdir()
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setattr(paths, "CACHE", cache)
    monkeypatch.setenv("SITE_PACKAGES", str(offers["local"]))
    monkeypatch.setattr(packages, "_released", lambda _name: offers["release"])
    monkeypatch.setattr(packages, "_carried", lambda _name: offers["carrier"])
    return offers


def test_a_local_folder_comes_first(sources):
    (sources["local"] / NAME).write_bytes(RIGHT)
    sources["release"] = b"never asked"
    assert packages._wheel(ENTRY).read_bytes() == RIGHT


def test_another_file_is_passed_over_for_the_next_source(sources):
    (sources["local"] / NAME).write_bytes(b"something else")
    sources["carrier"] = RIGHT
    assert packages._wheel(ENTRY).read_bytes() == RIGHT


def test_where_no_source_has_the_file_it_says_what_each_had(sources):
    (sources["local"] / NAME).write_bytes(b"something else")
    with pytest.raises(
        ValueError, match=r"local.*: another file; the public release: not there; open-webui"
    ):
        packages._wheel(ENTRY)
    assert not (paths.CACHE / NAME).exists()


def test_what_was_fetched_once_is_not_asked_for_again(sources):
    sources["release"] = RIGHT
    packages._wheel(ENTRY)
    sources["release"] = None
    assert packages._wheel(ENTRY).read_bytes() == RIGHT


def test_a_file_that_changed_in_the_cache_is_refused_and_removed():
    path = paths.CACHE / NAME
    path.write_bytes(b"changed")
    with pytest.raises(ValueError, match="is not the file that is pinned"):
        packages._wheel(ENTRY)
    assert not path.exists()


def test_a_wheel_loses_its_compiled_part_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "WORK", tmp_path)
    wheel = tmp_path / "thing-1.0-cp311-cp311-linux_x86_64.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in ("thing/__init__.py", "thing/_fast.so", "thing-1.0.dist-info/LICENSE"):
            archive.writestr(name, "x")
    pure_wheel = pure._purified(wheel)
    assert pure_wheel.name == NAME
    with zipfile.ZipFile(pure_wheel) as archive:
        assert archive.namelist() == ["thing/__init__.py", "thing-1.0.dist-info/LICENSE"]


def test_every_pin_is_a_version_with_a_hash():
    for pin in (paths.PINS["runtime"], paths.PINS["packages"], paths.PINS["carrier"]):
        assert re.fullmatch(r"[a-z-]+(@|==)[\d.]+", pin.get("npm") or pin["pip"])
        assert re.fullmatch(r"[0-9a-f]{64}", pin["sha256"])
    for name in ("browser.lock", "node.lock"):
        text = (paths.HERE / name).read_text(encoding="utf-8")
        entries = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in entry for entry in entries)
        assert "://" not in text


def test_every_npm_package_is_a_version_with_a_hash_and_no_address():
    lock = json.loads((paths.FRONT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert {"node_modules/esbuild", "node_modules/@codemirror/view"} <= set(packages)
    for name, entry in packages.items():
        assert re.fullmatch(r"sha512-[\w+/]+=*", entry["integrity"]), name
        assert entry["version"]
        assert "resolved" not in entry


def test_no_file_of_the_build_names_a_registry():
    words = re.compile(r"https?://|pypi\.org|npmjs|jsdelivr|githubusercontent")
    sources = [
        file
        for folder in (paths.HERE, *(paths.FRONT / part for part in ("editor", "page", "worker")))
        for file in folder.rglob("*")
        if file.suffix in (".py", ".toml", ".in", ".lock", ".js", ".mjs")
    ]
    names = [file.name for file in sources if words.search(file.read_text(encoding="utf-8"))]
    assert names == ["serve.py"]  # the server says its own address


def test_a_sha256_is_that_of_the_content(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"")
    assert fetch.sha256(path).startswith("e3b0c44298fc1c14")
