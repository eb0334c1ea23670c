"""What an event means: which task it is for, what the reducer says, and what the workflow makes of that.

Everything here runs inside the door's savepoint. A reason not to book is raised as :class:`SetAside`; goods that have
moved are never refused (LAWS 6).
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from typing import Any, cast

from pickface.db import Row, Tx
from pickface.scans import old_labels, waiting
from pickface.scans.barcodes import parse
from pickface.scans.envelope import Envelope
from pickface.scans.journal import Carrier, printable
from pickface.scans.photos import naming
from pickface.scans.resolve import Thing, resolve
from pickface.scans.verdict import SetAside, Verdict
from pickface.stock.containers import ContainerCycle
from pickface.stock.moves import Cause, SerialConflict, UndoTooLate
from pickface.tasks import changes, exceptions, handover, lifecycle, steps
from pickface.tasks.reducer import plates_of, reduce
from pickface.tasks.workflow import Change, Raised, Undone, World

POISON_ATTEMPT = 5
_SCRIPTS = 5_000
# Whether any container waits is read with the task: an index that is empty on a good day costs no statement of its own.
_COLUMNS = "t.*, p.work_version, (SELECT MIN(set_aside) FROM container WHERE set_aside IS NOT NULL) AS waiting"
_TASK = (
    f"SELECT {_COLUMNS}, s.body AS script FROM task t LEFT JOIN person p ON p.id = t.person_id "
    "LEFT JOIN script s ON s.task_id = t.id AND s.revision = :revision WHERE t.id = :id"
)
_TASK_ALONE = (
    f"SELECT {_COLUMNS} FROM task t LEFT JOIN person p ON p.id = t.person_id WHERE t.id = :id"
)
_ADVANCE = (
    "UPDATE task SET progress = :progress, begun_at = COALESCE(begun_at, :now), "
    "stream = COALESCE(stream, :stream), "
    "state = CASE WHEN state IN ('held', 'parked') THEN state ELSE 'begun' END WHERE id = :id"
)
CLOSED = {"done": "task_done", "cancelled": "task_cancelled"}
FOR_NOBODY = frozenset({"superseded", "follows_set_aside", *CLOSED.values()})
"""Reasons that hold up no later event of the task."""
_COULD_BE_BOOKED = frozenset({"disagrees", "interpret_failed", "poison"})
# A state is a tree that the reducer made; looking for circles in it would double the time.
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Judge:
    """Interprets events with the workflows that the registry lists."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._scripts: OrderedDict[tuple[int, int], Any] = OrderedDict()
        self._lock = threading.Lock()

    def judge(self, tx: Tx, event: Envelope, problem: str, carrier: Carrier) -> Verdict:
        """The verdict on a new event. Raises :class:`SetAside`; whatever else it raises is a bug."""
        body = event.body
        if problem:
            raise SetAside(problem)
        outcome = body.get("outcome") or {}
        if not outcome.get("accepted", True):
            return self._refused(tx, body, carrier)
        if carrier.attempt >= POISON_ATTEMPT:
            raise SetAside("poison")
        if body["kind"] == "lost":
            return self._lost(tx, event, carrier)
        if body["kind"] == "photo":
            naming.name(tx, self.world, body, event.id, carrier.site_id)
            return Verdict("booked", "photo_noted")
        if body.get("task") is None:
            return self._noted(tx, body, carrier)
        task, script = self.load(tx, body)
        # Whose work it is comes first: what a count has booked must not wait behind a scan, to be booked with it.
        superseded = handover.counted_since(task, body)
        if superseded or (task["state"] not in CLOSED and not _holds(tx, task, body)):
            raise SetAside("superseded")
        if task["set_aside"]:
            raise SetAside("follows_set_aside", first=task["set_aside"])
        if task["state"] in CLOSED:
            task = self._open_again(tx, task, body)
        return self.book(tx, task, script, body, carrier.happened_at(tx.now, body))

    def book(
        self,
        tx: Tx,
        task: Row,
        script: Any,
        body: dict[str, Any],
        happened_at: int | None = None,
    ) -> Verdict:
        """Reduce the event, carry out what it means, and advance the task, at the task's own site.

        The first store to scan for work that is carried is the one that goes on with it.
        """
        site_id = int(task["site_id"])
        state = json.loads(task["progress"])
        seen = _seen(tx, script, state, body, site_id)
        result = reduce(
            script,
            state,
            # The envelope has checked its form.
            cast("steps.Event", body),
            seen=cast("steps.Thing | None", seen),
        )
        if not result["accepted"]:
            raise SetAside("disagrees", because=result["code"], **result["params"])
        old_labels.heed(tx, seen, body["person"])
        workflow = self.world.workflows[task["kind"]]
        cause = Cause(str(body["id"]), site_id, body["person"], task["id"], happened_at)
        wanted: list[Change] = [
            Undone(str(effect["event"]))
            for effect in result["effects"]
            if effect["type"] == "undone"
        ]
        wanted += workflow.interpret(result["effects"], json.loads(task["facts"]), result["state"])
        if task["waiting"]:
            waiting.check(tx, task, wanted)
        try:
            about = changes.carry_out(tx, self.world, task, wanted, cause)
        except UndoTooLate as late:
            raise SetAside("undo_too_late") from late
        except ContainerCycle as circle:
            raise SetAside("container_cycle", **circle.params) from circle
        except SerialConflict as conflict:
            raise SetAside("serial_conflict") from conflict
        if workflow.outdated is not None and (body.get("revision") or 1) < task["revision"]:
            workflow.outdated(tx, task)
        version = int(task["work_version"] or 0)
        progress = _encode(result["state"])
        if result["state"]["done"]:
            version += 1
            lifecycle.change_state(
                tx,
                task,
                "done",
                progress=progress,
                done_at=tx.now,
                begun_at=task["begun_at"] or tx.now,
            )
            workflow.finished(tx, task, result["state"], self.world)
        else:
            version += bool(result["state"].get("parked"))
            # A scan of before, which a supervisor books now, must not take the work back to its old device.
            mine = (task["person_id"], task["lease_number"]) == (body["person"], body.get("lease"))
            store = body.get("stream") if workflow.carried and mine else None
            tx.run(_ADVANCE, progress=progress, now=tx.now, id=task["id"], stream=store)
        lifecycle.hint(tx, site_id, tasks=[task["id"]], people=[body["person"]])
        return Verdict(
            "booked",
            result["code"],
            result["params"],
            about.item_id,
            about.place_id,
            about.order_id,
            version,
        )

    def _open_again(self, tx: Tx, task: Row, body: dict[str, Any]) -> Row:
        """A done task goes on where its workflow lets what its person had scanned before in; raises :class:`SetAside`.

        If the scan then cannot be booked, the savepoint takes this back as well.
        """
        reopens = self.world.workflows[task["kind"]].reopens
        if task["state"] != "done" or reopens is None or not _holds(tx, task, body):
            raise SetAside(CLOSED[task["state"]])
        progress = _encode(reopens(tx, task))
        lifecycle.change_state(tx, task, "begun", progress=progress, done_at=None)
        # Its person's work has changed once already when this event is booked.
        version = int(task["work_version"] or 0) + 1
        return {**task, "state": "begun", "progress": progress, "work_version": version}

    def set_aside(
        self,
        tx: Tx,
        event: Envelope,
        event_id: str,
        reason: SetAside,
        carrier: Carrier,
        trusted: bool,
    ) -> Verdict:
        """Keep the event for a supervisor: later events of its task follow it, and the board hears of it.

        Only what the task's own person has signed (``trusted``) holds the task up; nobody stops another's work.
        """
        body = event.body
        task = None
        if body.get("task") is not None:
            task = tx.one("SELECT * FROM task WHERE id = :id" + tx.for_update, id=body["task"])
        if task is not None and trusted and not task["set_aside"] and _holds(tx, task, body):
            if reason.code not in FOR_NOBODY:
                waiting.hold_up(tx, task, body, event_id)
            elif reason.code == "follows_set_aside":
                waiting.hold_up(tx, task, body, str(reason.params["first"]))
        if reason.code != "follows_set_aside":
            cause = Cause(
                id=event_id,
                site_id=task["site_id"] if task is not None else carrier.site_id,
                person_id=body.get("person") if trusted else None,
                task_id=task["id"] if task is not None else None,
            )
            if reason.code == "superseded" and task is not None and trusted:
                handover.raise_superseded(tx, task, body, cause)
                return Verdict("set_aside", reason.code, order_id=task["order_id"])
            raised = Raised(
                "set_aside",
                "book" if reason.code in _COULD_BE_BOOKED else "reject",
                {**reason.params, "code": reason.code},
                order_id=task["order_id"] if task is not None else None,
            )
            exceptions.raise_exception(tx, cause, raised)
        return Verdict(
            "set_aside",
            reason.code,
            reason.params,
            order_id=task["order_id"] if task is not None else None,
        )

    def load(self, tx: Tx, body: dict[str, Any]) -> tuple[Row, Any]:
        """The task, locked, and the script revision that the device had: one statement."""
        task_id, revision = body["task"], body.get("revision") or 1
        known = self._scripts.get((task_id, revision))
        lock = "" if tx.dialect == "sqlite" else " FOR UPDATE OF t"
        if known is not None:
            task = tx.one(_TASK_ALONE + lock, id=task_id)
        else:
            task = tx.one(_TASK + lock, id=task_id, revision=revision)
        if task is None:
            raise SetAside("unknown_task")
        if known is None:
            if task["script"] is None:
                raise SetAside("unknown_revision")
            known = self._keep(task_id, revision, json.loads(task["script"]))
        return task, known

    def _keep(self, task_id: int, revision: int, script: Any) -> Any:
        with self._lock:
            self._scripts[(task_id, revision)] = script
            while len(self._scripts) > _SCRIPTS:
                self._scripts.popitem(last=False)
        return script

    def _refused(self, tx: Tx, body: dict[str, Any], carrier: Carrier) -> Verdict:
        thing = _looked_up(tx, body, carrier.site_id)
        order = None
        if body.get("task") is not None:
            order = tx.value("SELECT order_id FROM task WHERE id = :id", id=body["task"])
        return Verdict(
            "refused",
            printable((body.get("outcome") or {}).get("code") or "refused", 40),
            {},
            (thing or {}).get("item"),
            (thing or {}).get("place"),
            order,
        )

    def _lost(self, tx: Tx, event: Envelope, carrier: Carrier) -> Verdict:
        """A tombstone: the scans that it stands for can only be asked for on the floor."""
        body = event.body
        about = {"stream": event.stream, "from": event.seq, "through": body["through"]}
        cause = Cause(event.id, carrier.site_id, body["person"], None)
        exceptions.raise_exception(tx, cause, Raised("scans_lost", "book", about))
        return Verdict("booked", "noted")

    def _noted(self, tx: Tx, body: dict[str, Any], carrier: Carrier) -> Verdict:
        thing = _looked_up(tx, body, carrier.site_id)
        old_labels.heed(tx, thing)
        return Verdict("booked", "noted", {}, (thing or {}).get("item"), (thing or {}).get("place"))


def _holds(tx: Tx, task: Row, body: dict[str, Any]) -> bool:
    """Whether the event is of the person, the lease and the store that the task has now (LAWS 13)."""
    if task["person_id"] != body["person"] or task["lease_number"] != body.get("lease"):
        return False
    return task["stream"] in (None, body["stream"]) or handover.same_device(
        tx, task["stream"], body["stream"]
    )


def _seen(tx: Tx, script: Any, state: Any, body: dict[str, Any], site_id: int) -> Thing | None:
    """What a code means outside the script; asked only when neither the script nor the cart knows it."""
    if body["kind"] != "scan":
        return None
    key = parse(body.get("code", ""), str(body.get("symbology") or ""))["key"]
    if key in script["codes"]:
        return None
    step = steps.current_step(script, state)
    if step is not None and key in plates_of(state, step):
        return None
    return resolve(tx, key, site_id)


def _looked_up(tx: Tx, body: dict[str, Any], site_id: int) -> Thing | None:
    if body.get("kind") != "scan":
        return None
    return resolve(
        tx, parse(body.get("code", ""), str(body.get("symbology") or ""))["key"], site_id
    )
