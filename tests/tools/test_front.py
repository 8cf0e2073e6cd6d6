"""The JavaScript checks run where they can, and say so where they can't."""

import subprocess

import pytest

from tools import front


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return a function that sets up a machine without packages, by what its npm can do."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr(front, "_INSTALLED", tmp_path / ".installed")

    def set_up(*, commands=None, ci=False, version="v22.1.0"):
        monkeypatch.setenv("CI", str(ci).lower())
        for name in ("node", "npm") if commands is not None else ():
            cases = "\n".join(f"{command}) exit 0;;" for command in commands)
            script = (
                f"#!/bin/sh\ncase $1 in\n--version) echo {version};;\n{cases}\n*) exit 3;; esac\n"
            )
            (programs / name).write_text(script)
            (programs / name).chmod(0o755)

    return set_up


def test_a_machine_without_node_leaves_them_out_and_says_why(machine, capsys):
    machine()
    assert front.main() == 0
    assert "left out here: Node and npm are not installed" in capsys.readouterr().out


def test_a_machine_with_an_old_node_leaves_them_out_and_says_why(machine, capsys):
    machine(commands=["ci", "run"], version="v20.18.3")
    assert front.main() == 0
    assert "Node is v20.18.3, and they need 20.19" in capsys.readouterr().out


def test_a_machine_without_a_network_leaves_them_out_and_says_why(machine, capsys):
    machine(commands=[])
    assert front.main() == 0
    assert "left out here: their npm packages can't be installed" in capsys.readouterr().out


def test_ci_leaves_nothing_out(machine):
    machine(commands=[], ci=True)
    with pytest.raises(subprocess.CalledProcessError):
        front.main()


@pytest.mark.parametrize(("commands", "status"), [(["ci", "run"], 0), (["ci"], 3)])
def test_a_failed_check_fails(machine, commands, status):
    machine(commands=commands)
    assert front.main() == status
