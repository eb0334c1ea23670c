"""Orders that go to the floor, one by one or as a wave, and orders that are taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pickface.db import Tx, command, db
from pickface.engine import engine
from pickface.locations import settings
from pickface.orders import service, splitting, substituting
from pickface.people.sessions import SignedIn

if TYPE_CHECKING:
    from pickface.tasks.planning import Wave


def release_one(site_id: int, order_id: int, *, partial: bool = False) -> dict[str, Any]:
    """Release one order; what keeps it from being released is raised."""
    # At call time: the engine plans the work, and orders must load without it.
    from pickface.tasks import planning
    from pickface.tasks.routes import plan_now

    for held in service.check_addresses(site_id, [order_id]).values():
        raise held
    _check(site_id, [order_id])
    world = engine().world
    command(lambda tx: planning.release_order(tx, world, order_id, partial))
    plan_now()
    return _answer(site_id, [order_id], {})


def release_wave(
    person: SignedIn, order_ids: Sequence[int], *, partial: bool = False, method: str | None = None
) -> dict[str, Any]:
    """Release orders together; each answers whether it was released, or why not.

    ``method`` says how they are picked; None is as the site does.
    """
    from pickface.tasks.routes import release_orders

    wanted = list(dict.fromkeys(order_ids))
    held = service.check_addresses(person.site_id, wanted)
    free = [order for order in wanted if order not in held]
    wave = wave_of(person.site_id, free, method)
    _check(person.site_id, wanted)
    outcome = release_orders(free, partial, wave)
    told = {order: why.as_json() for order, why in held.items()}
    return _answer(person.site_id, wanted, told | {done["order"]: done for done in outcome})


def wave_of(site_id: int, order_ids: Sequence[int], method: str | None = None) -> Wave | None:
    """The wave that orders make where they are picked together; None where each is picked by itself."""
    from pickface.tasks.planning import Wave

    how = method or settings.of_site(site_id).pick_method
    if len(order_ids) < 2 or how == "single":
        return None
    return Wave(order_ids[0], how)


def cancel(site_id: int, order_id: int) -> dict[str, Any]:
    """Cancel an order that has not shipped."""
    from pickface.tasks import planning
    from pickface.tasks.routes import plan_now

    _check(site_id, [order_id])
    world = engine().world
    command(lambda tx: planning.cancel_order(tx, world, order_id))
    plan_now()
    return _answer(site_id, [order_id], {})


def hold(person: SignedIn, order_id: int) -> None:
    """Keep an order that waits from being released."""
    from pickface.tasks.order_holds import hold_order

    def keep(tx: Tx) -> None:
        if hold_order(tx, person.site_id, order_id):
            splitting.note(tx, order_id, "held", person.id, order_id)

    command(keep)


def let_go(person: SignedIn, order_id: int) -> None:
    """Let an order that was kept back be released again."""
    from pickface.tasks.order_holds import let_go_order

    def free(tx: Tx) -> None:
        if let_go_order(tx, person.site_id, order_id):
            splitting.note(tx, order_id, "let_go", person.id, order_id)

    command(free)


def prioritise(person: SignedIn, order_id: int, priority: int) -> None:
    """Say how urgent an order is."""
    from pickface.tasks.order_holds import prioritise_order

    def hurry(tx: Tx) -> None:
        if prioritise_order(tx, person.site_id, order_id, priority):
            splitting.note(tx, order_id, "priority", person.id, order_id, priority=priority)

    command(hurry)


def substitute(person: SignedIn, order_id: int, line_id: int, item_id: int, qty: int) -> None:
    """Let another item stand for what a line lacks; whoever picks the order by now is sent to it."""
    from pickface.tasks import planning
    from pickface.tasks.routes import plan_now

    def stand_in(tx: Tx) -> None:
        made = substituting.substitute(
            tx, person.site_id, order_id, line_id, item_id=item_id, qty=qty, person_id=person.id
        )
        planning.send_picker(tx, made)

    command(stand_in)
    plan_now()


def take_substitute_back(person: SignedIn, order_id: int, line_id: int) -> None:
    """Let a substitute not come after all; whoever picks the order by now is not sent to it any more."""
    from pickface.tasks import planning
    from pickface.tasks.routes import plan_now

    def give_back(tx: Tx) -> None:
        asked = substituting.take_back(tx, person.site_id, order_id, line_id, person.id)
        planning.send_picker(tx, asked)

    command(give_back)
    plan_now()


def _check(site_id: int, order_ids: Sequence[int]) -> None:
    service.check_here(site_id, order_ids)
    # What was read is old once the tasks are made.
    db.session.remove()


def _answer(
    site_id: int, order_ids: Sequence[int], outcome: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    db.session.remove()
    orders = []
    for order in service.states(site_id, order_ids):
        done = outcome.get(order["id"], {})
        orders.append({**order, "code": done.get("code"), "params": done.get("params") or {}})
    return {"orders": orders}
