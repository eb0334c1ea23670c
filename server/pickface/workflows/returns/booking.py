"""Goods have come back and were judged: the books, the return, and what is odd about them.

They come from the customer into the house under their order line, which tells the cost book what they had cost when
they left; what is scrap is written off at once by a second move. Until it lies in a bin nothing of it can be promised.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pickface.db import Row, Tx
from pickface.stock.moves import Cause, NewMove, UndoTooLate
from pickface.tasks import changes, exceptions, zone_containers
from pickface.tasks.workflow import Raised, Told, World
from pickface.workflows.returns import sold

REASON = "returned"
"""Why the cost book gets these goods, and why what is scrap leaves it again."""


def react(tx: Tx, task: Row, told: Told, world: World, cause: Cause) -> None:
    """Carry out what interpreting told."""
    match told.name:
        case "returned":
            _returned(tx, task, told.params, replace(cause, reason=REASON))
        case "unknown":
            _unknown(tx, task, told.params["code"][:120], cause.id)
        case "full":
            zone_containers.tell_filled(tx, task, told.params["container"], world)
        case "undone":
            _take_back(tx, task, told.params["event"])


def _returned(tx: Tx, task: Row, goods: Mapping[str, Any], cause: Cause) -> None:
    facts = json.loads(task["facts"])
    grade = facts["grades"][goods["grade"]]
    lot_id = sold.lot_of(tx, goods)
    sale = sold.sale_of(tx, goods, lot_id, facts["order"])
    plate = goods["container"] or ""
    if plate:
        zone_containers.use_again(tx, task, plate)
    place = None if plate else goods["place"]
    owner_id = sold.owner_of(tx, goods["item"], sale.line)
    is_scrap = grade["follow"] == "scrap"
    changes.post(
        tx,
        task,
        _moves(tx, {**facts, "owner": owner_id}, goods, lot_id, sale.line, is_scrap),
        cause,
    )
    tx.insert(
        "return_goods",
        return_id=facts["return"],
        site_id=task["site_id"],
        item_id=goods["item"],
        lot_id=lot_id,
        owner_id=owner_id,
        qty=goods["qty"],
        grade=goods["grade"],
        follow=grade["follow"],
        undecided=goods["qty"] if grade["follow"] in {"hold", "supplier"} else 0,
        strange=sale.strange,
        order_line_id=sale.line,
        place_id=place,
        container=plate,
        event_id=cause.id,
        person_id=cause.person_id,
        at=tx.now,
    )
    _look_at(tx, task, goods, sale, cause.id)


def _moves(
    tx: Tx,
    facts: Mapping[str, Any],
    goods: Mapping[str, Any],
    lot_id: int,
    line: int | None,
    is_scrap: bool,
) -> list[NewMove]:
    plate = goods["container"] or ""
    place = facts["place"] if is_scrap else goods["place"]
    if plate:
        place = tx.value("SELECT place_id FROM container WHERE code = :code", code=plate)
    back = NewMove(
        "return",
        goods["item"],
        goods["qty"],
        facts["customer"],
        place,
        lot_id,
        facts["owner"],
        to_container=plate,
        order_line_id=line,
    )
    if not is_scrap:
        return [back]
    gone = replace(
        back, kind="scrap", from_place_id=place, to_place_id=goods["place"], order_line_id=None
    )
    return [back, gone]


def _look_at(tx: Tx, task: Row, goods: Mapping[str, Any], sale: sold.Sale, event_id: str) -> None:
    """Tell what is odd: more than was sent, an item or a lot that was not, a serial of somebody else."""
    if sale.strange:
        code = "" if sale.strange == "not_expected" else goods["serial"] or goods["lot"]
        about = {"code": code, "other": sale.other}
        said = {name: word for name, word in about.items() if word}
        _tell_strange(tx, task, goods["item"], sale.strange, said, event_id)
    elif sale.line is not None:
        _tell_over(tx, task, goods["item"], sale.line, event_id)


def _tell_strange(
    tx: Tx,
    task: Row,
    item: int,
    strange: str,
    said: Mapping[str, Any],
    event_id: str | None = None,
) -> None:
    units = tx.value(
        "SELECT SUM(g.qty) FROM return_goods g JOIN customer_return r ON r.id = g.return_id "
        "WHERE r.site_id = :site AND r.number = :number AND g.item_id = :item AND g.strange = :strange",
        site=task["site_id"],
        number=task["title"],
        item=item,
        strange=strange,
    )
    params = {"return": task["title"], "qty": int(units or 0), **said}
    _settle(tx, task, strange, params, item, event_id)


def _tell_over(tx: Tx, task: Row, item: int, line: int, event_id: str | None = None) -> None:
    params = {"return": task["title"], "qty": sold.returned_too_many(tx, line)}
    _settle(tx, task, "over", params, item, event_id)


def _settle(
    tx: Tx, task: Row, odd: str, params: Mapping[str, Any], item: int, event_id: str | None
) -> None:
    """Of each kind, item and return there is one exception, with the sum; none where nothing is left of it."""
    order = task["order_id"]
    match odd:
        case "over":
            raised = Raised("return_over", "book", params, item, order_id=order)
        case "not_expected":
            raised = Raised("return_not_expected", "book", params, item, order_id=order)
        case "never_sent":
            raised = Raised("return_never_sent", "book", params, item, order_id=order)
        case _:
            raised = Raised("return_other_order", "book", params, item, order_id=order)
    exceptions.settle(tx, task, raised, ("return",), params["qty"] > 0, event_id)


def _unknown(tx: Tx, task: Row, code: str, event_id: str) -> None:
    params = {"return": task["title"], "code": code}
    raised = Raised("return_unknown", "book", params, order_id=task["order_id"])
    exceptions.settle(tx, task, raised, ("return", "code"), True, event_id)


def _take_back(tx: Tx, task: Row, event_id: str) -> None:
    """The ledger has taken the goods back: so does the return, and what was odd is withdrawn.

    Raises UndoTooLate where somebody has decided about them.
    """
    gone = tx.all("SELECT * FROM return_goods WHERE event_id = :event", event=event_id)
    for goods in gone:
        if tx.value(
            "SELECT 1 FROM return_decision WHERE return_goods_id = :id LIMIT 1", id=goods["id"]
        ):
            raise UndoTooLate("somebody has decided about it", goods=goods["id"])
    tx.run("DELETE FROM return_goods WHERE event_id = :event", event=event_id)
    for goods in gone:
        if goods["strange"]:
            _tell_strange(tx, task, goods["item_id"], goods["strange"], {})
        elif goods["order_line_id"] is not None:
            _tell_over(tx, task, goods["item_id"], goods["order_line_id"])
    for told in tx.all(
        "SELECT id, site_id FROM exception WHERE event_id = :event AND state = 'open' AND kind = 'return_unknown'",
        event=event_id,
    ):
        exceptions.close(tx, told, "undone", task["person_id"])
