"""A floor for load: devices that each hold a begun pick with more units to take than a benchmark can scan."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from pickface.app import create_app, upgrade
from pickface.config import Config
from pickface.db import Tx
from pickface.ids import uuid7
from pickface.locations.service import create_site, virtual_place
from pickface.people.secrets import token_hash
from pickface.people.sessions import SignedIn
from pickface.stock.ledger import Cause, NewMove, post_moves
from pickface.tasks import jobs, lifecycle, planning

GENESIS = "0" * 64
UNITS = 1_000_000


@dataclass
class Device:
    """One handheld in the middle of its pick, ready to sign scans ahead of time."""

    id: str
    token: str
    person: int
    shift: str
    key: ec.EllipticCurvePrivateKey
    stream: str
    cookie: str = ""
    task: int = 0
    revision: int = 1
    lease: int = 1
    code: str = ""
    seq: int = 0
    head: str = GENESIS

    def event(self, **what: Any) -> dict[str, str]:
        """The next event of this device's stream, signed."""
        self.seq += 1
        body = {
            "v": 1,
            "id": uuid7(),
            "stream": self.stream,
            "seq": self.seq,
            "prev": self.head,
            "person": self.person,
            "shift": self.shift,
            "task": self.task,
            "revision": self.revision,
            "lease": self.lease,
            "source": "sim",
            "outcome": {"accepted": True, "code": "counted"},
            "at": int(time.time() * 1000),
            **what,
        }
        text = json.dumps(body, separators=(",", ":"))
        self.head = hashlib.sha256(text.encode()).hexdigest()
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return {"body": text, "sig": _base64(r.to_bytes(32) + s.to_bytes(32))}

    def pick_scan(self) -> dict[str, str]:
        """One unit from the bin into the tote."""
        return self.event(kind="scan", code=self.code, symbology="")


def prepare(data: Path, count: int, url: str = "") -> list[Device]:
    """Make an installation with ``count`` devices whose picks are begun: the tote is taken, the bin is scanned."""
    app = create_app(Config(data=data, database_url=url))
    upgrade(app)
    writer = app.extensions["pickface"].writer
    site = writer.run(_site)
    devices = [_device(app, writer, site, number) for number in range(count)]
    with app.app_context():
        while jobs.run_due(app, writer, app.extensions["pickface"].jobs):
            pass
    for number, device in enumerate(devices):
        writer.run(lambda tx, d=device, n=number: _hand_out(tx, d, n))
    app.extensions["pickface"].close()
    return devices


def _site(tx: Tx) -> int:
    site = create_site(tx, "BENCH", "Bench")
    zone = tx.insert("zone", site_id=site, code="A", name="A", proof="bin_item")
    tx.insert("place", site_id=site, zone_id=zone, code="PACK-1", kind="station")
    return site


def _device(app: APIFlask, writer: Any, site: int, number: int) -> Device:
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    device = Device(uuid7(), f"bench-token-{number:06d}-{'x' * 20}", 0, uuid7(), key, uuid7())

    def make(tx: Tx) -> None:
        device.person = tx.insert("person", site_id=site, name=f"P{number}", role="picker")
        tx.run(
            "INSERT INTO device (id, site_id, name, token_hash, enrolled_at, enrolled_by) "
            "VALUES (:id, :site, :name, :hash, :now, :person)",
            id=device.id,
            site=site,
            name=f"D{number}",
            hash=token_hash(device.token),
            now=tx.now,
            person=device.person,
        )
        tx.run(
            "INSERT INTO shift (id, person_id, device_id, stream, public_key, started_at) "
            "VALUES (:id, :person, :device, :stream, :key, :now)",
            id=device.shift,
            person=device.person,
            device=device.id,
            stream=device.stream,
            key=_base64(point),
            now=tx.now,
        )
        _order(tx, app, site, number, device)

    writer.run(make)
    device.cookie = _cookie(app, device, site)
    return device


def _order(tx: Tx, app: APIFlask, site: int, number: int, device: Device) -> None:
    """An order of its own for each device, and a bin that covers it."""
    zone = tx.value("SELECT id FROM zone WHERE site_id = :site", site=site)
    bin_code = f"A-{number // 100 + 10}-{number % 100:02d}"
    place = tx.insert(
        "place", site_id=site, zone_id=zone, code=bin_code, kind="bin", pickable=1, aisle="A"
    )
    item = tx.insert("item", sku=f"SKU{number}", name=f"Item {number}", zone_code="A")
    device.code = f"CODE{number}"
    tx.insert("barcode", item_id=item, key=device.code, value=device.code, qty=1, pack="piece")
    supplier = virtual_place(tx, site, "supplier")
    post_moves(
        tx,
        [NewMove("receive", item, UNITS, supplier, place)],
        Cause("bench:stock", site),
    )
    order = tx.insert(
        "orders", number=f"SO{number}", site_id=site, placed_at=tx.now, ship_by=tx.now + 86_400_000
    )
    tx.insert("order_line", order_id=order, line_no=1, item_id=item, qty=UNITS)
    planning.release_order(tx, app.extensions["pickface"].world, order)


def _hand_out(tx: Tx, device: Device, number: int) -> None:
    """Offer the device its pick and write down that tote and bin were scanned."""
    task = tx.one(
        "SELECT t.id, t.progress, s.body FROM task t JOIN script s ON s.task_id = t.id "
        "JOIN orders o ON o.id = t.order_id WHERE o.number = :number",
        number=f"SO{number}",
    )
    assert task is not None
    device.task = task["id"]
    lifecycle.offer(tx, device.task, device.person, 86_400_000)


def open_picks(device: Device, number: int) -> list[dict[str, str]]:
    """The two scans with which a pick begins: an empty tote, and the bin."""
    return [
        device.event(kind="scan", code=f"T{100_000 + number}", symbology=""),
        device.event(kind="scan", code=f"A-{number // 100 + 10}-{number % 100:02d}", symbology=""),
    ]


def _cookie(app: APIFlask, device: Device, site: int) -> str:
    from pickface.people.secrets import fingerprint

    person = SignedIn(device.person, site, "", "picker", "en", fingerprint("", ""))
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    session = {
        "_user_id": person.get_id(),
        "_fresh": True,
        "device": device.id,
        "shift": device.shift,
    }
    return f"pickface_session={serializer.dumps(session)}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
