"""What the office does to stock: adjust with a reason, move, send to another site and take in what was sent.

Each is journaled as an event of the office, signed like a scan, and is the cause of its moves. The books never give
more than they have: at a desk nobody has the goods in hand, so that nothing is found. What is promised from a balance
goes along, or yields, as it does for anybody's move (LAWS 17).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Final, NamedTuple

from pickface.db import Row, Tx
from pickface.errors import BadRequest, Conflict, NotFound
from pickface.scans.keys import ServerSigner
from pickface.scans.office import record
from pickface.scans.photos import naming
from pickface.scans.verdict import Verdict
from pickface.stock import containers, ledger, variances
from pickface.stock.locks import lock_levels
from pickface.stock.moves import AT_BALANCE, BalanceKey, Cause, NewMove, NotEnough
from pickface.tasks import changes, exceptions, limits
from pickface.tasks.workflow import Raised

REASONS: Final = {
    "damaged": "scrap",
    "expired": "scrap",
    "used": "scrap",
    "lost": "lost_found",
    "found": "lost_found",
    "mistake": "lost_found",
}
"""Why an adjustment is made, and the kind of place that takes or gives the units."""
GIVES: Final = frozenset({"found", "mistake"})
"""Reasons by which units are added."""
TRANSIT = "transit"
ASKS = "adjustment_approval"


class CountWaits(Conflict):
    """A count of this balance waits to be decided; adjusting it meanwhile would take the difference twice."""

    code = "count_waits"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Units that are to be added to a balance, or taken off, and why."""

    item_id: int
    lot_id: int
    place_id: int
    container: str
    owner_id: int
    delta: int
    reason: str
    note: str = ""
    photo: str = ""
    """The SHA-256 of a photo that shows why; its file is handed in after this (LAWS 27)."""

    @property
    def key(self) -> BalanceKey:
        """The balance."""
        return BalanceKey(self.item_id, self.lot_id, self.place_id, self.container, self.owner_id)

    def check(self) -> Adjustment:
        """Refuse what makes no sense; BadRequest names the field."""
        if self.reason not in REASONS:
            raise BadRequest("there is no such reason", field="reason")
        if not self.delta or (self.delta > 0 and self.reason not in GIVES):
            raise BadRequest("this reason takes units away", field="delta")
        if self.delta < 0 and self.reason == "found":
            raise BadRequest("what was found is added", field="delta")
        return self


class Adjusted(NamedTuple):
    """Whether it is booked, or waits for a manager's approval; and the event that said so, which names its photo."""

    booked: bool
    event: str


def adjust(tx: Tx, signer: ServerSigner, by: Row, wish: Adjustment) -> Adjusted:
    """Adjust a balance in the name of ``by`` (``id``, ``site_id``).

    Raises NotFound, NotEnough, CountWaits, BadRequest.
    """
    wish.check()
    item = _look(tx, by["site_id"], wish.key)
    worth = abs(wish.delta) * int(item["price_minor"])
    allowed = limits.may_decide(tx, by["site_id"], by["id"], abs(wish.delta), worth)
    cause = _said(tx, signer, by, "adjust" if allowed else "adjust_asked", wish.key, asdict(wish))
    cause = replace(cause, reason=wish.reason)
    if wish.photo:
        naming.name_own(tx, cause, wish.photo, wish.reason)
    if not allowed:
        there = _there(tx, wish.key)
        if there + wish.delta < 0:
            raise NotEnough("the books have fewer", qty=-wish.delta, there=there)
        about = {**asdict(wish), "value_minor": worth, "currency": item["currency"]}
        raised = Raised(ASKS, "approve", about, wish.item_id, wish.place_id)
        exception = exceptions.raise_exception(tx, cause, raised)
        if wish.photo:
            naming.show_with(tx, cause.id, exception)
        return Adjusted(False, cause.id)
    _carry_out(tx, wish, cause)
    return Adjusted(True, cause.id)


def approve(tx: Tx, asked: dict[str, Any], site_id: int, person_id: int, event_id: str) -> None:
    """A manager agrees: the adjustment is booked, by what the books have now. Raises OverYourLimit, NotEnough."""
    named = {name: asked[name] for name in Adjustment.__slots__ if name in asked}
    limits.insist(tx, site_id, person_id, abs(named["delta"]), int(asked["value_minor"]))
    cause = Cause(event_id, site_id, person_id, reason=named["reason"])
    naming.name_again(tx, cause, named.get("photo", ""))
    _carry_out(tx, Adjustment(**named), cause)


def _carry_out(tx: Tx, wish: Adjustment, cause: Cause) -> None:
    if not wish.container and any(
        (line["item_id"], line["lot_id"], line["owner_id"])
        == (wish.item_id, wish.lot_id, wish.owner_id)
        for line in variances.waiting(tx, wish.place_id)
    ):
        raise CountWaits("a count of it waits to be decided", place=wish.place_id)
    if REASONS[wish.reason] == "lost_found":
        posted = ledger.adjust(tx, **wish.key.bound, delta=wish.delta, kind="adjust", cause=cause)
    else:
        scrap = _place_of_kind(tx, cause.site_id, "scrap")
        posted = _post(tx, "scrap", wish.key, wish.key.at(scrap, ""), -wish.delta, cause)
    changes.told(tx, None, posted, cause)


def move(
    tx: Tx, signer: ServerSigner, by: Row, key: BalanceKey, to_place_id: int, qty: int
) -> None:
    """Move units to another place of the site; pins go along where they can. Raises NotFound, NotEnough."""
    _look(tx, by["site_id"], key)
    _real_place(tx, by["site_id"], to_place_id)
    about = {**key._asdict(), "to_place_id": to_place_id, "qty": qty}
    cause = _said(tx, signer, by, "move", key, about)
    changes.told(tx, None, _post(tx, "move", key, key.at(to_place_id, ""), qty, cause), cause)


def send(tx: Tx, signer: ServerSigner, by: Row, key: BalanceKey, to_site_id: int, qty: int) -> None:
    """The first step of a transfer: units leave for another site and are in transit. Raises NotFound, NotEnough."""
    _look(tx, by["site_id"], key)
    if to_site_id == by["site_id"]:
        raise BadRequest("that is this site", field="site")
    transit = transit_place(tx, to_site_id)
    about = {**key._asdict(), "to_site_id": to_site_id, "qty": qty}
    cause = _said(tx, signer, by, "send", key, about)
    changes.told(tx, None, _post(tx, "send", key, key.at(transit, ""), qty, cause), cause)


def take_in(
    tx: Tx, signer: ServerSigner, by: Row, key: BalanceKey, to_place_id: int, qty: int
) -> None:
    """The second step: units that are in transit to this site have come. Raises NotFound, NotEnough."""
    transit = BalanceKey(
        key.item_id, key.lot_id, transit_place(tx, by["site_id"]), "", key.owner_id
    )
    _real_place(tx, by["site_id"], to_place_id)
    about = {**transit._asdict(), "to_place_id": to_place_id, "qty": qty}
    cause = _said(tx, signer, by, "take_in", transit.at(to_place_id, ""), about)
    posted = _post(tx, "take_in", transit, transit.at(to_place_id, ""), qty, cause)
    changes.told(tx, None, posted, cause)


def _post(
    tx: Tx, kind: str, origin: BalanceKey, goal: BalanceKey, qty: int, cause: Cause
) -> ledger.Posted:
    """Post one move of no more than what is there."""
    lock_levels(tx, cause.site_id, [(origin.item_id, origin.owner_id)])
    there = _there(tx, origin)
    if there < qty:
        raise NotEnough("the books have fewer", qty=qty, there=there)
    new = NewMove(
        kind, origin.item_id, qty, origin.place_id, goal.place_id, origin.lot_id, origin.owner_id,
        origin.container, goal.container,
    )  # fmt: skip
    posted = ledger.post_moves(tx, [new], cause)
    containers.follow(tx, origin.container, cause)
    return posted


def _there(tx: Tx, key: BalanceKey) -> int:
    sql = f"SELECT qty FROM balance WHERE {AT_BALANCE}" + tx.for_update
    return int(tx.value(sql, **key.bound) or 0)


def _look(tx: Tx, site_id: int, key: BalanceKey) -> Row:
    """The item that a balance holds; NotFound where the balance names nothing of the site."""
    _real_place(tx, site_id, key.place_id)
    found = tx.one(
        "SELECT i.price_minor, i.currency FROM item i JOIN lot l ON l.id = :lot AND l.item_id IN (0, i.id) "
        "JOIN owner w ON w.id = :owner WHERE i.id = :item AND (:container = '' OR EXISTS "
        "(SELECT 1 FROM container c WHERE c.code = :container AND c.place_id = :place))",
        item=key.item_id,
        lot=key.lot_id,
        owner=key.owner_id,
        container=key.container,
        place=key.place_id,
    )
    if found is None:
        raise NotFound("there is nothing like that here", item=key.item_id)
    return found


def _real_place(tx: Tx, site_id: int, place_id: int) -> None:
    if not tx.value(
        "SELECT 1 FROM place WHERE id = :id AND site_id = :site AND virtual = 0 AND active = 1",
        id=place_id,
        site=site_id,
    ):
        raise NotFound("no such place here", place=place_id)


def _place_of_kind(tx: Tx, site_id: int, kind: str) -> int:
    found = tx.value(
        "SELECT id FROM place WHERE site_id = :site AND kind = :kind ORDER BY id LIMIT 1",
        site=site_id,
        kind=kind,
    )
    if found is None:
        raise NotFound(f"the site has no {kind}", site=site_id)
    return int(found)


def transit_place(tx: Tx, site_id: int) -> int:
    """The place where goods are that are on their way to a site; made when the first ones are."""
    if tx.value("SELECT 1 FROM site WHERE id = :id", id=site_id) is None:
        raise NotFound("no such site", site=site_id)
    tx.run(
        "INSERT INTO place (site_id, code, kind, virtual, pickable) VALUES (:site, 'TRANSIT', :kind, 1, 0) "
        "ON CONFLICT DO NOTHING",
        site=site_id,
        kind=TRANSIT,
    )
    return _place_of_kind(tx, site_id, TRANSIT)


def _said(
    tx: Tx, signer: ServerSigner, by: Row, action: str, key: BalanceKey, about: dict[str, Any]
) -> Cause:
    verdict = Verdict("booked", "noted", {}, key.item_id, key.place_id)
    event_id = record(
        tx, signer, by["site_id"], by["id"], "office", verdict, action=action, stock=about
    )
    return Cause(event_id, by["site_id"], by["id"])
