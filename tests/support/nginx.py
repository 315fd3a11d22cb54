"""nginx before a server, with the configuration that we ship."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"
REPLICA = "127.0.0.1:8000"


def configured(folder: Path, port: int, servers: Sequence[str], seconds: Mapping[str, int]) -> Path:
    """Write the configuration for a port, servers, a folder of its own and times, nothing else changed."""
    text = SHIPPED.read_text("utf-8")
    lines = [line for line in text.splitlines() if f"server {REPLICA} " in line]
    repeated = [line.replace(REPLICA, server.removeprefix("http://")) for server in servers for line in lines]
    changes = {
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/log/nginx/error.log": f"{folder}/error.log",
        "/var/cache/nginx/distrograph": f"{folder}/cache",
        "\n".join(lines): "\n".join(repeated),
        "listen 80;": f"listen 127.0.0.1:{port};",
    }
    for before, after in changes.items():
        if before not in text:
            raise ValueError(f"{SHIPPED.name} has no “{before}” any more")
        text = text.replace(before, after)
    for name, value in seconds.items():
        text, found = re.subn(rf"\b({name}[ =])\d+s", rf"\g<1>{value}s", text)
        if not found:
            raise ValueError(f"{SHIPPED.name} has no “{name}” any more")
    # Folders that a build for Debian has elsewhere, and where only root may write.
    paths = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy"))
    (folder / "nginx.conf").write_text(text.replace("http {", f"http {{ {paths}", 1), "utf-8")
    return folder / "nginx.conf"


@contextmanager
def proxied(*servers: str, **seconds: int) -> Iterator[tuple[str, int]]:
    """Run nginx before servers at some addresses; gives its own address, and its process.

    Times of the configuration are changed by their names, such as `proxy_read_timeout`.

    Raises FileNotFoundError if it is not installed.
    """
    if not NGINX:
        raise FileNotFoundError("nginx is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        written = configured(Path(name), port, servers, seconds)
        command = [NGINX, "-p", name, "-c", str(written), "-g", "daemon off;"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            try:
                wait(f"http://127.0.0.1:{port}/readyz", process)
                yield f"http://127.0.0.1:{port}", process.pid
            finally:
                process.terminate()


def wait(address: str, process: "subprocess.Popen[str]") -> None:
    """Wait until an address answers; raises RuntimeError if the process ends before."""
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310  # an address of our own
                return
        except urllib.error.URLError:
            if process.poll() is not None:
                raise RuntimeError(process.stderr.read() if process.stderr else "nginx has ended") from None
            time.sleep(0.02)
