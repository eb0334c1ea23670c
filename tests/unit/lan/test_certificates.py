"""Certificates are proved by real TLS handshakes, by a client that trusts nothing but this installation."""

from __future__ import annotations

import socket
import ssl
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from pickface.lan.addresses import own_addresses
from pickface.lan.certificates import Lan, prepare

ADDRESSES = ("192.168.7.20", "10.1.2.3")


@contextmanager
def tls_server(certificate: Path, key: Path) -> Iterator[int]:
    """A TLS server on the loopback that shakes hands until it is closed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            try:
                context.wrap_socket(connection, server_side=True).close()
            except (ssl.SSLError, OSError):
                connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def shake_hands(authority: Path, port: int, name: str) -> None:
    """Connect as a device that reached the server under that name."""
    context = ssl.create_default_context(cafile=str(authority))
    with (
        socket.create_connection(("127.0.0.1", port), 5) as plain,
        context.wrap_socket(plain, server_hostname=name),
    ):
        pass


@pytest.fixture
def lan(tmp_path: Path) -> Lan:
    return prepare(tmp_path, ADDRESSES, "dock-server")


@pytest.mark.parametrize(
    "name",
    ["192.168.7.20", "10.1.2.3", "127.0.0.1", "localhost", "dock-server", "dock-server.local"],
)
def test_a_device_that_trusts_the_authority_connects_by_every_address_and_name(
    lan: Lan, name: str
) -> None:
    with tls_server(lan.certificate, lan.key) as port:
        shake_hands(lan.authority, port, name)


def test_a_device_under_an_address_that_is_not_ours_is_warned(lan: Lan) -> None:
    with (
        tls_server(lan.certificate, lan.key) as port,
        pytest.raises(ssl.SSLCertVerificationError, match="mismatch"),
    ):
        shake_hands(lan.authority, port, "192.168.7.21")


def test_another_installations_authority_is_not_enough(lan: Lan, tmp_path: Path) -> None:
    other = prepare(tmp_path / "other", ADDRESSES, "dock-server")
    with tls_server(lan.certificate, lan.key) as port, pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(other.authority, port, "192.168.7.20")


def test_whoever_steals_the_authoritys_key_still_cannot_speak_for_a_bank(
    lan: Lan, tmp_path: Path
) -> None:
    authority_key = serialization.load_pem_private_key(
        (lan.authority.parent / "ca.key").read_bytes(), None
    )
    authority = x509.load_pem_x509_certificate(lan.authority.read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    forged = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("bank.example")]), critical=True)
        .sign(authority_key, hashes.SHA256())  # type: ignore[arg-type]
    )
    certificate, key_file = tmp_path / "forged.crt", tmp_path / "forged.key"
    certificate.write_bytes(forged.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with (
        tls_server(certificate, key_file) as port,
        pytest.raises(ssl.SSLCertVerificationError, match="permitted"),
    ):
        shake_hands(lan.authority, port, "bank.example")


def test_keys_are_readable_by_their_owner_alone(lan: Lan) -> None:
    folder = lan.key.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in (lan.key, folder / "ca.key"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(file.name for file in folder.iterdir()) == [
        "ca.crt",
        "ca.key",
        "server.crt",
        "server.key",
    ]


def test_a_second_start_keeps_everything(lan: Lan, tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in lan.key.parent.iterdir()}
    assert prepare(tmp_path, ADDRESSES, "dock-server") == lan
    assert {file.name: file.read_bytes() for file in lan.key.parent.iterdir()} == before


def test_new_addresses_get_a_new_certificate_from_the_same_authority(
    lan: Lan, tmp_path: Path
) -> None:
    authority, old = lan.authority.read_bytes(), lan.certificate.read_bytes()
    moved = prepare(tmp_path, ["192.168.9.9"], "dock-server")
    assert moved.authority.read_bytes() == authority
    assert moved.certificate.read_bytes() != old
    with tls_server(moved.certificate, moved.key) as port:
        shake_hands(moved.authority, port, "192.168.9.9")


def test_the_certificate_is_renewed_before_it_runs_out_and_devices_go_on_trusting(
    lan: Lan, tmp_path: Path
) -> None:
    authority, old = lan.authority.read_bytes(), lan.certificate.read_bytes()
    nearly = datetime.now(UTC) + timedelta(days=370)
    renewed = prepare(tmp_path, ADDRESSES, "dock-server", now=nearly)
    assert renewed.certificate.read_bytes() != old
    assert renewed.authority.read_bytes() == authority


def test_no_certificate_lives_longer_than_browsers_accept(lan: Lan) -> None:
    certificate = x509.load_pem_x509_certificate(lan.certificate.read_bytes())
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= timedelta(days=398)


def test_a_damaged_certificate_is_made_anew(lan: Lan, tmp_path: Path) -> None:
    lan.certificate.write_bytes(
        prepare(tmp_path / "other", ADDRESSES, "dock-server").certificate.read_bytes()
    )
    again = prepare(tmp_path, ADDRESSES, "dock-server")
    with tls_server(again.certificate, again.key) as port:
        shake_hands(again.authority, port, "192.168.7.20")


def test_a_renamed_machine_keeps_its_authority_and_its_local_names(
    lan: Lan, tmp_path: Path
) -> None:
    renamed = prepare(tmp_path, ADDRESSES, "new-name")
    assert renamed.names == ("new-name.local", "localhost")


def test_addresses_outside_private_networks_are_left_out(tmp_path: Path) -> None:
    assert prepare(tmp_path, ["203.0.113.5", "192.168.7.20"], "host").addresses == ("192.168.7.20",)
    assert prepare(tmp_path, [], "host").url(8443) == "https://127.0.0.1:8443/"


def test_this_machines_own_addresses_are_addresses_without_the_loopback() -> None:
    for address in own_addresses():
        socket.inet_aton(address)
        assert not address.startswith("127.")
