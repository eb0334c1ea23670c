"""A real server on a fresh demo site, and the people who work there: a handheld in the hand, a desk, a script."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Locator, Page, WebSocket, expect

from pickface.demo.nouns import DemoItem, DemoPerson, DemoSite, DemoStock
from pickface.demo.site import generate
from tests.programs import Program, finished
from tests.services import free_port, wait_for_port

GS = "\u001d"
COMMAND = [sys.executable, "-c", "from pickface.cli import main; main()"]
START_PATIENCE_S = 60
STOP_PATIENCE_S = 20


@cache
def demo_site() -> DemoSite:
    """What stands in the demo, as plain data."""
    return generate()


class House:
    """The demo warehouse in a folder of its own: its server can be stopped, killed and started again."""

    def __init__(self, data: Path, web_app: Path | None = None) -> None:
        """``web_app`` is a folder with another build of it than the one in the source tree."""
        self.data = data
        self.web_app = web_app
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.site = demo_site()
        self._process: subprocess.Popen[bytes] | Program | None = None

    def start(self) -> None:
        """Serve; the first start makes the demo site."""
        words = ["demo", "--data", str(self.data), "--port", str(self.port)]
        env = {**os.environ, "PICKFACE_THREADS": "32", "HOME": str(self.data)}
        self._process = Program(words, env, self.web_app)
        wait_for_port(self.port, START_PATIENCE_S)

    def stop(self) -> None:
        """Stop as an update does: politely."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(STOP_PATIENCE_S)
            self._process = None

    def pull_the_plug(self) -> None:
        """End every process of the server at once, in the middle of whatever it does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(STOP_PATIENCE_S)
            self._process = None

    def audit(self) -> dict[str, Any]:
        """What ``pickface audit`` says of the books."""
        done = finished(["audit", "--data", str(self.data), "--json"], os.environ)
        lines = done.stdout.strip().splitlines()
        said: dict[str, Any] = json.loads(lines[-1]) if lines else {}
        return {**said, "exit_code": done.returncode, "differences": done.stderr}

    def person(self, name: str) -> DemoPerson:
        """Somebody by the first name."""
        return next(one for one in self.site.people if one.name.split()[0] == name)

    @cached_property
    def items(self) -> Mapping[str, DemoItem]:
        """Items by name, as a person on the floor knows them."""
        return {item.name: item for item in self.site.items}

    def item(self, sku: str) -> DemoItem:
        """An item by its SKU."""
        return next(item for item in self.site.items if item.sku == sku)

    @cached_property
    def opening(self) -> Mapping[str, list[DemoStock]]:
        """What lay where when the site opened, by SKU."""
        found: dict[str, list[DemoStock]] = defaultdict(list)
        for stock in self.site.stock:
            found[stock.sku].append(stock)
        return found

    def empty_bins(self, zone: str) -> list[str]:
        """Bins of a zone in which nothing lay when the site opened."""
        filled = {stock.place for stock in self.site.stock}
        return [
            place.code
            for place in self.site.places
            if place.kind == "bin" and place.zone == zone and place.code not in filled
        ]


class Desk:
    """Software, or somebody at a desk, who talks to the API."""

    def __init__(self, house: House, first_name: str) -> None:
        self.house = house
        self.person = house.person(first_name)
        self._session = requests.Session()
        self._session.headers["X-Pickface"] = "1"
        self.post("session", {"login": self.person.login, "password": self.person.password})

    def get(self, path: str, **query: Any) -> Any:
        """The JSON of an answer that must be a good one."""
        answer = self._session.get(f"{self.house.url}/api/v1/{path}", params=query, timeout=20)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def document(self, path: str) -> bytes:
        """The bytes of a document."""
        answer = self._session.get(f"{self.house.url}/api/v1/{path}", timeout=20)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
        return answer.content

    def post(self, path: str, form: Mapping[str, Any]) -> Any:
        """Say what to do; it must be taken."""
        answer = self._session.post(f"{self.house.url}/api/v1/{path}", json=form, timeout=20)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def patch(self, path: str, form: Mapping[str, Any]) -> Any:
        """Change something; it must be taken."""
        answer = self._session.patch(f"{self.house.url}/api/v1/{path}", json=form, timeout=20)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def put(self, path: str, form: Mapping[str, Any]) -> Any:
        """Say what something is from now on; it must be taken."""
        answer = self._session.put(f"{self.house.url}/api/v1/{path}", json=form, timeout=20)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def take_order(
        self, number: str, lines: Mapping[str, int], lots: Mapping[str, str] | None = None
    ) -> int:
        """A customer orders so many of each SKU, some of a certain lot; answers the order's id."""
        order = self.post(
            "orders",
            {
                "number": number,
                "priority": 1,
                "customer": "Ines Carvalho",
                "street": "Rua do Sol 8",
                "postcode": "4000-527",
                "city": "Porto",
                "country": "Portugal",
                "lines": [
                    {"item": sku, "qty": qty, "lot": (lots or {}).get(sku, "")}
                    for sku, qty in lines.items()
                ],
            },
        )
        return int(order["id"])

    def release(self, order_id: int) -> None:
        """Let an order be picked."""
        self.post(f"orders/{order_id}/release", {})

    def order(self, number: str) -> Any:
        """An order with its lines and parcels."""
        (found,) = self.get("orders", number=number)["items"]
        return self.get(f"orders/{found['id']}")

    def stock(self, sku: str) -> Any:
        """What there is of an item, and where."""
        return self.get("stock", item=sku)


class Handheld:
    """A handheld in somebody's hand: scans as keystrokes, thumbs on buttons, eyes on the sentence."""

    def __init__(self, page: Page, house: House) -> None:
        self.page = page
        self.house = house
        self.pushed: list[str] = []
        self.main = page.locator("main")
        self.sentence = page.locator("[data-role=sentence]")
        self.said = page.locator("[data-role=said]")
        self.thing = page.locator("[data-role=thing]")
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.pushed.append(str(frame)))

    def switch_on(self) -> None:
        """Open the app for the first time; the device is given its name once."""
        self.page.goto(self.house.url)
        self.tap("save")
        expect(self.page.locator("[data-step=badge]")).to_be_visible()

    def sign_in(self, first_name: str) -> DemoPerson:
        """Scan the badge, type the PIN on the large keys."""
        person = self.house.person(first_name)
        self.type(person.badge)
        expect(self.sentence).to_contain_text(person.badge)
        self.keys(person.pin)
        self.on("home")
        self.online()
        return person

    def type(self, code: str) -> None:
        """Pull the trigger: the code's characters, then Enter, into whatever has the focus."""
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def scan(self, code: str) -> None:
        """Pull the trigger and wait until the handheld has answered."""
        before = self.answers
        self.type(code)
        expect(self.main).not_to_have_attribute("data-count", str(before))

    @property
    def answers(self) -> int:
        """How often the handheld has answered so far."""
        return int(self.main.get_attribute("data-count") or 0)

    def right(self, code: str) -> None:
        """A scan that is taken: green, or amber where the person has something to say or to know."""
        self.scan(code)
        expect(self.main).to_have_attribute("data-feedback", re.compile("right|done|attention"))

    def wrong(self, code: str, sentence: str | re.Pattern[str]) -> None:
        """A scan that is refused: the whole screen red, with a sentence that says what to do."""
        self.scan(code)
        expect(self.main).to_have_attribute("data-feedback", "wrong")
        red = self.page.get_by_role("alert")
        expect(red).to_contain_text(sentence)
        box, frame = red.bounding_box(), self.page.viewport_size
        assert box is not None
        assert frame is not None
        assert box["height"] >= frame["height"] - 1, "not all of it is red"

    def tap(self, action: str) -> None:
        """A thumb on a button; what is not on the screen itself stands under More."""
        button = self.button(action)
        more = self.page.locator("main[data-screen=task] [data-action=more]")
        if action != "more" and more.is_visible() and not button.is_visible():
            more.tap()
        button.tap()

    def button(self, action: str) -> Locator:
        """The button of an action, the topmost where a sheet covers another."""
        return self.page.locator(f"[data-action={action}]").last

    def keys(self, text: str, ok: bool = True) -> None:
        """Type on the keys of the screen, and OK."""
        expect(self.page.locator(".pad")).to_be_visible()
        for sign in text:
            key = self.page.locator(f'[data-key="{sign}"]')
            if not key.is_visible():
                self.page.locator("[data-key=digits], [data-key=letters]").tap()
            key.tap()
        if ok:
            self.button("ok").tap()

    def answer(self, action: str, text: str) -> None:
        """Tap, type on the keys, and wait until the handheld has taken it."""
        before = self.answers
        self.tap(action)
        self.keys(text)
        expect(self.main).not_to_have_attribute("data-count", str(before))

    def act(self, action: str) -> None:
        """Tap, and wait until the handheld has taken it."""
        before = self.answers
        self.tap(action)
        expect(self.main).not_to_have_attribute("data-count", str(before))

    def on(self, screen: str) -> None:
        """The screen that is to be seen now."""
        expect(self.main).to_have_attribute("data-screen", screen)

    def at(self, kind: str) -> None:
        """The kind of step that is asked now."""
        expect(self.main).to_have_attribute("data-step-kind", kind)

    def online(self, yes: bool = True) -> None:
        """Whether the push channel stands."""
        light = self.page.locator("[data-role=light]")
        expect(light).to_have_attribute("data-online", str(yes).lower(), timeout=30_000)

    def waiting(self, count: int) -> None:
        """How many scans the light says are not sent yet."""
        light = self.page.locator("[data-role=light]")
        expect(light).to_have_attribute("data-waiting", str(count), timeout=30_000)

    @property
    def place(self) -> str:
        """The place that the screen names."""
        return self.page.locator("[data-role=place]").inner_text().replace("\n", "")

    @property
    def goods(self) -> DemoItem:
        """The item that the screen names."""
        return self.house.items[self.thing.locator("b").inner_text()]
