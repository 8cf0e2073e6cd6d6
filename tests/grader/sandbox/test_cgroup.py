"""Where the kernel bounds a sandbox's memory and processes, and what is done to get such a place.

The tree is one of ordinary files, in which a process is where its test says it is.
"""

import os
import subprocess
import sys

import pytest

from split_grader.sandbox import cgroup, memory, scope
from split_grader.sandbox.limits import Limits
from split_grader.split import Cell, Engine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")

LIMITS = Limits(memory_bytes=3 << 20, processes=7)
SESSION = "user.slice/session-1.scope"
MANAGERS = "user.slice/user@1.service/app.slice"


class Tree:
    """A control group file system of version 2, as far as the grader looks at it."""

    def __init__(self, root, monkeypatch):
        self.root = root / "cgroup"
        self.root.mkdir()
        (self.root / "cgroup.controllers").write_text("cpu memory pids\n")
        self.where = {}
        self.own = self.group("")
        self.asked = []
        self.answer = ""
        self.shells = set()
        monkeypatch.setattr(cgroup, "ROOT", self.root)
        monkeypatch.setattr(cgroup, "group_of", self.of)
        monkeypatch.setattr(scope, "_write", self.write)
        monkeypatch.setattr(scope, "call_manager", self.manager)
        monkeypatch.setattr(scope, "SYSTEMD", root / "systemd")
        monkeypatch.setattr(scope, "RUNTIME", root / "run")
        monkeypatch.setattr(scope, "_refused", "")
        monkeypatch.setattr(scope, "_MOVE_SECONDS", 0.1)

    def group(self, path, *, controllers=""):
        folder = self.root / path
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "cgroup.procs").touch()
        (folder / "cgroup.subtree_control").write_text(controllers)
        return folder

    def start_in(self, path):
        """Put this process into a group."""
        self.own = self.group(path)
        self.put(os.getpid(), self.own)
        return self.own

    def put(self, pid, folder):
        self.where[pid] = folder
        for group in self.root.rglob("cgroup.procs"):
            pids = sorted(p for p, at in self.where.items() if at == group.parent)
            group.write_text("".join(f"{p}\n" for p in pids))

    def of(self, pid=None):
        return self.where.get(os.getpid() if pid is None else pid, self.own)

    def write(self, path, text):
        """Do what the kernel does."""
        if path.name == "cgroup.procs":
            self.put(int(text), path.parent)
        elif any(at == path.parent for at in self.where.values()):
            raise OSError(16, "Device or resource busy")
        else:
            path.write_text(text.replace("+", ""))

    def with_manager(self):
        """Have systemd run, and a service manager for this user."""
        scope.SYSTEMD.mkdir()
        bus = scope.RUNTIME / str(os.geteuid()) / "bus"
        bus.parent.mkdir(parents=True)
        bus.touch()

    def manager(self, arguments):
        """Do what the user's service manager does."""
        self.asked.append(arguments)
        if not self.answer:
            name, pid = arguments[2], int(arguments[arguments.index("au") + 2])
            self.put(pid, self.group(f"{MANAGERS}/{name}"))
        return self.answer


@pytest.fixture
def tree(tmp_path, monkeypatch):
    monkeypatch.setattr(scope.shutil, "which", lambda name: f"/usr/bin/{name}")
    return Tree(tmp_path, monkeypatch)


@pytest.fixture
def marked(monkeypatch):
    """Have systemd's mark stand on groups: it handed them over."""
    monkeypatch.setattr(os, "getxattr", lambda *_: b"1")


def run(tree):
    """Start a program as a zygote is started; return its output, its group and what bounds it."""
    with scope.Door() as door:
        process = subprocess.Popen(  # noqa: S603 - a constant
            [*door.prefix, "/bin/sh", "-c", "cat; echo done"],
            stdin=door.stdin,
            stdout=subprocess.PIPE,
        )
        door.admit(process.pid)
        group = cgroup.Group(process.pid, LIMITS)
    output = process.communicate(timeout=20)[0]
    return output, tree.of(process.pid), group


def test_where_a_parent_stands_ready_nothing_is_moved_and_nobody_is_asked(tree):
    tree.with_manager()
    tree.group("", controllers="memory pids")
    session = tree.start_in(SESSION)
    output, _, group = run(tree)
    assert output == b"done\n"
    assert tree.of() == session
    assert (tree.asked, group.bounded) == ([], {"memory", "pids"})


def test_the_kernel_is_told_the_ceilings_and_to_end_the_whole_tree(tree):
    tree.group("", controllers="memory pids")
    tree.start_in(SESSION)
    cgroup.Group(4711, LIMITS)
    (group,) = tree.root.glob("grader-*-*")
    assert {path.name: path.read_text() for path in group.iterdir()} == {
        "memory.max": str(3 << 20),
        "memory.oom.group": "1",
        "memory.swap.max": "0",
        "pids.max": "7",
        "cgroup.procs": "4711",
    }


@pytest.mark.parametrize(
    ("events", "has_overrun"),
    [
        ("oom 1\noom_kill 2\n", True),
        ("oom 0\noom_kill 1\n", False),  # the machine ran out of memory, for whatever reason
        ("oom 0\noom_kill 0\n", False),
    ],
)
def test_only_who_reaches_the_own_ceiling_took_too_much(tree, events, has_overrun):
    tree.group("", controllers="memory pids")
    group = cgroup.Group(4711, LIMITS)
    (folder,) = tree.root.glob("grader-*-*")
    (folder / "memory.events").write_text(f"low 0\n{events}")
    assert group.overran() is has_overrun


def test_in_a_group_that_was_handed_over_our_processes_go_to_a_leaf(tree, marked):  # noqa: ARG001
    tree.with_manager()
    service = tree.start_in("system.slice/grading.service")
    _, _, group = run(tree)
    assert (tree.asked, group.bounded) == ([], {"memory", "pids"})
    assert tree.of() == service / "grader-self"
    assert len(list(service.glob("grader-*-*"))) == 1
    cgroup.sweep_dead()
    assert tree.of().is_dir()
    # Another time, and in a worker, which has inherited the leaf.
    before = tree.where.copy()
    assert run(tree)[2].bounded == {"memory", "pids"}
    assert tree.of() == before[os.getpid()]


def test_in_a_container_no_mark_is_asked_for(tree):
    service = tree.start_in("")
    assert run(tree)[2].bounded == {"memory", "pids"}
    assert tree.of() == service / "grader-self"


def test_a_shell_in_the_same_group_is_left_alone(tree, marked):  # noqa: ARG001
    service = tree.start_in("system.slice/shell.service")
    tree.put(os.getppid(), service)
    assert run(tree)[2].bounded == set()
    assert {tree.of(), tree.of(os.getppid())} == {service}
    assert not (service / "grader-self").exists()


def test_what_the_kernel_refuses_leaves_everything_as_it_was(tree, marked, monkeypatch):  # noqa: ARG001
    def refuse(path, text):
        if path.name == "cgroup.subtree_control":
            raise OSError(2, "No such file or directory")  # a controller that is not there
        tree.write(path, text)

    monkeypatch.setattr(scope, "_write", refuse)
    service = tree.start_in("system.slice/grading.service")
    assert not scope.occupy_own()
    assert tree.of() == service
    assert not (service / "grader-self").exists()


def test_a_group_that_systemd_keeps_is_not_divided(tree):
    tree.with_manager()
    tree.answer = "Access denied"
    session = tree.start_in(SESSION)
    run(tree)
    assert tree.of() == session
    assert [path.name for path in session.iterdir() if path.is_dir()] == []


def test_the_service_manager_gives_a_scope_to_what_is_started_and_to_nothing_else(tree):
    tree.with_manager()
    session = tree.start_in(SESSION)
    output, place, group = run(tree)
    assert output == b"done\n"
    assert place.name == "grader-self"
    assert place.is_relative_to(tree.root / MANAGERS)
    assert group.bounded == {"memory", "pids"}
    assert len(list(place.parent.glob("grader-*-*"))) == 1
    assert tree.of() == session
    (request,) = tree.asked
    assert request[request.index("Delegate") :][:3] == ["Delegate", "b", "true"]


def test_a_refusal_costs_nothing_but_the_limit_and_is_not_asked_for_again(tree):
    tree.with_manager()
    tree.answer = "Access denied"
    tree.start_in(SESSION)
    for _ in range(2):
        output, _, group = run(tree)
        assert (output, group.bounded) == (b"done\n", set())
    assert len(tree.asked) == 1
    assert "Access denied" in scope.remedy()


def test_a_manager_that_moves_nothing_is_not_waited_for_forever(tree, monkeypatch):
    tree.with_manager()
    tree.start_in(SESSION)
    monkeypatch.setattr(scope, "call_manager", lambda _: "")
    assert run(tree)[0] == b"done\n"
    assert "did not move" in scope.remedy()


def test_whoever_starts_a_process_and_dies_does_not_leave_it_waiting(tree):
    tree.with_manager()
    tree.start_in(SESSION)
    with scope.Door() as door:
        process = subprocess.Popen(  # noqa: S603 - a constant
            [*door.prefix, "/bin/echo", "done"], stdin=door.stdin, stdout=subprocess.PIPE
        )
    assert process.communicate(timeout=20)[0] == b""


def test_the_advice_fits_the_machine(tree):
    assert "a container" in scope.remedy()
    scope.SYSTEMD.mkdir()
    assert "loginctl enable-linger" in scope.remedy()
    (tree.root / "cgroup.controllers").unlink()
    assert "version 1" in scope.remedy()


def test_the_manager_is_asked_over_its_own_bus(tmp_path, monkeypatch):
    (tmp_path / "busctl").write_text('#!/bin/sh\necho "$XDG_RUNTIME_DIR $*" >&2; exit 1\n')
    (tmp_path / "busctl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    message = scope.call_manager(["StartTransientUnit"])
    assert message.startswith(f"/run/user/{os.geteuid()} --user")
    assert message.endswith("org.freedesktop.systemd1.Manager StartTransientUnit")


FAMILY = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        held = bytearray(b"x") * (100 << 20)
        time.sleep(20)
        os._exit(0)
time.sleep(20)
"""


@pytest.mark.scale
def test_on_this_machine_the_kernel_ends_a_family_that_takes_too_much(require, monkeypatch):
    require("bwrap")
    second = (cgroup.ROOT / "cgroup.controllers").is_file()
    if not second or (not cgroup.parents() and scope.unavailable()):
        pytest.skip("no control groups of version 2 to be had here")
    monkeypatch.setattr(memory.Watch, "used", lambda *_: 0)
    cells = [Cell("student", FAMILY), Cell("test", "assert True", "after", points=1)]
    with Engine(Limits(memory_bytes=300 << 20), preload=()) as engine:
        assert engine.layers()[-1].holds
        outcome = engine.run(cells)
    assert outcome.cells[0].message == "it took more than 300 MiB of memory"
    assert outcome.score == 1
    groups = [name for _, names, _ in os.walk(cgroup.ROOT) for name in names]
    assert not [name for name in groups if name.startswith(f"grader-{os.getpid()}-")]
