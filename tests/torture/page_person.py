"""A person with a handheld in a real browser: reads the device's work, and answers with keystrokes and taps."""

from __future__ import annotations

import re
import time
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

from pickface.ids import uuid7
from pickface.simulate.client import Client
from pickface.simulate.handheld import Handheld, Held
from pickface.simulate.person import Stuck, VirtualPerson
from pickface.tasks.reducer import reduce
from tests.torture.desk import Hired
from tests.torture.person import Pace
from tests.torture.truth import Intended, Truth

READ = (Path(__file__).parent / "page_reads.js").read_text()
NOT_KEPT = re.compile(r"^(Not saved|Your session has ended)")
BEEP_S = 25.0
"""Longer than the app waits for any answer: what has not beeped by then never will."""
AWAY_S = 8.0
BLANK_S = 6.0
"""Whoever sees nothing for so long, since the app did not load, loads it anew."""
TAP_MS = 2_500


class Awkward(Exception):
    """The screen does not offer what the person wants now; they look again."""


class Silent(Exception):
    """The handheld does not answer; its person starts it anew."""


class Hand:
    """What ``VirtualPerson`` needs of a device, done through the page."""

    def __init__(self, owner: PagePerson, catalogue: Any, client: Client) -> None:
        self.owner, self.catalogue, self.client = owner, catalogue, client
        self.seq = 0

    def act(self, task: Held, kind: str, **fields: Any) -> Any:
        """Do it on the screen; answers what the reducer makes of it."""
        self.seq += 1
        if kind == "fill" and fields["field"] in ("lot", "serial"):
            # The code on the label is quicker than the keys.
            kind, fields = "scan", {"code": str(fields["value"])}
        event: Any = {"id": uuid7(), "kind": kind, **fields}
        self.owner.do(kind, fields)
        seen = Handheld.seen(self, task.script, event)  # type: ignore[arg-type]
        return reduce(task.script, task.state, event, seen)


class PagePerson(VirtualPerson):
    """One device, one person, one page that may be gone at any moment."""

    def __init__(
        self,
        name: str,
        url: str,
        who: Hired,
        truth: Truth,
        seed: int,
        catalogue: Any,
        client: Client,
        look: list[str],
    ) -> None:
        self.hand = Hand(self, catalogue, client)
        super().__init__(self.hand, sum(map(ord, name)), Pace(seed))  # type: ignore[arg-type]
        self.name, self.url, self.who, self.truth, self.look = name, url, who, truth, look
        self.chance = Random(f"{seed}/{name}")
        self.device = ""
        self.page: Page | None = None
        self.old: Page | None = None
        self.waiting = 0
        self.reading: Any = None
        self.scanned = 0
        self._pending: list[Intended] = []
        self._owed = 0
        """Answers that may still come for deeds that nobody waits for any more."""
        self._beeps, self._since = 0, 0.0
        self._online_at = self._seen_at = time.monotonic()
        self._failures = 0

    # --- the page ----------------------------------------------------------------------------------------------------

    def open(self, context: BrowserContext) -> None:
        """Start the app."""
        self._pending, self._owed = [], 0
        # A window of its own: a tab behind another one gets neither taps nor frames.
        with context.expect_page() as opened:
            session = context.new_cdp_session(context.pages[0])
            session.send("Target.createTarget", {"url": "about:blank", "newWindow": True})
        self.page = opened.value
        self.page.set_default_timeout(TAP_MS)
        self.page.goto(self.url, timeout=15_000, wait_until="commit")
        self._online_at = self._seen_at = time.monotonic()

    def forget(self) -> None:
        """The page is gone, and with it whatever was not heard."""
        self._pending, self.page = [], None

    def read(self) -> Any:
        """The screen and the device's database."""
        assert self.page is not None
        self.reading = self.page.evaluate(READ)
        kept, screen = self.reading["kept"], self.reading["screen"]
        if kept.get("device"):
            self.device = kept["device"]
            # What was typed before the device was known belongs to it.
            self.waiting = screen["waiting"]
        if screen["online"]:
            self._online_at = time.monotonic()
        return self.reading

    # --- what a person does ------------------------------------------------------------------------------------------

    def turn(self, scanning: bool) -> None:
        """Look, listen for beeps, then do one thing."""
        reading = self.read()
        screen = reading["screen"]
        if not screen["screen"]:
            if time.monotonic() - self._seen_at > BLANK_S:
                raise Silent("nothing is shown")
            return
        self._seen_at = time.monotonic()
        if self._listen(screen):
            return
        if self._tidy(screen):
            return
        if not scanning:
            return
        if screen["screen"] == "task":
            self._work(screen["task"])
        elif screen["screen"] == "home" and not screen["busy"]:
            self._at_home()
        else:
            self.tap("home", quick=True)

    def _listen(self, screen: Any) -> bool:
        """Whether a beep is still to come."""
        if not self._pending:
            return False
        heard = screen["count"] - self._beeps
        if heard >= len(self._pending) + self._owed:
            first = screen["count"] - len(self._pending) + 1
            for number, intended in enumerate(self._pending, first):
                # What was told between two looks at the screen in one frame with the next is not known to have beeped.
                said = screen["heard"].get(str(number))
                intended.beeped = said is not None and not NOT_KEPT.match(said)
            self._pending, self._owed = [], 0
            return False
        if time.monotonic() - self._since > BEEP_S:
            raise Silent(f"no answer to {self._pending[0].what}")
        return True

    def _tidy(self, screen: Any) -> bool:
        """What stands in the way of scanning; True if something did."""
        if screen["screen"] == "other-tab":
            self.tap("scan-here")
        elif screen["broken"]:
            self.tap("try-again")
        elif screen["notice"]:
            self.tap("ok")
        elif screen["screen"] == "sign-in":
            self._sign_in()
        elif screen["signIn"]:
            self.tap("sign-in")
        elif time.monotonic() - self._online_at > AWAY_S and screen["screen"] == "task":
            # Whether the session has ended is told on the home screen alone.
            self._online_at = time.monotonic()
            self.tap("home")
        elif screen["sheet"]:
            self.tap("close", quick=True)
        else:
            return False
        return True

    def _sign_in(self) -> None:
        assert self.page is not None
        step = self.page.locator("[data-step]").first.get_attribute("data-step")
        if step == "device":
            self.tap("save")
        elif step == "badge":
            self.type(self.who.badge)
        else:
            self.keys(self.who.pin)
            self.page.wait_for_timeout(300)

    def _at_home(self) -> None:
        if self.chance.random() < 0.3:
            codes = [self.chance.choice(self.look) for _ in range(self.chance.choice((1, 1, 3)))]
            self._scan_all(codes)
        else:
            self.tap("next")

    def _work(self, number: int) -> None:
        row = next((row for row in self.reading["tasks"] if row["id"] == number), None)
        if row is None:
            return
        task = shown(row, self.reading["events"])
        if task.state["done"]:
            self.tap("home", quick=True)
            return
        try:
            self._act(task)
        except Stuck as why:
            self.truth.note(f"page stuck: {why}")
            self._scan_all([self.chance.choice(self.look)])

    def do(self, kind: str, fields: Any) -> None:
        """One deed, as the fingers do it."""
        if kind == "scan":
            # Now and then the trigger is pulled twice.
            times = 2 if self.chance.random() < 0.1 else 1
            self._scan_all([fields["code"]] * times)
        elif kind == "quantity":
            self.tap("quantity")
            self._ends(("quantity", str(fields["qty"])), str(fields["qty"]))
        elif kind == "action" and fields["action"] == "short":
            self.tap("short")
            self._ends(("action", "short"), str(fields["left"]))
        elif kind == "action":
            self._means(("action", fields["action"]))
            self.tap(fields["action"])
        elif kind == "choose":
            self._means(("choose", fields["value"]))
            self.tap(f"choose-{fields['value']}")
        elif kind == "confirm":
            self._means(("confirm", ""))
            self.tap("confirm")
        else:
            raise Awkward(kind)

    def _ends(self, what: tuple[str, str], digits: str) -> None:
        self.keys(digits, ok=False)
        self._means(what)
        self.tap("ok")

    def _scan_all(self, codes: list[str]) -> None:
        for code in codes:
            self._means(("scan", code))
            self.type(code)
            self.scanned += 1

    def _means(self, what: tuple[str, str]) -> None:
        """From here on the deed may be kept, whatever happens to the page."""
        if not self._pending:
            self._beeps, self._since = self.reading["screen"]["count"], time.monotonic()
        intended = Intended(self.device, self.who.id, what)
        self._pending.append(self.truth.meant(intended))

    # --- fingers -----------------------------------------------------------------------------------------------------

    def type(self, code: str) -> None:
        """Pull the trigger, as scanners of today do: the code at once by an input method, then a key.

        Key by key a busy harness types so slowly that a code is read in parts, each with a beep of its own.
        """
        assert self.page is not None
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Enter")

    def tap(self, action: str, quick: bool = False) -> None:
        """A thumb on a button; what is not on the screen itself stands under More.

        A thumb does not wait until the picture has stood still for two frames, which on a busy machine take seconds,
        nor look whether something came in front of the button: what is there then gets the tap.
        """
        assert self.page is not None
        button = self.page.locator(f"[data-action={action}]").last
        more = self.page.locator("main[data-screen=task] [data-action=more]")
        red = self.page.locator("section.refusal:not([data-role]) [data-action=ok]")
        if red.is_visible():
            # What a red screen covers can be tapped when it has been read.
            red.tap(force=True)
        if not button.is_visible() and more.is_visible():
            more.tap(force=True)
        if quick and not button.is_visible():
            return
        if not button.is_visible():
            raise Awkward(f"no {action} here")
        button.tap(force=True)

    def keys(self, digits: str, ok: bool = True) -> None:
        """Type on the keys of the screen."""
        assert self.page is not None
        for digit in digits:
            self.page.locator(f'[data-key="{digit}"]').last.tap(force=True)
        if ok:
            self.tap("ok")

    def _pause(self) -> None:
        """The round of all pages is the pace."""

    def failed(self, why: Exception) -> bool:
        """Something did not go; True when the page should be loaded anew."""
        # What was under way is not waited for: it counts as not heard.
        self._owed += len(self._pending)
        self._pending = []
        if isinstance(why, Silent):
            self._failures = 3
        else:
            self._failures = self._failures + 1 if isinstance(why, Error) else 0
        self.truth.note(f"page: {type(why).__name__} {str(why).splitlines()[0][:60]}")
        if self._failures < 3:
            return False
        self._failures = 0
        return True


def shown(row: Any, events: list[Any]) -> Held:
    """A task as the device must show it: what it heard of it, with its own later events on top."""
    state, begun = row["taskState"], row["state"] == "begun"
    for event in events:
        if event["task"] != row["id"] or not event["accepted"] or not event["replay"]:
            continue
        if event["seq"] <= row["includes"].get(event["stream"], 0):
            continue
        begun = True
        if (event["verdict"] or {}).get("verdict") != "set_aside":
            replay = event["replay"]
            state = reduce(row["script"], state, replay["event"], replay["seen"])["state"]
    word = "begun" if begun and row["state"] == "offered" else row["state"]
    number = row["lease"]["number"]
    return Held(
        row["id"], row["kind"], row["title"], word, row["revision"], number, row["script"], state
    )
