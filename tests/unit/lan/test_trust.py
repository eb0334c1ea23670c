"""What a person with a new device gets: a page, a certificate, and a code to scan."""

from __future__ import annotations

import subprocess
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from cryptography import x509
from PIL import Image

from pickface.lan import trust
from pickface.lan.certificates import Lan, prepare
from tests.services import wait_for_port


@pytest.fixture
def lan(tmp_path: Path) -> Lan:
    return prepare(tmp_path, ["192.168.7.20"], "dock-server")


@pytest.fixture
def address(lan: Lan) -> Iterator[str]:
    server = trust.trust_server(lan, app_port=8443, port=0, address="127.0.0.1")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_page_tells_the_steps_the_address_and_the_fingerprint(lan: Lan, address: str) -> None:
    with urllib.request.urlopen(f"{address}/") as answer:
        page = answer.read().decode()
    assert "CA certificate" in page
    assert 'href="/ca.crt"' in page
    assert 'href="https://192.168.7.20:8443/"' in page
    assert lan.fingerprint() in page
    assert page.count("<li>") == len(trust.STEPS)


def test_the_certificate_comes_as_a_download_that_android_installs(lan: Lan, address: str) -> None:
    with urllib.request.urlopen(f"{address}/ca.crt") as answer:
        body = answer.read()
        assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
        assert "pickface-ca.crt" in answer.headers["Content-Disposition"]
    assert x509.load_der_x509_certificate(body) == x509.load_pem_x509_certificate(
        lan.authority.read_bytes()
    )


@pytest.mark.parametrize(
    "path", ["/ca.key", "/server.key", "/../ca.key", "/lan/server.key", "/%2e%2e/ca.key"]
)
def test_no_path_leads_to_a_key(address: str, path: str) -> None:
    with urllib.request.urlopen(address + path) as answer:
        assert b"PRIVATE KEY" not in answer.read()
        assert answer.headers["Content-Type"].startswith("text/html")


def test_the_code_in_the_terminal_scans(lan: Lan) -> None:
    lines = trust.qr_terminal(lan.url(8443)).split("\n")
    rows = []
    for line in lines:
        cells = line.removeprefix("\x1b[97;40m").removesuffix("\x1b[0m")
        rows.append([cell in "█▀" for cell in cells])
        rows.append([cell in "█▄" for cell in cells])
    shown = Image.fromarray(
        np.where(np.kron(np.array(rows), np.ones((6, 6))) > 0, 255, 0).astype(np.uint8)
    )
    # The terminal itself may be dark all around.
    dark = Image.new("L", (shown.width + 80, shown.height + 80), 0)
    dark.paste(shown, (40, 40))
    assert [found.text for found in zxingcpp.read_barcodes(dark)] == ["https://192.168.7.20:8443/"]


def test_the_page_beside_the_server_ends_when_its_starter_does(
    tmp_path: Path, free_port: int
) -> None:
    beside = trust.serve_beside(tmp_path, 8443, free_port)
    wait_for_port(free_port)
    with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/ca.crt") as answer:
        assert answer.status == 200
    assert beside.stdin is not None
    beside.stdin.close()
    try:
        assert beside.wait(10) == 0
    except subprocess.TimeoutExpired:
        beside.kill()
        raise
