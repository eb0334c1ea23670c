"""A pick changes hands: the books follow what was counted in its totes, and what remains is a further revision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pickface.db import Row, Tx
from pickface.scans import waiting
from pickface.scans.journal import original
from pickface.stock.moves import Cause
from pickface.tasks import changes, exceptions, lifecycle
from pickface.tasks.steps import empty_state
from pickface.tasks.workflow import ContainerOpened, Raised, World
from pickface.workflows.pick.batch import is_batch
from pickface.workflows.pick.counted import orders_of, seen_in, settle
from pickface.workflows.pick.interpret import is_cart
from pickface.workflows.pick.remaining import rest_of_batch, rest_of_cart, rest_of_pick


def on_counted(tx: Tx, world: World, news: Mapping[str, Any]) -> None:
    """Somebody said what is in the totes of a pick: the books follow, and the pick is theirs now."""
    task = lifecycle.load(tx, news["task"])
    # Under another lease the totes were somebody else's meanwhile, and are not what was counted.
    changed = news["lease"] != task["lease_number"]
    if task["kind"] != "pick" or changed or task["state"] in ("ready", "done", "cancelled"):
        return
    facts, cause = json.loads(task["facts"]), news["cause"]
    plates = list(dict.fromkeys(news["totes"]))
    owners = {plate: orders_of(tx, task, facts, plate) for plate in plates}
    for plate in plates:
        whose = None if is_batch(facts) else next(iter(owners[plate]), None)
        _open(tx, task, facts, plate, whose, cause)
    seen = seen_in(tx, news["seen"])
    different = settle(tx, task, facts, owners, seen, cause)
    if different:
        params = {"lines": different}
        raised = Raised("tote_difference", "book", params, order_id=task["order_id"])
        exceptions.raise_exception(tx, cause, raised)
    _close_waiting(tx, task, cause)
    if is_cart(facts):
        for plate in plates:
            if not owners[plate]:
                # Nobody can tell for which order it was filled: that one gets a new tote.
                world.tell(tx, "goods_left", container=plate, site=task["site_id"])
    _go_on(tx, task, facts, plates[-1], news)


def _open(
    tx: Tx, task: Row, facts: Mapping[str, Any], plate: str, order_id: int | None, cause: Cause
) -> None:
    """A tote that only the old device knew belongs to the pick from now on."""
    kind = tx.value("SELECT kind FROM container WHERE code = :code", code=plate) or "tote"
    opened = ContainerOpened(plate, kind, facts["floor"], order_id=order_id)
    changes.open_container(tx, task, opened, cause)


def _close_waiting(tx: Tx, task: Row, cause: Cause) -> None:
    """What waited for a supervisor was about goods that are counted now; nothing waits behind it any more."""
    for asked in tx.all(
        "SELECT id, site_id, event_id FROM exception WHERE site_id = :site AND task_id = :task AND kind = 'set_aside' "
        "AND state = 'open' ORDER BY id",
        site=task["site_id"],
        task=task["id"],
    ):
        exceptions.close(tx, asked, "counted", cause.person_id)
        others: set[int] = {int(task["id"])}
        for event in waiting.let_go(tx, asked["event_id"]):
            if event["task_id"] in others:
                continue
            # Another task's scans had waited too: somebody has to decide about the first of them now.
            others.add(event["task_id"])
            other = lifecycle.load(tx, event["task_id"])
            waiting.hold_up(tx, other, json.loads(original(event["body"])), event["id"])
            told = Raised("set_aside", "book", {"code": "follows_set_aside"})
            exceptions.raise_for_task(tx, other, told, event["id"])


def _go_on(tx: Tx, task: Row, facts: Mapping[str, Any], tote: str, news: Mapping[str, Any]) -> None:
    """The pick is the new person's, on the new device, under a new lease, with what remains of it."""
    before = lifecycle.script_of(tx, task)
    walk = {step["place"]: n for n, step in enumerate(before["steps"]) if step.get("place")}
    if is_cart(facts):
        script, handed, held = rest_of_cart(tx, task, facts, walk)
    elif is_batch(facts):
        script, handed = rest_of_batch(tx, task, facts, walk)
        held = {"tote": tote}
    else:
        script, handed = rest_of_pick(tx, task, facts, walk)
        held = {"tote": tote}
    lease = int(task["lease_number"]) + 1
    lifecycle.revise(tx, task, script, {**handed, "counted_lease": lease})
    # The totes are at hand: they need not be taken again.
    state = {**empty_state(), "vars": held, "steps": {var: {"done": True} for var in held}}
    lifecycle.hand_over(
        tx, task, news["person"], news["stream"], progress=json.dumps(state), note=""
    )
