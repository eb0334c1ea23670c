"""The bus in one process."""

from __future__ import annotations

import threading

from pickface.live.bus import LocalBus


def test_a_message_reaches_every_listener_of_its_topic_and_no_other() -> None:
    bus = LocalBus()
    ana, also_ana, ben = (
        bus.listen(["person:1"]),
        bus.listen(["person:1", "x"]),
        bus.listen(["person:2"]),
    )
    bus.publish("person:1", {"n": 1})
    assert (ana.get(0.01), also_ana.get(0.01), ben.get(0.01)) == ({"n": 1}, {"n": 1}, None)


def test_whoever_left_hears_nothing_and_leaves_no_trace() -> None:
    bus = LocalBus()
    mailbox = bus.listen(["a", "b"])
    assert bus.listeners("a") == 1
    bus.leave(mailbox)
    bus.publish("a", 1)
    assert (bus.listeners("a"), bus.topics(), mailbox.get(0.01)) == (0, [], None)


def test_a_full_mailbox_is_too_slow_and_does_not_hold_up_the_others() -> None:
    bus = LocalBus()
    slow, quick = bus.listen(["t"], size=2), bus.listen(["t"], size=9)
    for number in range(5):
        bus.publish("t", number)
    assert (slow.too_slow, quick.too_slow) == (True, False)
    assert [quick.get(0.01) for _ in range(5)] == [0, 1, 2, 3, 4]


def test_waking_ends_the_wait() -> None:
    mailbox = LocalBus().listen(["t"])
    threading.Timer(0.05, mailbox.wake).start()
    assert mailbox.get(10) is None
