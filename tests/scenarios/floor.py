"""A small warehouse and the people in it, so that stories read as sentences.

People here have what a real handheld has: a signing key, a stream, the reducer, an outbox. Everything they do goes
through the scan door; ``go_offline`` keeps it in the outbox until ``come_back``.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from apiflask import APIFlask
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from pickface.db import Tx, clock, db
from pickface.engine import Engine
from pickface.ids import uuid7
from pickface.orders.release import wave_of
from pickface.scans.barcodes import normal_key, parse
from pickface.scans.envelope import GENESIS, open_envelope
from pickface.scans.journal import Carrier
from pickface.scans.office import record_sign_in
from pickface.scans.resolve import resolve
from pickface.stock import reservations
from pickface.stock.verify import verify
from pickface.tasks import dispatch, handover, jobs, lifecycle, planning, work
from pickface.tasks.reducer import reduce
from pickface.tasks.steps import current_step
from tests import builders

BINS = tuple(f"{zone}-0{bay}-0{level}" for zone in "AB" for bay in (1, 2, 3) for level in (1, 2))


class Floor:
    """A site with two aisles of six bins, a dock, a shipping dock, quarantine and a packing station."""

    def __init__(self, app: APIFlask, **settings: Any) -> None:
        self.app = app
        self.engine: Engine = app.extensions["pickface"]
        self.items: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self.orders: dict[str, int] = {}
        self.people = 0
        self.site = self.write(lambda tx: self._build(tx, settings))

    def write(self, work: Any) -> Any:
        """Run a function in a committed transaction."""
        return self.engine.writer.run(work)

    def _build(self, tx: Tx, settings: Mapping[str, Any]) -> builders.Site:
        site = builders.make_site(tx, settings=json.dumps(settings))
        self.places |= {"SUPPLIER": site.supplier, "CUSTOMER": site.customer}
        self.places |= {"LOST": site.lost_found, "FLOOR": site.floor}
        zones = {code: builders.make_zone(tx, site.id, code) for code in ("A", "B", "SHIP")}
        aisles = {}
        for code, x_mm in (("A", 0), ("B", 5_000)):
            aisles[code] = tx.insert(
                "aisle", site_id=site.id, code=code, x1_mm=x_mm, y1_mm=0, x2_mm=x_mm, y2_mm=9_000
            )
        tx.insert(
            "aisle", site_id=site.id, code="X", kind="cross", x1_mm=0, y1_mm=0, x2_mm=9_000, y2_mm=0
        )
        for code in BINS:
            x_mm = 0 if code[0] == "A" else 5_000
            self._place(
                tx, site.id, code, "bin", zone_id=zones[code[0]], aisle_id=aisles[code[0]],
                x_mm=x_mm, y_mm=int(code[3]) * 2_000,
            )  # fmt: skip
        for code, kind, x_mm in (
            ("DOCK-1", "dock", 100),
            ("PACK-1", "station", 7_000),
            ("QUAR-1", "quarantine", 300),
        ):
            self._place(tx, site.id, code, kind, x_mm=x_mm)
        self._place(tx, site.id, "R-01", "quarantine", x_mm=8_000)
        self._place(tx, site.id, "SHIP-1", "dock", zone_id=zones["SHIP"], x_mm=9_000)
        builders.make_supplier(tx)
        return site

    def _place(self, tx: Tx, site_id: int, code: str, kind: str, **values: Any) -> None:
        self.places[code] = builders.make_place(tx, site_id, code, kind=kind, **values)

    # What the office does.

    def item(self, sku: str, *codes: str | tuple[str, int, str], **values: Any) -> int:
        """An item with barcodes: a code for a piece, or (code, quantity, pack word); its SKU is one too."""

        def make(tx: Tx) -> int:
            item_id = builders.make_item(tx, sku, **{"zone_code": "A", **values})
            for code in (sku, *codes):
                value, qty, pack = (code, 1, "piece") if isinstance(code, str) else code
                key = normal_key(value)
                tx.insert("barcode", item_id=item_id, key=key, value=value, qty=qty, pack=pack)
            return item_id

        self.items[sku] = self.write(make)
        return self.items[sku]

    def stock(
        self,
        place: str,
        sku: str,
        qty: int,
        lot: str = "",
        expires_on: str = "",
        container: str = "",
    ) -> None:
        """Goods that lie in a bin, loose or in a container that stands there."""

        def put(tx: Tx) -> None:
            lot_id = 0
            if lot:
                known = tx.value(
                    "SELECT id FROM lot WHERE item_id = :item AND code = :lot",
                    item=self.items[sku],
                    lot=lot,
                )
                lot_id = known or builders.make_lot(tx, self.items[sku], lot, expires_on)
            builders.stock_up(
                tx,
                self.site,
                self.items[sku],
                self.places[place],
                qty,
                lot_id=lot_id,
                container=container,
            )

        self.write(put)

    def purchase(self, number: str, **lines: int) -> int:
        """A purchase order for so many of each item."""

        def order(tx: Tx) -> int:
            supplier = tx.value("SELECT id FROM supplier")
            wanted = [(self.items[sku], qty) for sku, qty in lines.items()]
            return builders.make_purchase_order(
                tx, self.site.id, supplier, wanted, number=number
            ).id

        made: int = self.write(order)
        return made

    def order(self, number: str, release: bool = True, **lines: int) -> int:
        """A customer order, reserved, and released unless told not to."""

        def make(tx: Tx) -> int:
            wanted = [(self.items[sku], qty) for sku, qty in lines.items()]
            order = builders.make_order(tx, self.site.id, wanted, number=number)
            for line in order.lines:
                reservations.reserve_line(tx, line)
            return order.id

        self.orders[number] = self.write(make)
        if release:
            self.release(number)
        return self.orders[number]

    def release(self, number: str, partial: bool = False) -> None:
        """Release an order and plan its work."""
        self.write(
            lambda tx: planning.release_order(tx, self.engine.world, self.orders[number], partial)
        )
        self.work_off()

    def release_together(self, *numbers: str) -> None:
        """Release orders as a wave, as the office does, and plan their work."""
        orders, world = [self.orders[number] for number in numbers], self.engine.world
        with self.app.app_context():
            wave = wave_of(self.site.id, orders)
            db.session.remove()
        for order in orders:
            self.write(lambda tx, order=order: planning.release_order(tx, world, order, wave=wave))
        if wave is not None:
            self.write(lambda tx: planning.close_wave(tx, wave))
        self.work_off()

    def cancel(self, number: str) -> None:
        """Cancel an order."""
        self.write(lambda tx: planning.cancel_order(tx, self.engine.world, self.orders[number]))
        self.work_off()

    def cancel_task(self, person: Person) -> None:
        """A supervisor ends the task that somebody has in hand, at once."""
        assert person.task is not None
        task_id = person.task["id"]
        self.write(lambda tx: planning.cancel_task(tx, self.engine.world, task_id))
        self.work_off()

    def settings(self, **values: Any) -> None:
        """Change how the site works. People sign in one after the other here: who is alone says so (``alone_may``)."""
        self.write(
            lambda tx: tx.run(
                "UPDATE site SET settings = :settings WHERE id = :id",
                settings=json.dumps({"alone_may": False, **values}),
                id=self.site.id,
            )
        )

    def work_off(self) -> None:
        """Do the background work that is due."""
        while jobs.run_due(self.app, self.engine.writer, self.engine.jobs):
            pass

    def face(self, place: str, sku: str, least: int, most: int) -> None:
        """A bin becomes the pick face of an item; its refill is planned by :meth:`look_at_faces`."""
        self.write(
            lambda tx: tx.insert(
                "pick_face",
                site_id=self.site.id,
                place_id=self.places[place],
                item_id=self.items[sku],
                min_qty=least,
                max_qty=most,
            )
        )

    def look_at_faces(self) -> None:
        """The quarter of an hour is over: all faces are looked at."""
        self.write(lambda tx: self.engine.world.tell(tx, "faces_changed", site=self.site.id))
        self.work_off()

    # What a supervisor sees.

    def read(self, sql: str, **params: Any) -> list[dict[str, Any]]:
        """Plain rows."""
        return [dict(row) for row in self.write(lambda tx: tx.all(sql, **params))]

    def value(self, sql: str, **params: Any) -> Any:
        """The first column of the first row."""
        return self.write(lambda tx: tx.value(sql, **params))

    def at(self, place: str, sku: str | None = None) -> int:
        """How many units the books have at a place, in its containers too."""
        return int(
            self.value(
                "SELECT COALESCE(SUM(qty), 0) FROM balance WHERE place_id = :place AND (:item = 0 OR item_id = :item)",
                place=self.places[place],
                item=self.items[sku] if sku else 0,
            )
        )

    def inside(self, container: str) -> dict[str, int]:
        """What the books have in a container, by SKU."""
        return {
            row["sku"]: int(row["qty"])
            for row in self.read(
                "SELECT i.sku, SUM(b.qty) AS qty FROM balance b JOIN item i ON i.id = b.item_id "
                "WHERE b.container = :code AND b.qty <> 0 GROUP BY i.sku ORDER BY i.sku",
                code=container,
            )
        }

    def container(self, code: str) -> dict[str, Any]:
        """The row of a container."""
        return self.read("SELECT * FROM container WHERE code = :code", code=code)[0]

    def raised(self, state: str = "open") -> list[str]:
        """The kinds of exceptions that are open (or resolved), in order."""
        found = self.read(
            "SELECT kind FROM exception WHERE state = :state ORDER BY id", state=state
        )
        return [row["kind"] for row in found]

    def exception(self, kind: str) -> dict[str, Any]:
        """The params of the newest exception of a kind."""
        found = self.read(
            "SELECT params FROM exception WHERE kind = :kind ORDER BY id DESC", kind=kind
        )
        params: dict[str, Any] = json.loads(found[0]["params"])
        return params

    def order_state(self, number: str) -> str:
        """The state of an order."""
        return str(self.value("SELECT state FROM orders WHERE id = :id", id=self.orders[number]))

    def tasks(self, kind: str) -> list[str]:
        """The states of all tasks of a kind, in order."""
        found = self.read("SELECT state FROM task WHERE kind = :kind ORDER BY id", kind=kind)
        return [row["state"] for row in found]

    def verdicts(self, verdict: str) -> list[str]:
        """The codes of all events that now have this verdict, as they came in."""
        return [
            row["code"]
            for row in self.read(
                "SELECT v.code FROM verdict v WHERE v.verdict = :verdict AND v.id = "
                "(SELECT MAX(w.id) FROM verdict w WHERE w.event_id = v.event_id) ORDER BY v.id",
                verdict=verdict,
            )
        ]

    def check_books(self) -> None:
        """Balances, promises and moves agree with each other."""
        assert self.write(lambda tx: verify(tx.all)) == []

    def person(self, name: str, role: str = "picker", **values: Any) -> Person:
        """Somebody signs in on a handheld of their own."""
        self.people += 1
        return Person(self, name, role, **values)


class Person:
    """Somebody with a handheld; each method does one thing and answers the code that the device shows."""

    def __init__(
        self,
        floor: Floor,
        name: str,
        role: str = "picker",
        person_id: int | None = None,
        **values: Any,
    ) -> None:
        self.floor, self.name = floor, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.device, self.shift, self.stream = uuid7(), uuid7(), uuid7()
        self.seq, self.head = 0, GENESIS
        self.outbox: list[tuple[str, str]] = []
        self.verdicts: list[dict[str, Any]] = []
        self.sent: list[tuple[str, str]] = []
        self.online, self.ago_ms = True, 0
        self.task: dict[str, Any] | None = None
        self.id: int = floor.write(lambda tx: self._sign_in(tx, role, values, person_id))

    def _sign_in(self, tx: Tx, role: str, values: Mapping[str, Any], known_id: int | None) -> int:
        site_id = self.floor.site.id
        person_id = known_id or tx.insert(
            "person", site_id=site_id, name=self.name, role=role, **values
        )
        tx.run(
            "INSERT INTO device (id, site_id, name, token_hash, enrolled_at, enrolled_by) "
            "VALUES (:id, :site, :name, :id, 0, :person)",
            id=self.device, site=site_id, name=self.name, person=person_id,
        )  # fmt: skip
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        tx.run(
            "INSERT INTO shift (id, person_id, device_id, stream, public_key, started_at) "
            "VALUES (:id, :person, :device, :stream, :key, :now)",
            id=self.shift, person=person_id, device=self.device, stream=self.stream,
            key=_base64(point), now=tx.now,
        )  # fmt: skip
        record_sign_in(tx, self.floor.engine.signer, self.shift)
        return person_id

    # Getting work.

    def open(self, code: str) -> Person:
        """Scan a code on the home screen: it opens work."""
        site_id, world = self.floor.site.id, self.floor.engine.world

        def open_it(tx: Tx) -> int | None:
            handover.refuse_elsewhere(tx, world, code, self.id, site_id, self.device)
            return world.open(tx, code, self.id, site_id)

        task_id = self.floor.write(open_it)
        assert task_id is not None, f"{code} opens nothing for {self.name}"
        return self.hold(task_id)

    def take_over(self, code: str) -> Person:
        """Scan a tote whose work was begun elsewhere, and say that one goes on with it."""
        return self.start("takeover", code)

    def at_another_device(self) -> Person:
        """The same person signs in on a further handheld."""
        return Person(self.floor, self.name, person_id=self.id)

    def holds(self) -> dict[int, dict[str, Any]]:
        """The work that this device would show, by id."""
        return self._snapshot()

    def hears_of(self, task_id: int) -> str | None:
        """What the device is told of work that it had begun and no longer has; None if it still has it."""
        with self.floor.app.app_context():
            found = work.snapshot(self.id, self.device, [task_id])
            db.session.remove()
        return next((str(task["state"]) for task in found["closed"]), None)

    def can_open(self, code: str) -> bool:
        """Whether a code opens any work for this person."""
        site_id, world = self.floor.site.id, self.floor.engine.world
        return self.floor.write(lambda tx: world.open(tx, code, self.id, site_id)) is not None

    def start(self, kind: str, code: str) -> Person:
        """Ask for work of a kind at a code: a count of a bin, a move."""
        starts = self.floor.engine.world.workflows[kind].starts
        assert starts is not None
        site_id, world = self.floor.site.id, self.floor.engine.world
        task_id = self.floor.write(lambda tx: starts(tx, world, code, self.id, site_id))
        assert task_id is not None, f"{code} starts no {kind} for {self.name}"
        return self.hold(task_id)

    def begin(self, motion: str, code: str) -> Person:
        """Say what to do with a container that was scanned: nest, empty, merge, split, weigh."""
        start = self.floor.engine.world.workflows["move"].motions[motion]
        site_id, world = self.floor.site.id, self.floor.engine.world
        task_id = self.floor.write(lambda tx: start(tx, world, code, self.id, site_id))
        assert task_id is not None, f"{code}: nothing to {motion}"
        return self.hold(task_id)

    def next(self, *kinds: str) -> Person | None:
        """Tap "Next task"; None when there is none."""
        claimed = self.floor.write(
            lambda tx: dispatch.claim_next(tx, self.floor.site.id, self.id, kinds)
        )
        return None if claimed is None else self.hold(claimed)

    def hold_pick_of(self, number: str) -> Person:
        """Get the pick of an order, which waits for somebody."""
        task_id = self.floor.value(
            "SELECT id FROM task WHERE order_id = :order AND kind = 'pick' AND state = 'ready'",
            order=self.floor.orders[number],
        )
        assert self.floor.write(lambda tx: lifecycle.offer(tx, task_id, self.id, 600_000))
        return self.hold(task_id)

    def hold(self, task_id: int) -> Person:
        """Take a task in hand."""
        self.task = self._snapshot()[task_id]
        return self

    def _snapshot(self) -> dict[int, dict[str, Any]]:
        with self.floor.app.app_context():
            found = work.snapshot(self.id, self.device)
            db.session.remove()
        return {task["id"]: task for task in found["tasks"]}

    # What the screen shows.

    @property
    def step(self) -> dict[str, Any]:
        """The step at hand."""
        assert self.task is not None
        step: dict[str, Any] = current_step(self.task["script"], self.task["task_state"])
        return step

    @property
    def done(self) -> bool:
        """Whether the task in hand is finished."""
        return self.task is None or bool(self.task["task_state"]["done"])

    @property
    def place(self) -> str:
        """The code of the place that the step sends the person to."""
        assert self.task is not None
        step = self.step
        place = step["to"]["places"][0] if step["kind"] == "put" else step["place"]
        return str(self.task["script"]["places"][str(place)]["code"])

    # Doing things.

    def scan(self, code: str, symbology: str = "") -> str:
        """Scan a barcode."""
        return self._do("scan", code=code, symbology=symbology)

    def scans(self, *codes: str) -> str:
        """Scan one after the other; the last answer."""
        return [self.scan(code) for code in codes][-1]

    def quantity(self, qty: int) -> str:
        """Type a quantity."""
        return self._do("quantity", qty=qty)

    def fill(self, field: str, value: Any) -> str:
        """Type a lot, an expiry date, a serial, a weight."""
        return self._do("fill", field=field, value=value)

    def choose(self, value: str) -> str:
        """Tap one of the answers."""
        return self._do("choose", value=value)

    def confirm(self) -> str:
        """Tap the large button."""
        return self._do("confirm")

    def act(self, action: str, **fields: Any) -> str:
        """Tap an action: short, skip, done, undo."""
        return self._do("action", action=action, **fields)

    def photograph(
        self, sha256: str, shows: str, of: str | None = None, **about: int
    ) -> tuple[str, str]:
        """Take a photo of what an event told, or of what is on the screen; the verdict on it and its code."""
        self._write(
            {
                "id": uuid7(),
                "kind": "photo",
                "photo": sha256,
                "shows": shows,
                "of": of,
                "about": about,
            }
        )
        if self.online:
            self._deliver()
        return self.verdict

    @property
    def last_event(self) -> str:
        """The id of what this device sent last."""
        return str(json.loads(self.sent[-1][0])["id"])

    def go_offline(self, ago_ms: int = 0) -> Person:
        """Walk into a dead zone; what is scanned there was scanned ``ago_ms`` before now."""
        self.online, self.ago_ms = False, ago_ms
        return self

    def come_back(self) -> list[str]:
        """Walk out of it: the outbox is delivered; the verdicts on it."""
        self.online, self.ago_ms = True, 0
        return [verdict["verdict"] for verdict in self._deliver()]

    def deliver(self) -> list[dict[str, Any]]:
        """What waits goes out, and nothing else happens; the verdicts on it."""
        batch, self.outbox = self.outbox, []
        return self._carry(batch)

    def repeat_delivery(self) -> list[dict[str, Any]]:
        """The answer was lost: everything that was ever sent is sent again."""
        return self._carry(self.sent)

    def _do(self, kind: str, **fields: Any) -> str:
        assert self.task is not None, "nothing in hand"
        event = {"id": uuid7(), "kind": kind, **fields}
        script, state = self.task["script"], self.task["task_state"]
        step = current_step(script, state)
        result = reduce(script, state, event, self._seen(event))
        self._keep(event, step["id"] if step else None, result)
        self.task = {**self.task, "task_state": result["state"]}
        if self.online:
            self._deliver()
            self._pull()
        return str(result["code"])

    def _seen(self, event: Mapping[str, Any]) -> Any:
        """What the device's catalogue says of a code; here it is as fresh as the server's."""
        assert self.task is not None
        if event["kind"] != "scan":
            return None
        key = parse(event["code"], event["symbology"])["key"]
        if key in self.task["script"]["codes"]:
            return None
        return self.floor.write(lambda tx: resolve(tx, key, self.floor.site.id))

    def _keep(self, event: Mapping[str, Any], step: str | None, result: Mapping[str, Any]) -> None:
        assert self.task is not None
        self._write({
            **event, "task": self.task["id"], "revision": self.task["revision"],
            "lease": self.task["lease"]["number"], "step": step,
            "outcome": {"accepted": result["accepted"], "code": result["code"]},
        })  # fmt: skip

    def _write(self, fact: Mapping[str, Any]) -> None:
        self.seq += 1
        body = {
            "v": 1, **fact, "stream": self.stream, "seq": self.seq, "prev": self.head,
            "person": self.id, "shift": self.shift, "source": "wedge", "at": clock() - self.ago_ms,
        }  # fmt: skip
        text = json.dumps(body, separators=(",", ":"))
        self.head = hashlib.sha256(text.encode()).hexdigest()
        self.outbox.append((text, self._sign(text)))

    def _sign(self, text: str) -> str:
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return _base64(r.to_bytes(32) + s.to_bytes(32))

    def _deliver(self) -> list[dict[str, Any]]:
        batch, self.outbox = self.outbox, []
        self.sent += batch
        verdicts = self._carry(batch)
        self.verdicts += verdicts
        self.floor.work_off()
        return verdicts

    def _carry(self, batch: list[tuple[str, str]]) -> list[dict[str, Any]]:
        carrier = Carrier(self.device, self.floor.site.id, sent=clock())
        events = [open_envelope(text, sig) for text, sig in batch]
        with self.floor.app.app_context():
            return self.floor.engine.door.deliver(self.floor.engine.writer, events, carrier)

    def look_again(self) -> Person:
        """A push came: the work is pulled."""
        self._pull()
        return self

    def _pull(self) -> None:
        """Take the server's word for the task; it must be what this device reckoned."""
        assert self.task is not None
        mine, fresh = self.task, self._snapshot().get(self.task["id"])
        if fresh is not None:
            booked = not self.verdicts or self.verdicts[-1]["verdict"] != "set_aside"
            if booked:
                assert fresh["task_state"] == mine["task_state"], "device and server disagree"
            self.task = fresh

    @property
    def verdict(self) -> tuple[str, str]:
        """The last verdict and its code."""
        return self.verdicts[-1]["verdict"], self.verdicts[-1]["code"]


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
