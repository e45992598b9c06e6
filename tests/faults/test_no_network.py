"""Nothing at run time needs the internet: a whole election is played in a network of its own that leads nowhere."""

import os
import subprocess
import sys
from pathlib import Path

# A new network has loopback only, and that is down.  Source: netdevice(7).
_PRELUDE = """
import fcntl, os, runpy, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 0x1))
try:
    socket.create_connection(("192.0.2.1", 443), timeout=2)
except OSError as error:
    print("OUTSIDE", error.strerror, flush=True)
sys.argv = sys.argv[1:]
runpy.run_module("rembug_api.cli", run_name="__main__")
"""


def test_a_whole_election_runs_where_no_route_leads_anywhere(tmp_path: Path) -> None:
    who = [] if os.geteuid() == 0 else ["--map-root-user"]
    words = ["rembug", "demo", "--data", str(tmp_path / "data"), "--no-serve", "--adults", "60", "--names-max", "2"]
    done = subprocess.run(
        ["unshare", *who, "--net", sys.executable, "-c", _PRELUDE, *words],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    assert "OUTSIDE Network is unreachable" in done.stdout
    assert (tmp_path / "data" / "record.zip").stat().st_size > 10_000
