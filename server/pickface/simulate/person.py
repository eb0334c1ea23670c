"""A virtual person: looks at the step, does what it says with the goods at hand, and now and then errs."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any, Protocol

from pickface.simulate.bins import Act, found_there, say_what_lies_there
from pickface.simulate.handheld import Handheld, Held
from pickface.simulate.inspecting import judge, lot_of, place_of
from pickface.simulate.measuring import measure
from pickface.simulate.trucks import Trucks, open_truck
from pickface.tasks.steps import current_step, share_at_hand, spot

PATIENCE, PATIENCE_A_LINE = 400, 20
"""Acts within one task after which a person gives up; a task that needs more is a bug worth seeing."""


class Habits(Protocol):
    """How a person works."""

    @property
    def seed(self) -> int:
        """What makes the run repeatable."""
        ...

    @property
    def errors(self) -> float:
        """Share of acts that go wrong first."""
        ...

    @property
    def rate(self) -> float:
        """Scans a second; 0 for no pause."""
        ...


class Stuck(Exception):
    """The person does not know how to go on; the message says at which step."""


class VirtualPerson:
    """Works one handheld.

    ``errors`` is the share of acts that go wrong first; ``rate`` scans a second, 0 for no pause; ``empty_bins`` the
    errors by which bins hold less than the books say; ``dead_zone`` the share of acts without a network.
    """

    def __init__(self, handheld: Handheld, number: int, habits: Habits) -> None:
        self.handheld = handheld
        self.number = number
        self.chance = random.Random(habits.seed * 10_007 + number)
        self.errors, self.rate, self.seed = habits.errors, habits.rate, habits.seed
        self.empty_bins = habits.errors
        self.dead_zone = 0.15
        self.trucks: Trucks | None = None
        self.labels = 0
        self._counting: tuple[int, list[Act]] = (0, [])
        self.tasks_done = 0
        self.stuck: list[str] = []
        self._given_up: set[int] = set()

    def work(self, kinds: list[str], going_on: Callable[[], bool]) -> None:
        """Do tasks of ``kinds`` until the shift ends, listening for pushed ones first."""
        while going_on():
            task = self._next(kinds)
            if task is None:
                continue
            self._try(task)
        self.handheld.flush()

    def finish_all(self) -> None:
        """Do what is on the device, then stop."""
        while task := self._at_hand():
            self._try(task)

    @property
    def busy(self) -> bool:
        """Whether there is work on the device that its person has not given up."""
        return self._at_hand() is not None

    def _at_hand(self) -> Held | None:
        held = list(self.handheld.tasks.values())
        return next((task for task in held if task.id not in self._given_up), None)

    def _try(self, task: Held) -> None:
        try:
            self._do(task)
            self.tasks_done += 1
        except Stuck as why:
            # It stays on the device, as it would with a person who needs the supervisor, and is told once.
            self._given_up.add(task.id)
            self.stuck.append(str(why))
            self.handheld.flush()

    def _next(self, kinds: list[str]) -> Held | None:
        here = self.handheld
        if not self.busy:
            here.idle_since = here.idle_since or time.monotonic()
            if here.news.wait(self.chance.uniform(0.5, 2.0)):
                here.pull()
            else:
                here.pull(
                    self._sent_to_a_truck() or here.client.post("/me/work/next", {"kinds": kinds})
                )
        task = self._at_hand()
        if task is not None:
            here.idle_since = 0.0
        return task

    def _sent_to_a_truck(self) -> Any:
        code = self.trucks.next_code() if self.trucks else ""
        return open_truck(self.handheld.client, code) if code else None

    def _do(self, task: Held) -> None:
        here = self.handheld
        patience = _patience(task)
        for _ in range(patience):
            if task.state["done"]:
                here.flush(twice=self._errs())
                here.tasks.pop(task.id, None)
                return
            self._act(task)
            if self.chance.random() < self.dead_zone:
                continue  # The scan waits on the device.
            if here.flush(twice=self._errs()) or here.news.is_set():
                here.pull()
                if task.id not in here.tasks:
                    return
                task = here.tasks[task.id]
        raise Stuck(f"task {task.id} ({task.kind}) takes more than {patience} acts")

    def _errs(self) -> bool:
        return self.chance.random() < self.errors

    def _pause(self) -> None:
        if self.rate:
            time.sleep(self.chance.uniform(0.5, 1.5) / self.rate)

    def _act(self, task: Held) -> None:
        self._pause()
        step = current_step(task.script, task.state)
        if step is None:
            raise Stuck(f"task {task.id} ({task.kind}) has no step, and is not done")
        sub = task.state["steps"].get(step["id"], {})
        if self._errs() and not step.get("blind"):
            self._scan(task, self.chance.choice(list(task.script["codes"]) or ["NONSENSE"]))
            return
        getattr(self, f"_{step['kind']}")(task, step, sub)

    def _scan(self, task: Held, code: str) -> Any:
        return self.handheld.act(task, "scan", code=code, symbology="")

    def _code(self, task: Held, **wanted: Any) -> str:
        """A printed code that means what is wanted; pieces rather than cases, and what the script tells first."""
        for codes in (task.script["codes"], self.handheld.catalogue):
            found = [
                (thing.get("qty", 1) != 1, code)
                for code, thing in codes.items()
                if all(thing.get(key) == value for key, value in wanted.items())
            ]
            if found:
                # Python's min keeps the first of equals, as the script has them.
                return str(min(found, key=lambda one: one[0])[1])
        raise Stuck(f"no code for {wanted} in task {task.id} ({task.kind})")

    def _go(self, task: Held, step: Any, _sub: Any) -> None:
        if "place" in step:
            self._scan(task, self._code(task, place=step["place"]))
        else:
            self._scan(task, step.get("container") or task.state["vars"][step["var"]])

    def _take(self, task: Held, step: Any, sub: Any) -> None:
        if "container" in step:
            self._scan(task, self._new_plate(step["container"]["kinds"]))
        elif "shares" in step:
            self._deal(task, step, sub)
        else:
            self._take_item(task, step, sub)

    def _take_item(self, task: Held, step: Any, sub: Any) -> None:
        at = spot(step, {"alt": -1, **sub})
        want = min(step["qty"] - sub.get("base", 0), at["qty"])
        here = sub.get("taken", 0) - sub.get("base", 0)
        there = want
        if "short" in step["allow"]:
            there = found_there(
                self.seed, self.empty_bins, step.get("line") or 0, at["place"], want
            )
        if sub.get("need") == "container":
            self._scan(task, self._new_plate(["tote"]))
        elif not sub.get("there", True):
            self._scan(task, self._code(task, place=at["place"]))
        elif sub.get("need") == "lot":
            self.handheld.act(task, "fill", field="lot", value=at["lot"]["code"])
        elif there < want and (step.get("into") or {}).get("container"):
            # A pallet that is taken whole goes with what is on it.
            self.handheld.act(task, "action", action="short", left=there)
        elif here >= there:
            self.handheld.act(task, "action", action="short", left=0)
        elif sub.get("seen") or step.get("prove") == "none":
            if there % max(1, sub.get("size", 1)):
                self.handheld.act(task, "action", action="open")
                return
            self.handheld.act(task, "quantity", qty=there // max(1, sub.get("size", 1)))
        elif not self._scan(task, self._code(task, item=step["item"]))["accepted"]:
            self.handheld.act(task, "action", action="open")

    def _deal(self, task: Held, step: Any, sub: Any) -> None:
        """Give each tote of a cart what it is to get from this bin, as far as it goes."""
        at, share = spot(step, {"alt": -1, **sub}), share_at_hand(step, sub)
        got = sub.get("dealt", {}).get(str(share["pin"]), 0)
        there = found_there(self.seed, self.empty_bins, share["line"], at["place"], share["qty"])
        if sub.get("need") == "container":
            self._scan(task, self._new_plate(["tote"]))
        elif not sub.get("there", True):
            self._scan(task, self._code(task, place=at["place"]))
        elif sub.get("need") == "lot":
            self.handheld.act(task, "fill", field="lot", value=at["lot"]["code"])
        elif not sub.get("seen") and step.get("prove") != "none":
            if not self._scan(task, self._code(task, item=step["item"]))["accepted"]:
                self.handheld.act(task, "action", action="open")
        elif got >= there:
            self.handheld.act(task, "action", action="short", left=0)
        elif there < share["qty"] and not sub.get("held"):
            if sub.get("size", 1) > 1:
                self.handheld.act(task, "action", action="open")
                return
            self.handheld.act(task, "quantity", qty=there - got)
        else:
            self._scan(task, task.state["vars"][share["into"]["var"]])

    def _put(self, task: Held, step: Any, sub: Any) -> None:
        what, to = step["what"], step["to"]
        if step.get("prove") and not sub.get("seen"):
            plate = what.get("container") or task.state["vars"].get(what.get("var", ""))
            self._scan(task, plate or self._code(task, item=what["item"]))
        elif "container_kinds" in to:
            self._scan(task, self._new_plate(to["container_kinds"]))
        elif to["places"]:
            # Without a proposal any of the bins will do, and not everybody takes the nearest.
            free = step.get("why", {}).get("code") == "no_bin"
            place = self.chance.choice(to["places"]) if free else to["places"][0]
            self._scan(task, self._code(task, place=place))
        else:
            raise Stuck(f"task {task.id} ({task.kind}) names no bin")

    def _collect(self, task: Held, step: Any, sub: Any) -> None:
        if "load" in step:
            self._load(task, step, sub)
            return
        if "shares" in step:
            self._sort(task, step, sub)
            return
        if step["blind"]:
            self._count(task, step)
            return
        pending = sub.get("pending")
        if pending:
            self._complete(task, step, pending)
            return
        if sub.get("need") == "container":
            self._scan(task, self._new_plate(["carton"]))
            return
        for line in step["lines"]:
            counted = sub.get("counts", {}).get(str(line["id"]), 0)
            if counted < line["qty"]:
                self._collect_line(task, line, line["qty"] - counted, sub)
                return
        self.handheld.act(task, "action", action="done")

    def _load(self, task: Held, step: Any, sub: Any) -> None:
        """Put on what stands there, in no order; when all is on, the truck may leave."""
        on = sub.get("on", {})
        stays = [
            plate
            for plate, parcel in step["load"].items()
            if not parcel.get("on") and on.get(plate, 0) <= parcel.get("off", 0)
        ]
        if not stays:
            self.handheld.act(task, "action", action="done")
            return
        plate = self.chance.choice(stays)
        self._scan(task, self.chance.choice([plate, step["load"][plate]["label"]]))

    def _sort(self, task: Held, step: Any, sub: Any) -> None:
        """Take an item out of the batch's tote, and put it where the screen says."""
        share, held = share_at_hand(step, sub), sub.get("item")
        if sub.get("need") == "lot":
            wanted = next(s for s in _sharing(step, sub) if s["item"] == held["item"])
            self.handheld.act(task, "fill", field="lot", value=wanted["lot"]["code"])
        elif not held:
            self._scan(task, self._code(task, item=share["item"]))
        else:
            now = next(
                s
                for s in _sharing(step, sub)
                if s["item"] == held["item"]
                and (not held["lot"] or not s["lot"] or s["lot"]["code"] == held["lot"])
            )
            plate = task.state["vars"].get(now["into"]["var"])
            self._scan(task, plate or self._new_plate(["tote"]))

    def _count(self, task: Held, step: Any) -> None:
        """Say what lies in the bin, thing by thing, and then that this is all."""
        if self._counting[0] != task.id:
            place = step["into"]["place"]
            self._counting = (task.id, self._look(task.script["places"][str(place)]["code"]))
        acts = self._counting[1]
        kind, fields = acts.pop(0) if acts else ("action", {"action": "done"})
        self.handheld.act(task, kind, **fields)

    def _look(self, place: str) -> list[Act]:
        contents = self.handheld.client.get("/lookup", code=place).get("contents", [])
        # The last code of an item that counts one piece; the catalogue is the same for the whole shift.
        pieces = {
            thing["item"]: (key, thing["tracking"])
            for key, thing in self.handheld.catalogue.items()
            if thing.get("qty") == 1
        }
        return say_what_lies_there(
            contents,
            {item: key for item, (key, _) in pieces.items()},
            {item: tracking for item, (_, tracking) in pieces.items()},
        )

    def _collect_line(self, task: Held, line: Any, rest: int, sub: Any) -> None:
        code = self._code(task, item=line["item"])
        last = sub.get("last")
        counted_here = last and last["line"] == line["id"] and last["size"] == 1
        if counted_here and rest > 1 and "serial" not in str(task.script["items"]):
            self.handheld.act(task, "quantity", qty=last["qty"] + rest)
        else:
            self._scan(task, code)

    def _complete(self, task: Held, step: Any, pending: Any) -> None:
        need = pending["need"][0]
        place = place_of(step, pending)
        measured = measure(pending, self.chance)
        if measured is not None:
            kind, fields = measured
            self.handheld.act(task, kind, **fields)
        elif need == "grade":
            self.handheld.act(task, "choose", value=judge(step["grades"], self.chance))
        elif need == "into" and place is not None:
            self._scan(task, self._code(task, place=place))
        elif need == "into":
            self._scan(task, self._new_plate(["label"]))
        elif need == "lot" and (lot := lot_of(step, pending)):
            self.handheld.act(task, "fill", field="lot", value=lot)
        elif need == "expiry":
            self.handheld.act(
                task, "fill", field="expiry", value=f"{time.localtime().tm_year + 2}-06-30"
            )
        else:
            value = f"{need[0].upper()}{self.seed}{self.number:03d}{self.handheld.seq:05d}"
            self.handheld.act(task, "fill", field=need, value=value)

    def _capture(self, task: Held, step: Any, _sub: Any) -> None:
        self.handheld.act(
            task, "fill", field=step["fields"][0], value=self.chance.randint(200, 9000)
        )

    def _decide(self, task: Held, step: Any, _sub: Any) -> None:
        self.handheld.act(task, "choose", value=step["options"][0])

    def _confirm(self, task: Held, step: Any, _sub: Any) -> None:
        scan = step.get("scan")
        if not scan:
            self.handheld.act(task, "confirm")
        elif "place" in scan:
            self._scan(task, self._code(task, place=scan["place"]))
        else:
            self._scan(task, scan.get("container") or task.state["vars"][scan["var"]])

    def _new_plate(self, kinds: list[str]) -> str:
        """A fresh tote or label of this person's own roll; plates never repeat between runs of other seeds."""
        self.labels += 1
        number = (int(time.time()) % 1_000_000) * 10**6 + self.number * 10**3 + self.labels % 1000
        return f"T{number}" if "tote" in kinds else f"LP{number}"


def _sharing(step: Any, sub: Any) -> list[Any]:
    """The shares that still want units."""
    dealt = sub.get("dealt", {})
    return [share for share in step["shares"] if dealt.get(str(share["pin"]), 0) < share["qty"]]


def _patience(task: Held) -> int:
    lines = sum(
        len(step.get("lines", ())) + len(step.get("shares", ())) + len(step.get("load", ())) + 1
        for step in task.script["steps"]
    )
    return PATIENCE + PATIENCE_A_LINE * lines
