"""A shift of virtual people on a running Pickface, from hiring to the reckoning of what became of their scans."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from pickface.simulate.client import Client, Refused
from pickface.simulate.desk import Desk, needs_of
from pickface.simulate.handheld import Handheld
from pickface.simulate.person import VirtualPerson
from pickface.simulate.reckoning import (
    Outcome,
    Units,
    reckon_deeds,
    reckon_units,
    spread,
    units_taken,
    why_not_shipped,
)
from pickface.simulate.trucks import Trucks
from pickface.simulate.wishes import KINDS, Wanted

STALL_S = 45
"""Without any finished task for so long, the shift is over."""
LOOK_S = 0.3
MOST_NOTES = 20


def simulate(wanted: Wanted) -> Outcome:
    """Hire people, place and release orders, work until all is shipped, then compare journal and intent."""
    return Shift(wanted).run()


class Shift:
    """One run. ``desk`` is the manager's."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.desk = Desk(wanted)
        self.released: dict[str, float] = {}
        self.notes: list[str] = []
        self.orders: list[dict[str, Any]] = []
        self.purchase_orders: list[str] = []
        self.needs: dict[int, int] = {}
        self.people: list[VirtualPerson] = []
        self.over = threading.Event()
        self.trucks = Trucks(self.desk.client, len(wanted.numbers_of("packer")))

    def run(self) -> Outcome:
        """The whole shift."""
        self._hire()
        self._prepare()
        started = time.monotonic()
        threads = [
            threading.Thread(target=self._work, args=(person,), daemon=True)
            for person in self.people
        ]
        for thread in threads:
            thread.start()
        if self.wanted.existing:
            self._wait(self._goods_are_in)
        self._release_orders()
        self._wait(self._all_is_out)
        self.over.set()
        for person in self.people:
            person.handheld.news.set()
        for thread in threads:
            thread.join(timeout=120)
        outcome = Outcome(people=self.wanted.people, orders=len(self.orders))
        outcome.seconds = time.monotonic() - started
        self._reckon(outcome)
        for person in self.people:
            person.handheld.close()
        return outcome

    def _hire(self) -> None:
        catalogue = self.desk.catalogue()
        for number in range(self.wanted.people):
            handheld = Handheld(self.wanted.url, f"sim-{number:03d}")
            handheld.sign_in(*self.desk.hire(number))
            handheld.learn(catalogue)
            person = VirtualPerson(handheld, number, self.wanted)
            if number in self.wanted.numbers_of("packer"):
                person.trucks = self.trucks
            self.people.append(person)

    def _prepare(self) -> None:
        """What there is to do: orders that are open already and the goods for them, or orders of our own."""
        self.trucks.order()
        if self.wanted.existing:
            self.orders = self.desk.open_orders()
            self.needs = dict(needs_of(self.orders))
            self.purchase_orders = self.desk.buy(self.needs)
            asked = self.wanted.existing
        else:
            self.purchase_orders = self.desk.buy_some()
            self.orders = self.desk.place_orders()
            asked = self.wanted.orders
        if len(self.orders) < asked:
            self._note(f"only {len(self.orders)} of {asked} orders could be had")

    def _release_orders(self) -> None:
        """Release as the floor can take it, as a supervisor would."""
        pickers = len(self.wanted.numbers_of("picker"))
        if self.wanted.together[0] != "single":
            self._release_waves(pickers)
            return
        for order in self.orders:
            while not self.over.is_set() and self.desk.waiting("pick") > pickers * 2:
                time.sleep(LOOK_S)
            title = f"Order {order['number']}"
            self.released[title] = time.monotonic()
            why_not = self.desk.release(order)
            if why_not:
                del self.released[title]
                self._note(f"{title} was {why_not}")

    def _release_waves(self, pickers: int) -> None:
        """Two carts or batches for each picker at a time, so that batching has something to choose from."""
        method, at_once = self.wanted.together
        self.desk.pick_together(method, at_once)
        size = min(200, at_once * max(2, pickers * 2))
        for first in range(0, len(self.orders), size):
            while not self.over.is_set() and self.desk.waiting("pick") > pickers:
                time.sleep(LOOK_S)
            for why_not in self.desk.release_together(self.orders[first : first + size]):
                self._note(why_not)

    def _work(self, person: VirtualPerson) -> None:
        try:
            self._receive(person)
            kinds = KINDS[self.wanted.role(person.number)]
            person.work(kinds, lambda: not self.over.is_set())
        except (Refused, requests.RequestException, LookupError, ValueError) as why:
            # Whoever falls out of the shift is told of; what they had not delivered counts as lost.
            person.stuck.append(f"person {person.number} left: {type(why).__name__} {why}")

    def _receive(self, person: VirtualPerson) -> None:
        """Open this receiver's share of the deliveries by scanning their numbers."""
        receivers = self.wanted.numbers_of("receiver")
        if person.number not in receivers:
            return
        for number in self.purchase_orders[receivers.index(person.number) :: len(receivers)]:
            opened = person.handheld.client.post("/me/work/open", {"code": number})
            person.handheld.pull(opened)
            person.finish_all()

    def _wait(self, so_far: Any) -> None:
        """Until ``so_far`` holds and nobody is at it any more, or nothing has been finished for a while."""
        done, since = -1, time.monotonic()
        while time.monotonic() - since < STALL_S:
            now = sum(len(person.handheld.tally.deeds) for person in self.people)
            if now != done:
                done, since = now, time.monotonic()
            if not any(person.busy for person in self.people) and so_far():
                return
            time.sleep(LOOK_S)
        self._note(f"nobody has done anything for {STALL_S} s")

    def _goods_are_in(self) -> bool:
        """Whether all that was bought is received and put away."""
        if self.desk.any_task("ready", "offered", "begun", kind="putaway"):
            return False
        while self.needs:
            item, qty = next(iter(self.needs.items()))
            # Whoever has waited for them is promised them as soon as they are put away.
            there = self.desk.client.get("/stock", item=item)
            if there["available"] + there["reserved"] < qty:
                return False
            del self.needs[item]
        return True

    def _all_is_out(self) -> bool:
        """Whether all orders have left; when nothing else is to be done, what waits for trucks is loaded."""
        if self.desk.any_task("ready"):
            return False
        if self._all_shipped():
            return True
        self.trucks.send_packers()
        return False

    def _all_shipped(self) -> bool:
        """Looks at orders only up to the first that has not shipped."""
        return all(self._has_shipped(order) for order in self.orders)

    def _has_shipped(self, order: dict[str, Any]) -> bool:
        if order.get("state") != "shipped":
            order["state"] = self.desk.order(order)["state"]
        return bool(order["state"] == "shipped")

    def _reckon(self, outcome: Outcome) -> None:
        """Compare the journal and the orders with what was meant."""
        with ThreadPoolExecutor(4) as pool:
            journals = list(pool.map(self._journal, self.people))
        taken: Units = Counter()
        for person, journal in zip(self.people, journals, strict=True):
            tally = person.handheld.tally
            reckon_deeds(outcome, tally.deeds, tally.answers, journal)
            taken += units_taken(tally.deeds, tally.answers)
            outcome.repeated += tally.repeated
            outcome.shorts += tally.shorts
            outcome.tasks_done += person.tasks_done
            outcome.stuck += len(person.stuck)
            for words in person.stuck[:3]:
                self._note(words)
        for order in self.orders:
            self._reckon_order(outcome, taken, self.desk.order(order))
        outcome.verdict_ms = spread(t for p in self.people for t in p.handheld.tally.verdict_ms)
        outcome.push_ms = spread(self._push_ms())
        outcome.walked_m = self.desk.walked_m()
        outcome.parcels_loaded = self.trucks.loaded()
        outcome.notes = self.notes

    def _reckon_order(self, outcome: Outcome, taken: Units, order: dict[str, Any]) -> None:
        meant, shipped, wrong = reckon_units(taken, order)
        if wrong and self._others_worked_on(order):
            self._note(f"order {order['number']} was worked on by others too; its units are theirs")
            meant, wrong = shipped, 0
        elif wrong:
            self._note(f"order {order['number']}: {meant} units were taken, {shipped} shipped")
        outcome.units_meant += meant
        outcome.units_shipped += shipped
        outcome.units_wrong += wrong
        if order["state"] == "shipped":
            outcome.orders_shipped += 1
            return
        reason = why_not_shipped(order)
        outcome.orders_explained += bool(reason)
        self._note(f"order {order['number']} is {order['state']}: {reason or 'nothing says why'}")

    def _others_worked_on(self, order: dict[str, Any]) -> bool:
        ours = {person.handheld.person for person in self.people}
        rows = self.desk.client.pages("/scans", order=str(order["id"]))
        return any(row["source"] != "server" and row["person"]["id"] not in ours for row in rows)

    def _push_ms(self) -> list[float]:
        """From release to arrival, of those orders that somebody was waiting for who had nothing to do."""
        return [
            (at - self.released[title]) * 1000
            for person in self.people
            for title, at, idle_since in person.handheld.tally.pushed
            if title in self.released and 0.0 < idle_since <= self.released[title] < at
        ]

    def _journal(self, person: VirtualPerson) -> list[dict[str, Any]]:
        """All that the journal has under this person's stream, whoever it is said to be of."""
        desk = Client(self.wanted.url)
        desk.http.cookies.update(self.desk.client.http.cookies)
        return list(desk.pages("/scans", stream=person.handheld.stream))

    def _note(self, words: str) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append(words)
