"""The faults, by name. Each takes the run and its own chance, and answers whether it found something to break."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

import requests

from pickface.simulate.client import Refused
from tests.torture.proxy import Way

if TYPE_CHECKING:
    from tests.torture.run import Run

Fault = Callable[["Run", Random], bool]
BRIEF_S = (0.3, 1.5)


def _ways(run: Run, chance: Random, most: int = 4) -> list[Way]:
    ways = run.proxy.ways
    return chance.sample(ways, min(len(ways), chance.randint(1, most)))


def _for_a_while(run: Run, ways: list[Way], seconds: float, **weather: object) -> bool:
    """Set the weather of some ways and let a timer take it away again."""
    for way in ways:
        for name, value in weather.items():
            setattr(way.weather, name, value)

    def over() -> None:
        for way in ways:
            for name in weather:
                setattr(way.weather, name, type(getattr(way.weather, name))())

    run.later(seconds, over)
    return True


def server_killed(run: Run, chance: Random) -> bool:
    """Pull the plug at a random point and plug it in again."""
    run.house.kill()
    time.sleep(chance.uniform(0, 1.0))
    run.restart()
    return True


def server_killed_before_reply(run: Run, chance: Random) -> bool:
    """The server has answered, so it has committed: the answer never arrives, and the server dies at this moment."""
    gone = threading.Event()

    def now() -> None:
        run.house.kill()
        gone.set()

    ways = run.proxy.ways
    for way in ways:
        way.weather.swallow = now if not gone.is_set() else None
    seen = gone.wait(5)
    for way in ways:
        way.weather.swallow = None
    if seen:
        run.restart()
    return seen


def connections_cut(run: Run, chance: Random) -> bool:
    """Reset what some devices have open."""
    return sum(way.cut() for way in _ways(run, chance, 8)) > 0


def delay(run: Run, chance: Random) -> bool:
    """Each message of some devices takes its time."""
    return _for_a_while(
        run, _ways(run, chance), chance.uniform(3, 8), latency_s=chance.uniform(0.2, 2.5)
    )


def loss(run: Run, chance: Random) -> bool:
    """A share of requests breaks off, before or after the server has them."""
    return _for_a_while(
        run, _ways(run, chance, 8), chance.uniform(3, 8), loss=chance.uniform(0.2, 0.6)
    )


def requests_duplicated(run: Run, chance: Random) -> bool:
    """The next scan requests arrive a second time on another connection."""
    for way in _ways(run, chance, 6):
        way.weather.duplicate += 2
    return True


def requests_late(run: Run, chance: Random) -> bool:
    """Scan requests arrive after those that were sent in their place."""
    for way in _ways(run, chance, 4):
        way.weather.late_s = chance.uniform(0.5, 4)
        way.weather.late += 1
    return True


def half_closed(run: Run, chance: Random) -> bool:
    """One direction of some connections ends."""
    towards = chance.random() < 0.5
    return sum(way.half_close(towards) for way in _ways(run, chance, 6)) > 0


def black_hole_up(run: Run, chance: Random) -> bool:
    """What devices send vanishes for a while; connections stand."""
    return _for_a_while(run, _ways(run, chance), chance.uniform(2, 8), black_up=True)


def black_hole_down(run: Run, chance: Random) -> bool:
    """What the server answers vanishes for a while; connections stand."""
    return _for_a_while(run, _ways(run, chance), chance.uniform(2, 8), black_down=True)


def mute_sockets(run: Run, chance: Random) -> bool:
    """Peers stop reading while the server has news for them."""
    return _for_a_while(run, _ways(run, chance, 6), chance.uniform(4, 12), mute=True)


def slow_sockets(run: Run, chance: Random) -> bool:
    """A few hundred bytes a second."""
    return _for_a_while(run, _ways(run, chance, 4), chance.uniform(3, 8), bytes_a_second=2_000)


def disk_full(run: Run, chance: Random) -> bool:
    """No write of the server's reaches the disk."""
    with run.house.no_room():
        time.sleep(chance.uniform(*BRIEF_S))
    return True


def database_read_only(run: Run, chance: Random) -> bool:
    """The database takes no writes."""
    run.house.switch(read_only=True)
    time.sleep(chance.uniform(*BRIEF_S))
    run.house.switch(read_only=False)
    return True


def server_clock(run: Run, chance: Random) -> bool:
    """The server's clock is suddenly wrong, or right again."""
    run.house.switch(clock_ms=chance.choice((0, 0, 45_000, -120_000)))
    return True


def device_clock(run: Run, chance: Random) -> bool:
    """A device's clock is suddenly years, hours or seconds wrong."""
    skew = chance.choice((0, -90_000, 3_600_000, -86_400_000 * 400, 86_400_000))
    if chance.random() < 0.3 and run.pages:
        return run.pages.order("clock", chance, skew)
    chance.choice(run.workers).handheld.skew_ms = skew
    return True


def device_killed(run: Run, chance: Random) -> bool:
    """A virtual device dies before the next event is kept, or between keeping and beeping."""
    for worker in chance.sample(run.workers, 2):
        worker.handheld.dies = chance.choice(("before it is kept", "before it beeps"))
    return True


def batches_twice_at_once(run: Run, chance: Random) -> bool:
    """A device sends its batch in two requests at one moment."""
    for worker in chance.sample(run.workers, 3):
        worker.handheld.sends = "twice at once"
    return True


def batches_reordered(run: Run, chance: Random) -> bool:
    """A device sends the end of its outbox before the beginning."""
    for worker in chance.sample(run.workers, 3):
        worker.handheld.sends = "last half first"
    return True


def device_offline(run: Run, chance: Random) -> bool:
    """A device carries on alone for a while, and comes back with much."""
    device = chance.choice(run.workers).handheld
    device.asleep = True
    run.later(chance.uniform(3, 15), lambda: setattr(device, "asleep", False))
    return True


def shift_changed_offline(run: Run, chance: Random) -> bool:
    """The next person signs in on a device that still holds unsent events of the one before."""
    chance.choice(run.workers).wants_change = True
    return True


def work_reassigned(run: Run, chance: Random) -> bool:
    """A supervisor gives begun work to somebody else while its person is away."""
    try:
        return run.office.reassign(chance)
    except (requests.RequestException, Refused):
        return False


def page_killed(run: Run, chance: Random) -> bool:
    """A page crashes and is opened again."""
    return bool(run.pages) and run.pages.order("crash", chance)


def browser_killed(run: Run, chance: Random) -> bool:
    """Chromium dies as a whole, with all its pages."""
    return bool(run.pages) and run.pages.order("kill", chance)


def indexeddb_error(run: Run, chance: Random) -> bool:
    """The device's database fails, once or until its person tries again."""
    return bool(run.pages) and run.pages.order("storage", chance, chance.choice((1, 2)))


def two_tabs(run: Run, chance: Random) -> bool:
    """The app is opened a second time on the same device, and takes the scanner over."""
    return bool(run.pages) and run.pages.order("tab", chance)


SERVER: dict[str, Fault] = {
    f.__name__: f
    for f in (
        server_killed,
        server_killed_before_reply,
        disk_full,
        database_read_only,
        server_clock,
    )
}
NETWORK: dict[str, Fault] = {
    f.__name__: f
    for f in (
        connections_cut,
        delay,
        loss,
        requests_duplicated,
        requests_late,
        half_closed,
        black_hole_up,
        black_hole_down,
        mute_sockets,
        slow_sockets,
    )
}
DEVICES: dict[str, Fault] = {
    f.__name__: f
    for f in (
        device_clock,
        device_killed,
        batches_twice_at_once,
        batches_reordered,
        device_offline,
        shift_changed_offline,
        work_reassigned,
    )
}
PAGES: dict[str, Fault] = {
    f.__name__: f for f in (page_killed, browser_killed, indexeddb_error, two_tabs)
}
EMBEDDED = frozenset({"disk_full", "database_read_only"})
"""What can only be done to a database that the server itself writes."""
ALL = {**SERVER, **NETWORK, **DEVICES, **PAGES}
