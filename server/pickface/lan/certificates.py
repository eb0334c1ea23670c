"""The certificate authority of this installation, and the server's certificate for its addresses.

Offline work, signing and the camera need a secure origin, and a browser refuses a service worker behind a clicked-away
warning; so devices must trust the authority itself. Its private key never leaves the data folder, and its certificate
is limited to private networks and local names: whoever installs it cannot be fooled about any other site.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pickface.lan.addresses import PRIVATE_NETWORKS, bracketed, is_private, own_addresses
from pickface.lan.files import Key, pem, read_key, write, write_private

FOLDER = "lan"
AUTHORITY_DAYS = 3650
# Browsers refuse longer ones.
SERVER_DAYS = 397
RENEW_DAYS = 30
# A handheld's clock may be behind.
SLACK = timedelta(days=2)
LOCAL_NAMES = ("localhost", "local", "lan", "home.arpa", "internal")


@dataclass(frozen=True)
class Lan:
    """The files of this installation's HTTPS, and the addresses that its certificate is good for."""

    authority: Path
    certificate: Path
    key: Path
    addresses: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def address(self) -> str:
        """The address that devices are told."""
        return self.addresses[0]

    def url(self, port: int) -> str:
        """Where the app is."""
        return f"https://{bracketed(self.address)}:{port}/"

    def authority_der(self) -> bytes:
        """The authority's certificate as Android installs it."""
        certificate = x509.load_pem_x509_certificate(self.authority.read_bytes())
        return certificate.public_bytes(serialization.Encoding.DER)

    def fingerprint(self) -> str:
        """SHA-256 of the authority's certificate, as Android shows it: compare before trusting."""
        certificate = x509.load_pem_x509_certificate(self.authority.read_bytes())
        return certificate.fingerprint(hashes.SHA256()).hex(" ").upper()


def prepare(
    data: Path,
    addresses: Sequence[str] | None = None,
    hostname: str | None = None,
    now: datetime | None = None,
) -> Lan:
    """Make what is missing, renew what is old or names other addresses, and keep the rest.

    The authority is made once per installation: devices that trust it go on trusting. ``addresses`` and ``hostname``
    are the machine's own unless told.
    """
    now = now or datetime.now(UTC)
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = tuple(dict.fromkeys(addresses if addresses is not None else own_addresses()))
    usable = tuple(a for a in found if is_private(a)) or ("127.0.0.1",)
    host = (hostname or socket.gethostname()).lower()
    authority_key, authority = _authority(folder, host, now)
    names = tuple(
        name
        for name in dict.fromkeys((host, f"{host}.local", "localhost"))
        if _permitted(name, authority)
    )
    lan = Lan(folder / "ca.crt", folder / "server.crt", folder / "server.key", usable, names)
    if not _still_good(lan, authority, now):
        _issue(lan, authority_key, authority, now)
    return lan


def _authority(folder: Path, host: str, now: datetime) -> tuple[Key, x509.Certificate]:
    """This installation's authority: read, or made the first time, or made anew when it has run out."""
    key_file, file = folder / "ca.key", folder / "ca.crt"
    if key_file.exists() and file.exists():
        key = read_key(key_file)
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        if certificate.not_valid_after_utc > now + timedelta(days=SERVER_DAYS):
            return key, certificate
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Pickface on {host}"[:64])])
    permitted: list[x509.GeneralName] = [x509.DNSName(local) for local in (*LOCAL_NAMES, host)]
    permitted += [x509.IPAddress(ipaddress.ip_network(network)) for network in PRIVATE_NETWORKS]
    certificate = (
        _builder(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_private(key_file, pem(key))
    write(file, certificate.public_bytes(serialization.Encoding.PEM))
    return key, certificate


def _issue(lan: Lan, authority_key: Key, authority: x509.Certificate, now: datetime) -> None:
    """Make the server's certificate for its addresses and names, with a key of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, lan.address)])
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in lan.names]
    # The loopback too, so that the server's own browser can be used.
    alternatives += [
        x509.IPAddress(ipaddress.ip_address(address))
        for address in dict.fromkeys((*lan.addresses, "127.0.0.1"))
    ]
    certificate = (
        _builder(subject, authority.subject, key, now, SERVER_DAYS)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    write_private(lan.key, pem(key))
    # The authority follows, so that a client that got only its fingerprint can check the chain.
    text = serialization.Encoding.PEM
    write(lan.certificate, certificate.public_bytes(text) + authority.public_bytes(text))


def _still_good(lan: Lan, authority: x509.Certificate, now: datetime) -> bool:
    """Whether the server's certificate is of this authority, in time, and for exactly these addresses."""
    if not (lan.certificate.exists() and lan.key.exists()):
        return False
    certificate = x509.load_pem_x509_certificate(lan.certificate.read_bytes())
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    if certificate.public_key() != read_key(lan.key).public_key():
        return False
    alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    told = {str(address) for address in alternatives.get_values_for_type(x509.IPAddress)}
    names = set(alternatives.get_values_for_type(x509.DNSName))
    in_time = certificate.not_valid_after_utc > now + timedelta(days=RENEW_DAYS)
    return in_time and told == {*lan.addresses, "127.0.0.1"} and names == set(lan.names)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(now - SLACK + timedelta(days=days))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _permitted(name: str, authority: x509.Certificate) -> bool:
    """Whether the authority may speak for a name; the host may have been renamed since it was made."""
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    allowed = [
        entry.value
        for entry in constraints.permitted_subtrees or []
        if isinstance(entry, x509.DNSName)
    ]
    return any(name == one or name.endswith(f".{one}") for one in allowed)
