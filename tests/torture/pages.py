"""The real pages: one Chromium with a profile on disk, each page a device of its own, all driven by one thread."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from playwright.sync_api import BrowserContext, Error, sync_playwright

from tests.e2e.conftest import HANDHELD, PROGRAMS, QUIET
from tests.torture.desk import Hired
from tests.torture.page_person import Awkward, PagePerson, Silent, shown

if TYPE_CHECKING:
    from tests.torture.run import Run

INIT = Path(__file__).parent / "in_page.js"
SETTLE_S = 40.0
ASK = """async () => {
  const answer = await fetch('/api/v1/me/work');
  return answer.ok ? await answer.json() : null;
}"""


class Pages:
    """Pages at ``d0.localhost``, ``d1.localhost``…: each origin is a device, and none shares cookies with another."""

    def __init__(self, run: Run, people: list[Hired], catalogue: Any, look: list[str]) -> None:
        self.run = run
        self.profile = run.house.data / "chromium"
        self.devices: list[PagePerson] = []
        for number, person in enumerate(people):
            way = run.proxy.open(f"page-{number}")
            url = f"http://d{number}.localhost:{way.port}/"
            self.devices.append(
                PagePerson(
                    f"page-{number}",
                    url,
                    person,
                    run.truth,
                    run.plan.seed,
                    catalogue,
                    run.office.quick,
                    look,
                )
            )
        self._orders: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._over = threading.Event()
        self._ready = threading.Event()
        self._context: BrowserContext | None = None
        self._scanning: Callable[[], bool] = lambda: False
        self._thread = threading.Thread(target=self._live, name="pages", daemon=True)

    def start(self, going_on: Callable[[], bool]) -> None:
        """Open everything, and work until the shift is over."""
        self._scanning = going_on
        self._thread.start()
        self._ready.wait(60)

    def order(self, fault: str, chance: Random, value: int = 0) -> bool:
        """Break something at the next occasion."""
        device = chance.choice(self.devices)
        deeds: dict[str, Callable[[], None]] = {
            "crash": lambda: self._crash(device),
            "kill": self._kill,
            "storage": lambda: self._tell(device, f"globalThis.tortureFailures = {value}"),
            "clock": lambda: self._tell(device, f"localStorage.setItem('torture-skew', '{value}')"),
            "tab": lambda: self._second_tab(device),
        }
        self._orders.put(deeds[fault])
        return True

    def calm(self) -> None:
        """Right clocks, sound storage."""
        for device in self.devices:
            self._orders.put(
                lambda device=device: self._tell(  # type: ignore[misc]
                    device,
                    "localStorage.removeItem('torture-skew'); globalThis.tortureFailures = 0",
                )
            )
        self._wait_for_orders()

    @property
    def waiting(self) -> int:
        """How many events the lights say are not sent."""
        return sum(device.waiting for device in self.devices)

    def compare(self) -> None:
        """Each page must come to show what the server has."""
        self._orders.put(self._compare)
        self._wait_for_orders(SETTLE_S * 2)

    def close(self) -> None:
        """Let Chromium go."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(30)

    def _wait_for_orders(self, patience_s: float = 60.0) -> None:
        done = threading.Event()
        self._orders.put(done.set)
        if not done.wait(patience_s):
            self.run.truth.wrong("the pages did not come to rest")

    # --- in the pages' own thread ------------------------------------------------------------------------------------

    def _live(self) -> None:
        with sync_playwright() as playwright:
            self._playwright = playwright
            try:
                self._launch()
                self._ready.set()
                while not self._over.is_set():
                    self._obey()
                    for device in self.devices:
                        self._turn(device)
                    time.sleep(0.05)
            finally:
                self._ready.set()
                self._kill(again=False)

    def _obey(self) -> None:
        while True:
            try:
                order = self._orders.get_nowait()
            except queue.Empty:
                return
            try:
                order()
            except (Error, Awkward) as why:
                self.run.truth.note(f"page order: {str(why).splitlines()[0][:60]}")

    def _turn(self, device: PagePerson) -> None:
        try:
            if device.page is None or device.page.is_closed():
                device.forget()
                self._open(device)
            device.turn(self._scanning())
        except (Error, Awkward, Silent) as why:
            if device.failed(why) and device.page is not None:
                self._reload(device)

    def _open(self, device: PagePerson) -> None:
        assert self._context is not None
        device.open(self._context)

    def _reload(self, device: PagePerson) -> None:
        try:
            assert device.page is not None
            device.page.close()
        except Error:
            pass
        device.forget()

    def _launch(self) -> None:
        program = next(path for name in PROGRAMS if (path := shutil.which(name)))
        self._context = self._playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=program, args=QUIET, **HANDHELD
        )
        self._context.add_init_script(path=str(INIT))

    def _kill(self, again: bool = True) -> None:
        """SIGKILL to the browser process; what was on its disk is what it starts with."""
        for pid in _browsers(self.profile):
            os.kill(pid, signal.SIGKILL)
        for device in self.devices:
            device.forget()
        try:
            if self._context is not None:
                self._context.close()
        except Error:
            pass
        self._context = None
        if again:
            until = time.monotonic() + 10
            while _browsers(self.profile) and time.monotonic() < until:
                time.sleep(0.05)
            self._launch()

    def _crash(self, device: PagePerson) -> None:
        page = device.page
        if page is None:
            return
        try:
            page.goto("chrome://crash", timeout=3_000)
        except Error:
            pass
        finally:
            self._reload(device)

    def _tell(self, device: PagePerson, script: str) -> None:
        if device.page is not None and not device.page.is_closed():
            device.page.evaluate(script)

    def _second_tab(self, device: PagePerson) -> None:
        """A second tab takes the scanner over; what is typed into the first afterwards goes nowhere."""
        first = device.page
        if first is None or device._pending:
            return
        device.open(self._context)  # type: ignore[arg-type]
        assert device.page is not None
        device.page.locator("[data-action=scan-here]").tap(timeout=5_000)
        device.page.locator("main[data-screen=home], main[data-screen=task]").wait_for(
            timeout=5_000
        )
        if device.old is not None and not device.old.is_closed():
            device.old.close()
        device.old = first

    def _compare(self) -> None:
        for device in self.devices:
            until = time.monotonic() + SETTLE_S / len(self.devices)
            while (differs := self._difference(device)) and time.monotonic() < until:
                self._turn(device)
                time.sleep(0.2)
            if differs:
                self.run.truth.wrong(f"{device.name} {differs}")

    def _difference(self, device: PagePerson) -> str:
        try:
            reading = device.read()
            if reading["screen"]["screen"] in ("", "other-tab", "sign-in"):
                return f"is at {reading['screen']['screen']}"
            assert device.page is not None
            there = device.page.evaluate(ASK)
        except (Error, AssertionError) as why:
            return f"cannot be read: {str(why)[:80]}"
        if there is None:
            return "is not signed in"
        server = {task["id"]: task["task_state"] for task in there["tasks"]}
        held = [shown(row, reading["events"]) for row in reading["tasks"]]
        here = {task.id: task.state for task in held if not task.state["done"]}
        return "" if here == server else f"shows {here}, the server has {server}"


def _browsers(profile: Path) -> list[int]:
    """The browser process of this profile, without its children."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        ours = f"--user-data-dir={profile}".encode() in words
        if ours and not any(word.startswith(b"--type=") for word in words):
            found.append(int(folder.name))
    return found
