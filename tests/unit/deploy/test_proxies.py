"""The proxies' configurations run in the real programs, in front of a real server."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import websocket

from pickface.lan.certificates import Lan, prepare
from tests.conftest import absent
from tests.services import free_port, wait_for_port
from tests.unit.deploy.conftest import DEPLOY, Backend

PICTURE = bytes(8 * 1024 * 1024)
FORM = bytes(900_000)
SPREADSHEET = bytes(20 * 1024 * 1024)


@pytest.fixture
def lan(tmp_path: Path) -> Lan:
    return prepare(tmp_path / "keys", ["127.0.0.1"], "localhost")


@pytest.fixture
def nginx(tmp_path: Path, lan: Lan, backend: Backend) -> Iterator[str]:
    """Our nginx: the real program with our configuration; only names, ports and files are those of the test."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if program is None:
        absent("nginx is not installed (apt-get install nginx)")
    port, plain = free_port(), free_port()
    ours = (DEPLOY / "nginx.conf").read_text()
    for there, here in {
        "/etc/letsencrypt/live/pickface.example.com/fullchain.pem": str(lan.certificate),
        "/etc/letsencrypt/live/pickface.example.com/privkey.pem": str(lan.key),
        "pickface.example.com": "localhost",
        "listen [::]:443 ssl http2;": "",
        "listen [::]:80;": "",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "127.0.0.1:8080": f"127.0.0.1:{backend.port}",
    }.items():
        assert there in ours, f"nginx.conf no longer says {there!r}"
        ours = ours.replace(there, here)
    whole = tmp_path / "nginx.conf"
    folders = "".join(
        f"{kind}_temp_path {tmp_path};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Started by root, nginx would hand its work to a user who may not enter the test's folder.
    user = "user root;" if os.geteuid() == 0 else ""
    whole.write_text(
        f"{user} daemon off; pid {tmp_path}/nginx.pid; error_log stderr warn; events {{}}\n"
        f"http {{ access_log off; {folders}\n{ours}\n}}\n"
    )
    command = [program, "-p", str(tmp_path), "-c", str(whole), "-e", "stderr"]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    process = subprocess.Popen(command)
    wait_for_port(port)
    yield f"https://localhost:{port}"
    process.terminate()
    process.wait(10)


@pytest.fixture
def caddy(tmp_path: Path, backend: Backend) -> Iterator[str]:
    """Caddy with our configuration, without HTTPS, since its certificates come from the Internet."""
    program = shutil.which("caddy")
    if program is None:
        absent("Caddy is not installed (apt-get install caddy)")
    port = free_port()
    environment = {
        "HOME": str(tmp_path),
        "PATH": "/usr/bin:/bin",
        "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
        "PICKFACE_SITE": f"http://localhost:{port}",
        "PICKFACE_UPSTREAM": f"127.0.0.1:{backend.port}",
    }
    command = [program, "run", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    with (tmp_path / "caddy.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stderr=log, stdout=log)
        try:
            wait_for_port(port)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(10)


def test_nginx_passes_on_the_name_that_the_browser_used(nginx: str, lan: Lan) -> None:
    asked = requests.get(f"{nginx}/api/v1/session", verify=str(lan.authority), timeout=5).json()
    assert asked["host"] == nginx.removeprefix("https://")
    assert asked["scheme"] == "https"


def test_nginx_carries_websockets_and_their_host(nginx: str, lan: Lan) -> None:
    socket = websocket.create_connection(
        nginx.replace("https", "wss") + "/ws?topics=work",
        sslopt={"ca_certs": str(lan.authority)},
        timeout=5,
    )
    socket.send("hello")
    assert socket.recv() == f"{nginx.removeprefix('https://')} hello"
    socket.close()


def test_nginx_takes_pictures_where_they_belong_and_nothing_as_large_elsewhere(
    nginx: str, lan: Lan
) -> None:
    def post(path: str, body: bytes) -> requests.Response:
        return requests.post(nginx + path, data=body, verify=str(lan.authority), timeout=20)

    for path in ("/api/v1/barcodes/decode", "/api/v1/photos/ab"):
        assert post(path, PICTURE).json()["bytes"] == len(PICTURE)
    assert post("/api/v1/scans", FORM).json()["bytes"] == len(FORM)
    assert post("/api/v1/scans", PICTURE).status_code == 413
    assert post("/api/v1/imports?kind=items&name=goods.xlsx", SPREADSHEET).status_code == 200


def test_nginx_speaks_modern_tls_only_and_says_so_to_browsers(nginx: str, lan: Lan) -> None:
    answer = requests.get(nginx, verify=str(lan.authority), timeout=5)
    assert "max-age" in answer.headers["Strict-Transport-Security"]
    context = ssl.create_default_context(cafile=str(lan.authority))
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_caddy_accepts_the_configuration_as_it_is(tmp_path: Path) -> None:
    program = shutil.which("caddy")
    if program is None:
        absent("Caddy is not installed (apt-get install caddy)")
    done = subprocess.run(
        [program, "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_caddy_passes_on_the_name_the_websocket_and_the_picture(caddy: str) -> None:
    host = caddy.removeprefix("http://")
    assert requests.get(f"{caddy}/api/v1/session", timeout=5).json()["host"] == host
    socket = websocket.create_connection(caddy.replace("http", "ws") + "/ws", timeout=5)
    socket.send("hello")
    assert socket.recv() == f"{host} hello"
    socket.close()
    assert requests.post(f"{caddy}/api/v1/barcodes/decode", data=PICTURE, timeout=20).json()[
        "bytes"
    ] == len(PICTURE)


def test_caddy_refuses_what_is_larger_than_any_spreadsheet(caddy: str) -> None:
    answer = requests.post(f"{caddy}/api/v1/scans", data=bytes(23_000_000), timeout=20)
    assert answer.status_code >= 400
