"""How a handheld comes to trust this installation: a page without HTTPS, the authority's certificate, a QR code.

The page must be plain HTTP, since a device that does not trust the authority yet cannot open anything else. It holds
nothing secret; the fingerprint that is printed in the terminal tells whether somebody in between changed it.
"""

from __future__ import annotations

import html
import subprocess
import sys
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pickface.labels import barcodes
from pickface.lan.addresses import bracketed
from pickface.lan.certificates import Lan, prepare

EVERYWHERE = "0.0.0.0"  # noqa: S104 - devices come from the whole network
STEPS = (
    "Tap <b>Download certificate</b> above. Android keeps it and may say that it cannot be opened here: that is right.",
    "Open <b>Settings</b>, search for <b>CA certificate</b> and choose it. (Often: Security → More security settings → "
    "Encryption &amp; credentials → Install a certificate → CA certificate.)",
    "Confirm <b>Install anyway</b>, unlock the device, and choose <b>pickface-ca.crt</b> from the downloads.",
    "Open Pickface with the second button. The address must show <b>no warning</b>; then choose "
    "<b>Add to home screen</b> in the browser's menu.",
)
STYLE = """
body { font: 18px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 34rem; padding: 1rem; color: #111; }
a.button { display: block; padding: 1rem; margin: 1rem 0; border-radius: .5rem; background: #124f9e; color: #fff;
  text-align: center; text-decoration: none; font-weight: bold; }
li { margin: .75rem 0; } code { overflow-wrap: anywhere; } svg { width: 12rem; display: block; margin: auto; }
"""


def trust_page(lan: Lan, port: int) -> str:
    """The page that tells a person with an Android device what to do, in the order in which they do it."""
    url = html.escape(lan.url(port))
    steps = "".join(f"<li>{step}</li>" for step in STEPS)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Trust this Pickface</title><style>{STYLE}</style>"
        "<h1>Trust this Pickface</h1>"
        "<p>Scanning offline and using the camera need a secure connection. Do this once on each device.</p>"
        '<a class="button" href="/ca.crt" download="pickface-ca.crt">1 · Download certificate</a>'
        f"<ol>{steps}</ol>"
        f'<a class="button" href="{url}">2 · Open Pickface</a>'
        f"{qr_svg(lan.url(port))}<p><code>{url}</code></p>"
        "<p>The certificate speaks for private networks and local names only. Its fingerprint (SHA-256) must be "
        f"the one in the terminal where Pickface was started:</p><p><code>{lan.fingerprint()}</code></p></html>"
    )


def qr_svg(url: str) -> str:
    """The address as a QR code for a page."""
    return barcodes.qr(url).svg()


def qr_terminal(url: str) -> str:
    """The address as a QR code for a terminal, two rows of modules to a line; colours are set, so any theme will do."""
    symbol = barcodes.qr(url)
    side = symbol.width
    black = {(x + step, y) for x, y, length in symbol.bars() for step in range(length)}
    blocks = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
    lines = []
    for y in range(0, side, 2):
        cells = (blocks[((x, y) in black, (x, y + 1) in black)] for x in range(side))
        lines.append(f"\x1b[97;40m{''.join(cells)}\x1b[0m")
    return "\n".join(lines)


def trust_server(
    lan: Lan, app_port: int, port: int, address: str = EVERYWHERE
) -> ThreadingHTTPServer:
    """A server of the page and the certificate by plain HTTP; the caller lets it run."""
    return ThreadingHTTPServer((address, port), partial(_Handler, lan, app_port))


def serve_beside(data: Path, app_port: int, port: int) -> subprocess.Popen[bytes]:
    """Serve the page in a process of its own, which ends when this one does: its input closes then."""
    command = [sys.executable, "-m", "pickface.lan.trust", str(data), str(app_port), str(port)]
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def trust_url(lan: Lan, port: int) -> str:
    """Where a new device begins."""
    return f"http://{bracketed(lan.address)}:{port}/"


class _Handler(BaseHTTPRequestHandler):
    """Two things to get; everything else leads to the page."""

    timeout = 10

    def __init__(self, lan: Lan, app_port: int, *args: object) -> None:
        self._lan = lan
        self._app_port = app_port
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """The page, or the certificate as a download that Android offers to install."""
        if self.path.split("?")[0] == "/ca.crt":
            self._answer(
                self._lan.authority_der(),
                "application/x-x509-ca-cert",
                'attachment; filename="pickface-ca.crt"',
            )
        else:
            self._answer(trust_page(self._lan, self._app_port).encode(), "text/html; charset=utf-8")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the terminal shows the address and the QR code."""

    def _answer(self, body: bytes, kind: str, disposition: str = "inline") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Disposition", disposition)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


def main(arguments: list[str]) -> None:
    """Serve until the starter's end of our input closes."""
    data, app_port, port = arguments
    server = trust_server(prepare(Path(data)), int(app_port), int(port))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.buffer.read()
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main(sys.argv[1:])
