"""How JupyterLab is set up for the course; ``etc`` is installed into the environment's settings.

No news and no update check (nothing asks the network), widgets saved with a notebook (a reopened
notebook still shows its explorables), and a connection to the kernel that does not wait.
"""

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """A kernel connection that sends each message at once.

    A move of a slider is a short message and waits for a short answer. Nagle's algorithm holds the
    second short packet back until the first is acknowledged, which costs up to 40 ms a move.
    """

    def connect(self) -> Any:
        """Connect the page to the kernel, without Nagle's algorithm."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
