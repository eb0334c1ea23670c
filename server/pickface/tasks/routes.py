"""Work over HTTP: a person's own, and what a supervisor does with everybody's."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from apiflask import APIBlueprint
from flask import current_app

from pickface import sight
from pickface.contract import page
from pickface.db import Tx, clock, command, row, rows
from pickface.engine import engine
from pickface.errors import NotFound, PickfaceError
from pickface.people import permissions, sessions
from pickface.scans.barcodes import parse
from pickface.scans.resolution import resolve
from pickface.tasks import dispatch, handover, jobs, planning, unsynced, vocabulary, walk, work
from pickface.tasks.forms import (
    AssignForm,
    ContainerForm,
    CountForm,
    HoldForm,
    NextForm,
    OpenForm,
    ResolveForm,
    TasksQuery,
    UnsyncedOut,
    WorkOut,
    WorkQuery,
)
from pickface.tasks.offers import offer_waiting
from pickface.tasks.workflow import Start

blueprint = APIBlueprint("tasks", __name__, url_prefix="/api/v1", tag="Work")


class NothingToOpen(PickfaceError):
    """The code opens no work now."""

    code = "nothing_to_open"
    status = 404


@blueprint.get("/me/work")
@blueprint.input(WorkQuery, location="query")
@blueprint.output(WorkOut)
def my_work(query_data: WorkQuery) -> dict[str, Any]:
    """Answer everything that is this person's to do, with scripts and states."""
    held = [int(task) for task in query_data.have.split(",") if task]
    device = sessions.my_device()
    if device is not None:
        scanner = tuple(map(int, filter(None, query_data.scanner.split(","))))
        engine().heard.note(device, query_data.unsent, clock(), scanner or None)
    return _snapshot(held)


@blueprint.post("/me/work/next")
@blueprint.input(NextForm)
@blueprint.output(WorkOut)
def next_work(json_data: NextForm) -> dict[str, Any]:
    """Claim the best next task."""
    me = sessions.me()
    kinds = json_data.kinds or work_kinds(me.role)
    claimed = None
    # Looking costs the writer nothing; most who ask when there is nothing to do ask again soon.
    if work.anything_for(me.id, me.site_id, kinds):
        knows = vocabulary.known()

        def claim(tx: Tx) -> int | None:
            task_id = dispatch.claim_next(tx, me.site_id, me.id, kinds)
            vocabulary.insist(tx, task_id, knows)
            return task_id

        claimed = command(claim)
    return {**_snapshot(json_data.have), "claimed": claimed}


@blueprint.post("/me/work/open")
@blueprint.input(OpenForm)
@blueprint.output(WorkOut)
@blueprint.doc(responses={404: "Nothing has that code"})
def open_work(json_data: OpenForm) -> dict[str, Any]:
    """Open work by a scanned code: a purchase order, a tote, a carton."""
    me = sessions.me()
    world, knows = engine().world, vocabulary.known()

    code, device = _plate(json_data.code), sessions.my_device()

    def open_it(tx: Tx) -> int | None:
        handover.refuse_elsewhere(tx, world, code, me.id, me.site_id, device)
        task_id = world.open(tx, code, me.id, me.site_id)
        vocabulary.insist(tx, task_id, knows)
        return task_id

    opened = command(open_it)
    if opened is None:
        raise NothingToOpen("this code opens no work now", code=json_data.code)
    return {**_snapshot(), "opened": opened}


@blueprint.post("/me/work/take-over")
@blueprint.input(OpenForm)
@blueprint.output(WorkOut)
@blueprint.doc(responses={404: "Nothing has that code"})
def take_over(json_data: OpenForm) -> dict[str, Any]:
    """Open the count of a tote by which work that was begun elsewhere becomes this person's."""
    return _open_as("takeover", json_data.code)


@blueprint.post("/me/work/count")
@blueprint.input(CountForm)
@blueprint.output(WorkOut)
@blueprint.doc(responses={404: "Nothing has that code"})
def open_count(json_data: CountForm) -> dict[str, Any]:
    """Open a count of a bin for this person."""
    return _open_as("count", json_data.place)


@blueprint.post("/me/work/move")
@blueprint.input(OpenForm)
@blueprint.output(WorkOut)
@blueprint.doc(responses={404: "Nothing has that code"})
def open_move(json_data: OpenForm) -> dict[str, Any]:
    """Open a free move of what was scanned: the goods of a bin, or a container."""
    return _open_as("move", json_data.code)


@blueprint.post("/me/work/return")
@blueprint.input(OpenForm)
@blueprint.output(WorkOut)
def open_return(json_data: OpenForm) -> dict[str, Any]:
    """Open a return without a document, at the place where goods come back."""
    return _open_as("returns", json_data.code)


@blueprint.post("/me/work/receipt")
@blueprint.input(OpenForm)
@blueprint.output(WorkOut)
def open_receipt(json_data: OpenForm) -> dict[str, Any]:
    """Open a receipt of goods that nobody has announced, at the dock where goods come in."""
    return _open_as("receive", json_data.code)


@blueprint.post("/me/work/container")
@blueprint.input(ContainerForm)
@blueprint.output(WorkOut)
@blueprint.doc(responses={409: "Somebody works with it, it holds an order, or nothing"})
def open_container(json_data: ContainerForm) -> dict[str, Any]:
    """Open what is to be done with a container that was scanned: put it onto another, empty, merge, split, weigh it."""
    starts = engine().world.workflows["move"].motions[json_data.motion]
    return _open_with(starts, json_data.code)


def _plate(code: str) -> str:
    """A scanned code as containers, places and documents are named: of a GS1 label its SSCC, else what it says."""
    parsed = parse(code)
    # Digits that happen to make a GTIN may as well be the number of an order.
    return code.strip().upper() if "gtin" in parsed else str(parsed["key"])


def _open_as(kind: str, code: str) -> dict[str, Any]:
    return _open_with(engine().world.workflows[kind].starts, code)


def _open_with(starts: Start | None, code: str) -> dict[str, Any]:
    me = sessions.me()
    world, knows = engine().world, vocabulary.known()

    def open_it(tx: Tx) -> int | None:
        if starts is None:
            return None
        task_id = starts(tx, world, _plate(code), me.id, me.site_id)
        vocabulary.insist(tx, task_id, knows)
        return task_id

    opened = command(open_it)
    if opened is None:
        raise NothingToOpen("nothing here has this code", code=code)
    return {**_snapshot(), "opened": opened}


def _snapshot(held: Collection[int] = ()) -> dict[str, Any]:
    """What this person's client can run of the work."""
    return work.snapshot(sessions.me().id, sessions.my_device(), held, vocabulary.known())


@blueprint.get("/me/choices")
def my_choices() -> dict[str, Any]:
    """Answer what may be opened from the home screen."""
    me = sessions.me()
    return {
        "purchase_orders": work.expected_deliveries(me.site_id),
        "waiting": work.waiting(me.site_id),
    }


@blueprint.get("/tasks")
@blueprint.input(TasksQuery, location="query")
def list_tasks(query_data: TasksQuery) -> dict[str, Any]:
    """List tasks, the newest first."""
    q = query_data
    found = rows(
        "SELECT t.id, t.kind, t.state, t.title, t.person_id, p.name AS person, t.priority, t.order_id, "
        "t.purchase_order_id, t.container, t.created_at, t.begun_at, t.done_at, t.hold_code, t.walk_mm, "
        "t.code_order_mm FROM task t "
        "LEFT JOIN person p ON p.id = t.person_id WHERE t.site_id = :site "
        "AND (:state = '' OR t.state = :state) AND (:kind = '' OR t.kind = :kind) "
        "AND (:person = 0 OR t.person_id = :person) AND (:before = 0 OR t.id < :before) "
        "ORDER BY t.id DESC LIMIT :limit",
        site=sessions.me().site_id,
        state=q.state or "",
        kind=q.kind or "",
        person=q.person or 0,
        before=q.cursor or 0,
        limit=q.limit + 1,
    )
    return page(found, q.limit)


@blueprint.get("/tasks/<int:task_id>")
def show_task(task_id: int) -> dict[str, Any]:
    """Show a task with its script and state."""
    found = row(
        "SELECT t.*, s.body AS script FROM task t JOIN script s ON s.task_id = t.id AND s.revision = t.revision "
        "WHERE t.id = :id AND t.site_id = :site",
        id=task_id,
        site=sessions.me().site_id,
    )
    if found is None:
        raise NotFound("no such task", task=task_id)
    shown = {k: v for k, v in found.items() if k not in ("facts", "progress", "script", "note")}
    return {
        **shown,
        "walk": walk.told(found),
        "orders": [
            dict(order)
            for order in rows(
                "SELECT o.id, o.number, w.position FROM cart_order w JOIN orders o ON o.id = w.order_id "
                "WHERE w.task_id = :task ORDER BY w.position",
                task=task_id,
            )
        ],
        "script": json.loads(found["script"]),
        "task_state": json.loads(found["progress"]),
    }


@blueprint.get("/tasks/<int:task_id>/unsynced")
@blueprint.output(UnsyncedOut)
def show_unsynced(task_id: int) -> dict[str, Any]:
    """What the device of the task's person may not have sent yet, as it said when it was last heard."""
    return unsynced.of_task(engine().heard, task_id, sessions.me().site_id)


@blueprint.post("/tasks/<int:task_id>/assign")
@blueprint.input(AssignForm)
def assign(task_id: int, json_data: AssignForm) -> dict[str, Any]:
    """Give a task to a person, or back to everybody."""
    world = engine().world
    return _change(task_id, lambda tx: planning.assign_task(tx, world, task_id, json_data.person))


@blueprint.post("/tasks/<int:task_id>/hold")
@blueprint.input(HoldForm)
def hold(task_id: int, json_data: HoldForm) -> dict[str, Any]:
    """Keep a task from being handed out."""
    return _change(task_id, lambda tx: planning.hold_task(tx, task_id, json_data.reason))


@blueprint.post("/tasks/<int:task_id>/release")
def release(task_id: int) -> dict[str, Any]:
    """Let a held task go on."""
    return _change(task_id, lambda tx: planning.release_task(tx, task_id))


@blueprint.post("/tasks/<int:task_id>/cancel")
def cancel(task_id: int) -> dict[str, Any]:
    """End a task that will not be done."""
    world = engine().world
    return _change(task_id, lambda tx: planning.cancel_task(tx, world, task_id))


def _change(task_id: int, change: Any) -> dict[str, Any]:
    me = sessions.me()

    def scoped(tx: Tx) -> None:
        site = tx.value("SELECT site_id FROM task WHERE id = :id", id=task_id)
        if site != me.site_id:
            raise NotFound("no such task", task=task_id)
        change(tx)

    before = unsynced.of_task(engine().heard, task_id, me.site_id)
    command(scoped)
    offer_waiting(me.site_id)
    found = row("SELECT id, state, person_id, lease_number FROM task WHERE id = :id", id=task_id)
    return {**dict(found or {}), "unsynced": before}


@blueprint.post("/exceptions/<int:exception_id>/resolve")
@blueprint.input(ResolveForm)
def resolve_exception(exception_id: int, json_data: ResolveForm) -> dict[str, Any]:
    """Resolve an exception: book what was set aside, reject it, have the bin counted, or approve a count as it is."""
    me, here = sessions.me(), engine()

    def decide(tx: Tx) -> None:
        site = tx.value("SELECT site_id FROM exception WHERE id = :id", id=exception_id)
        if site != me.site_id:
            raise NotFound("no such exception", exception=exception_id)
        resolve(
            tx, here.door.judge, here.signer, exception_id, json_data.action, me.id, json_data.note
        )

    command(decide)
    return {"id": exception_id, "state": "resolved"}


def work_kinds(role: str) -> frozenset[str]:
    """The kinds of work that a role may claim; who leads may claim any."""
    workflows = engine().world.workflows
    if role in permissions.SUPERVISORS:
        return frozenset(workflows)
    return frozenset(kind for kind, workflow in workflows.items() if role in workflow.roles)


def release_orders(
    order_ids: list[int], partial: bool = False, wave: planning.Wave | None = None
) -> list[dict[str, Any]]:
    """Release orders one by one, so that the writer is never held for long, then plan and hand out the work.

    Orders of a ``wave`` are put on carts or in batches together.
    """
    world, outcome = engine().world, []
    for order_id in order_ids:

        def release_one(tx: Tx, order_id: int = order_id) -> None:
            planning.release_order(tx, world, order_id, partial, wave)

        try:
            command(release_one)
            outcome.append({"order": order_id, "released": True})
        except PickfaceError as reason:
            outcome.append({"order": order_id, "released": False, **reason.as_json()})
    if wave is not None and any(done["released"] for done in outcome):
        complete = wave
        command(lambda tx: planning.close_wave(tx, complete))
    plan_now()
    return outcome


def plan_now() -> None:
    """Do in this request what the commit left to do, rather than wait for the runner; slow jobs are left to that."""
    here = engine()
    # The application itself, not the proxy, since a job gets a context of its own.
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    with sight.whole():
        jobs.run_due(app, here.writer, here.jobs, "prompt")
        offer_waiting(sessions.me().site_id)
