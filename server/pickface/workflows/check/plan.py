"""Which checks should exist: those the site asks for, of totes that nobody has checked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from pickface.db import Row, Tx
from pickface.locations import settings
from pickface.tasks import (
    alone,
    by_hand,
    carts,
    consents,
    dictionary,
    exceptions,
    lifecycle,
    titles,
    totes,
)
from pickface.tasks.workflow import Raised, World
from pickface.workflows.check import record
from pickface.workflows.check.compile import Line, compile_check, differences, facts_of
from pickface.workflows.check.rules import Picked, wants_check

_WHO_CHECKS = frozenset({"packer", "supervisor", "manager"})


def on_picked(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """An order was picked: check it, or let it go on."""
    order = tx.one("SELECT * FROM orders WHERE id = :id", id=news["order"])
    if order is None:
        return
    checked = _checked_totes(tx, order["id"])
    content = [held for held in totes.contents(tx, order["id"]) if held["tote"] not in checked]
    rules = settings.of_site(order["site_id"], tx)
    people = _pickers(tx, order["id"]) | {news["person"]} if rules.record_lines else set()
    share = record.share(tx, sorted(one for one in people if one), rules.record_lines)
    asked = wants_check(rules, replace(_picked(tx, order["id"]), record_pct=share))
    if not content or not asked:
        world.tell(tx, "order_checked", order=order["id"])
        return
    pickers = _pickers(tx, order["id"]) | {news["person"]}
    task_id = _make(tx, order, content, news["person"], pickers)
    site_id = order["site_id"]
    if not alone.may_be(tx, site_id) and not alone.others(tx, site_id, _WHO_CHECKS, *pickers):
        raised = Raised("nobody_to_check", "book", {"picker": news["person"]}, order_id=order["id"])
        exceptions.raise_for_task(tx, lifecycle.load(tx, task_id), raised)


def _pickers(tx: Tx, order_id: int) -> set[int | None]:
    """Everybody who took goods for the order, or sorted them to it."""
    found = tx.all(
        f"SELECT DISTINCT t.person_id FROM task t WHERE {carts.IS_FOR} AND t.kind IN ('pick', 'sort') "
        "AND t.state = 'done' AND t.person_id IS NOT NULL",
        order=order_id,
    )
    return {int(task["person_id"]) for task in found}


def _make(
    tx: Tx, order: Row, content: list[Row], last: int | None, pickers: Collection[int | None]
) -> int:
    lines = lines_of(content)
    station_id = content[0]["place_id"]
    words = dictionary.of_items(tx, [line.item_id for line in lines])
    words |= dictionary.of_places(tx, [station_id])
    kept, said = alone.for_another(tx, order["site_id"], _WHO_CHECKS, last, *pickers)
    title = titles.of_order(order["number"], said)
    script = compile_check(
        title,
        order["site_id"],
        lines,
        words,
        words.places[str(station_id)]["code"],
        blind=settings.of_site(order["site_id"], tx).blind_check,
    )
    facts = {**kept, **facts_of(station_id, lines)}
    by_hand.plan(tx, order["id"], script, facts)
    return lifecycle.make_task(
        tx,
        lifecycle.NewTask(
            site_id=order["site_id"],
            kind="check",
            title=title,
            script=script,
            facts=facts,
            priority=order["priority"],
            due_at=order["ship_by"],
            order_id=order["id"],
            place_id=station_id,
            container=lines[0].tote,
        ),
    )


def lines_of(content: list[Row]) -> list[Line]:
    """A line for each lot of an item in a tote; the serials of an item in a tote are one line."""
    serials: dict[tuple[str, int], list[int]] = defaultdict(list)
    for held in content:
        if held["tracking"] == "serial":
            serials[held["tote"], held["item_id"]].append(held["lot_id"])
    lines: list[Line] = []
    for held in content:
        own = tuple(serials.pop((held["tote"], held["item_id"]), ()))
        if held["tracking"] == "serial" and not own:
            continue
        lines.append(
            Line(
                id=len(lines) + 1,
                item_id=held["item_id"],
                qty=len(own) or held["qty"],
                tote=held["tote"],
                owner_id=held["owner_id"],
                lot_id=0 if own else held["lot_id"],
                lot_code="" if own else held["lot_code"],
                serials=own,
            )
        )
    return lines


def _checked_totes(tx: Tx, order_id: int) -> set[str]:
    done = tx.all(
        "SELECT facts FROM task WHERE order_id = :order AND kind = 'check' AND state = 'done'",
        order=order_id,
    )
    return {tote for task in done for tote in json.loads(task["facts"])["totes"]}


def _picked(tx: Tx, order_id: int) -> Picked:
    item = tx.value(
        "SELECT MAX(i.quality_check) FROM order_line ol JOIN item i ON i.id = ol.item_id "
        "WHERE ol.order_id = :order",
        order=order_id,
    )
    picker = tx.value(
        "SELECT MAX(p.quality_check) FROM task t JOIN person p ON p.id = t.person_id "
        f"WHERE {carts.IS_FOR} AND t.kind = 'pick'",
        order=order_id,
    )
    return Picked(order_id, bool(item), bool(picker))


def finished(tx: Tx, task: Row, state: Mapping[str, Any], world: World) -> None:
    """The totes are as they should be, or what is missing is picked again."""
    consents.ended(tx, task)
    facts = json.loads(task["facts"])
    different = differences(facts, state)
    record.note(tx, task, list(facts["lines"].values()), different)
    if any(line["counted"] < line["qty"] for line in different):
        world.tell(tx, "order_incomplete", order=task["order_id"], task=task["id"])
    else:
        world.tell(tx, "order_checked", order=task["order_id"])


def cancelled(tx: Tx, task: Row, world: World) -> None:
    """The order will not be checked: what is in its totes is put away again, and somebody decides."""
    consents.ended(tx, task)
    totes.give_back(tx, task, world)


def opens(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
    """A tote that is to be checked opens its check, to anybody but who picked it."""
    return totes.open_task(tx, "check", code, person_id, site_id)
