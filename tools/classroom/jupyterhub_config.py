"""Configure the hub of one class: three people with a server each, and the teacher's course.

:mod:`tools.classroom.hub` passes the settings that differ between classes, as JSON in the variable
CLASSROOM.
"""

import json
import os
import sys
from pathlib import Path
from secrets import compare_digest

from jupyterhub.auth import Authenticator

c = get_config()

CLASS = json.loads(os.environ["CLASSROOM"])
BIN = Path(sys.executable).parent
SINGLEUSER = [
    str(BIN / "jupyterhub-singleuser"),
    # A login shell would reset PATH to the machine's own, without `grader`.
    "--ServerApp.terminado_settings={'shell_command': ['bash']}",
    *(["--allow-root"] if not os.geteuid() else []),
]


class Invented(Authenticator):
    """Check the class's invented people, who have temporary passwords."""

    async def authenticate(self, _handler, data):
        """Return the name if the password is correct."""
        name = data["username"]
        expected = CLASS["passwords"].get(name, "")
        password = data["password"]
        return name if expected and compare_digest(password.encode(), expected.encode()) else None


c.JupyterHub.authenticator_class = Invented
c.Authenticator.allowed_users = set(CLASS["passwords"])

FOR_HUB, FOR_PROXY, FOR_COURSE = CLASS["own_addresses"]
c.JupyterHub.bind_url = CLASS["address"]
c.JupyterHub.hub_bind_url = FOR_HUB
c.ConfigurableHTTPProxy.api_url = FOR_PROXY
c.ConfigurableHTTPProxy.command = [str(BIN / "configurable-http-proxy")]

# Nobody needs an account on the machine, and everybody can read the others' files.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = CLASS["homes"] + "/{username}"
c.Spawner.cmd = SINGLEUSER
c.Spawner.default_url = "/lab"
c.Spawner.environment = CLASS["of_students"]

c.JupyterHub.services = [
    {
        "name": "course",
        "url": FOR_COURSE,
        "command": SINGLEUSER,
        "cwd": CLASS["course"],
        "environment": CLASS["of_course"],
        "oauth_no_confirm": True,
    }
]
c.JupyterHub.load_groups = {"formgrade-class": {"users": [CLASS["teacher"]]}}
c.JupyterHub.load_roles = [
    {
        "name": "formgrade-class",
        "groups": ["formgrade-class"],
        "scopes": ["access:services!service=course"],
    }
]
