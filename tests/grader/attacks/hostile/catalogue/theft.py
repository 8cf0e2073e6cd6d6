"""Theft: reading what a student may not see, for points or to carry it away."""

from hostile.catalogue.texts import read
from hostile.model import PORTS, Family

add = Family("theft")
read(add)


add(
    "local_ports",
    """Connects to ports of this machine and sends what it knows. A success: a server on the machine
    hears it.""",
    f"""
    import socket
    for port in range({PORTS.start}, {PORTS.stop}):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
                line.sendall(b"hello from a submission")
                print("connected to", port)
        except OSError as error:
            print(port, type(error).__name__)
    """,
)
add(
    "local_ports_by_child",
    """Lets a child process with a shell and another Python connect to ports of this machine. A
    success: a server on the machine hears it.""",
    f"""
    import subprocess, sys
    code = "import socket; socket.create_connection(('127.0.0.1', {PORTS.start}), 2).sendall(b'child')"
    print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20))
    """,
)
