"""Configure the hub of a class: a server for each person, and the course for the teacher.

`start` passes the class's folder, the hub's port and the environments in variables.
"""

import os
import socket
import sys
from pathlib import Path
from secrets import compare_digest

from jupyterhub.auth import Authenticator

c = get_config()

CLASS = Path(os.environ["CLASS_FOLDER"])
COURSE_ENV = Path(os.environ["COURSE_ENV"])
HOMES = CLASS / "homes"
TEACHER = "teacher"
BIN = Path(sys.executable).parent
SINGLEUSER = [
    str(BIN / "jupyterhub-singleuser"),
    # A login shell would reset PATH to the machine's own, without `grader`.
    "--ServerApp.terminado_settings={'shell_command': ['bash']}",
    *(["--allow-root"] if not os.geteuid() else []),
]


def passwords():
    """Return the temporary passwords, by name."""
    lines = (CLASS / "passwords").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines)


def jupyter(*configs):
    """Return the variables of a server that finds the course's packages and extensions.

    Parameters
    ----------
    *configs
        Folders of configuration that take precedence over the course's.
    """
    share = COURSE_ENV / "share" / "jupyter"
    folders = [*configs, COURSE_ENV / "etc" / "jupyter"]
    return {
        "PATH": os.pathsep.join([str(BIN), str(COURSE_ENV / "bin"), os.environ["PATH"]]),
        "JUPYTER_CONFIG_PATH": os.pathsep.join(map(str, folders)),
        "JUPYTER_PATH": str(share),
        "JUPYTERLAB_DIR": str(share / "lab"),
    }


def free_address():
    """Return an address of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


class Invented(Authenticator):
    """Check the class's invented people, who have temporary passwords."""

    async def authenticate(self, _handler, data):
        """Return the name if the password is correct."""
        name = data["username"]
        secret = passwords().get(name, "")
        password = data["password"]
        return name if secret and compare_digest(password.encode(), secret.encode()) else None


c.JupyterHub.authenticator_class = Invented
c.Authenticator.allowed_users = set(passwords())

c.JupyterHub.bind_url = f"http://127.0.0.1:{os.environ['CLASS_PORT']}"
c.JupyterHub.hub_bind_url = free_address()
c.ConfigurableHTTPProxy.api_url = free_address()
c.ConfigurableHTTPProxy.command = [str(BIN / "configurable-http-proxy")]

# Nobody needs an account on the machine, and everybody can read the others' files.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{HOMES}/{{username}}"
c.Spawner.cmd = SINGLEUSER
c.Spawner.default_url = "/lab"
c.Spawner.environment = {
    **jupyter(Path(__file__).with_name("student")),
    "CLASS_FOLDER": str(CLASS),
}

c.JupyterHub.services = [
    {
        "name": "course",
        "url": free_address(),
        "command": SINGLEUSER,
        "cwd": str(CLASS / "course"),
        "environment": {**jupyter(), "HOME": str(HOMES / TEACHER)},
        "oauth_no_confirm": True,
    }
]
c.JupyterHub.load_groups = {"formgrade-class": {"users": [TEACHER]}}
c.JupyterHub.load_roles = [
    {
        "name": "formgrade-class",
        "groups": ["formgrade-class"],
        "scopes": ["access:services!service=course"],
    }
]
