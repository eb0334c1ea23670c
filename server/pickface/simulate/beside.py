"""The demo's life: virtual handhelds that work in a process of their own beside the server."""

from __future__ import annotations

import atexit
import subprocess
import sys
import time


def run_beside(url: str, people: int = 6, orders: int = 400) -> subprocess.Popen[bytes]:
    """Start ``pickface simulate`` against the server that is about to listen; it ends with this process."""
    code = (
        "import sys, time, requests\n"
        "from pickface.cli import main\n"
        "for _ in range(120):\n"
        "    try:\n"
        f"        requests.get({url + '/healthz'!r}, timeout=2); break\n"
        "    except requests.RequestException:\n"
        "        time.sleep(0.5)\n"
        f"sys.argv = ['pickface', 'simulate', '--url', {url!r}, '--people', '{people}', '--orders', '{orders}', "
        f"'--rate', '0.5', '--seed', '{int(time.time()) % 100_000}']\n"
        "main()\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code])
    atexit.register(child.terminate)
    return child
