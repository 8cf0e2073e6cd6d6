"""Files that a host keeps packed arrive as they are, whether it unpacks them on the way or not."""

import gzip
import subprocess

import pytest

from tools.site import paths

CONTENT = b"\0asm" + bytes(range(256)) * 1000
UNPACK = f"""
import {{ Readable }} from "node:stream";
import {{ plain }} from "{(paths.HERE / "front" / "packed.mjs").as_uri()}";
const given = await new Response(await plain(Readable.toWeb(process.stdin))).arrayBuffer();
process.stdout.write(Buffer.from(given));
"""


@pytest.mark.parametrize(
    "sent",
    [gzip.compress(CONTENT), CONTENT, b""],
    ids=["packed", "unpacked on the way", "empty"],
)
def test_a_file_is_read_packed_or_not(sent, require):
    program = require("node", "nodejs")
    done = subprocess.run(  # noqa: S603 - our own script
        [program, "--input-type=module", "--eval", UNPACK],
        input=sent,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout == (CONTENT if sent else b"")
