"""The sender: behind the commit, beside everything else. One thread makes messages of facts; a few send them.

It looks once a second, by a read alone; nothing on the way of a scan knows of it. Each webhook is served by one thread
at a time, of all processes (a lease), so that a slow address keeps nobody waiting but itself.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import Final

from flask import Flask

from pickface.clock import clock
from pickface.db import Row, Writer, db
from pickface.errors import WriterUnavailable
from pickface.ids import uuid7
from pickface.webhooks import outbox, posting, signing

log = logging.getLogger(__name__)

LOOK_S: Final = 1.0
CLEAR_S: Final = 3_600.0
AT_ONCE: Final = 4
"""How many webhooks are served at the same time."""
TURN_S: Final = 20.0
"""How long one turn at a webhook may take before what came of it is written down: well within its lease."""
USER_AGENT: Final = "Pickface-Webhooks/1"


class Sender:
    """Tells webhooks what happened, until stopped."""

    def __init__(self, app: Flask) -> None:
        here = app.extensions["pickface"]
        self._app = app
        self._writer: Writer = here.writer
        self._networks: tuple[str, ...] = here.config.webhook_networks
        self._me = uuid7()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="pickface-webhooks", daemon=True)
        self._busy: dict[int, threading.Thread] = {}

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being sent, and end."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        for busy in list(self._busy.values()):
            busy.join(timeout=posting.WHOLE_S)

    def work_off(self) -> int:
        """Make and send all that is due now, here; answers how many messages were tried."""
        tried = 0
        while True:
            self._make_messages()
            now = sum(self._turn(webhook_id) for webhook_id in self._due())
            if not now:
                return tried
            tried += now

    def _serve(self) -> None:
        cleared = 0.0
        while not self._stop.wait(LOOK_S):
            try:
                self._make_messages()
                for webhook_id in self._due():
                    self._send_soon(webhook_id)
                if time.monotonic() - cleared > CLEAR_S:
                    cleared = time.monotonic()
                    while not self._stop.is_set() and self._writer.run(outbox.clear):
                        pass
            except WriterUnavailable as why:
                log.warning("webhooks wait for the database: %s", why)
            except Exception:
                log.exception("the sender of webhooks could not look for work")

    def _make_messages(self) -> None:
        with self._app.app_context():
            try:
                while not self._stop.is_set() and (facts := outbox.next_facts()):
                    said = outbox.told_data(facts)
                    db.session.remove()
                    self._make(facts, said)
            finally:
                db.session.remove()

    def _make(self, facts: list[Row], said: dict[int, dict[str, object]]) -> None:
        try:
            self._writer.run(lambda tx: outbox.make_messages(tx, facts, said))
        except outbox.TakenMeanwhile:
            log.debug("another process was quicker")

    def _due(self) -> list[int]:
        with self._app.app_context():
            try:
                return outbox.due_webhooks(clock())
            finally:
                db.session.remove()

    def _send_soon(self, webhook_id: int) -> None:
        if webhook_id in self._busy or len(self._busy) >= AT_ONCE:
            return
        # A thread that the process does not wait for when it ends: what it was sending is sent again.
        self._busy[webhook_id] = busy = threading.Thread(
            target=self._turns,
            args=(webhook_id,),
            name=f"pickface-webhook-{webhook_id}",
            daemon=True,
        )
        busy.start()

    def _turns(self, webhook_id: int) -> None:
        try:
            while not self._stop.is_set() and self._turn(webhook_id):
                pass
        except WriterUnavailable as why:
            log.warning("webhook %s waits for the database: %s", webhook_id, why)
        except Exception:
            log.exception("webhook %s could not be served", webhook_id)
        finally:
            self._busy.pop(webhook_id, None)

    def _turn(self, webhook_id: int) -> int:
        """Send what is due of one webhook, and write down what came of it; answers how many were tried."""
        claimed = self._writer.run(lambda tx: outbox.claim(tx, webhook_id, self._me))
        if claimed is None:
            return 0
        webhook, messages = claimed
        tried: list[tuple[Row, posting.Answered | None]] = []
        began, away = time.monotonic(), False
        for message in messages:
            if away or self._stop.is_set() or time.monotonic() - began > TURN_S:
                tried.append((message, None))
                continue
            answered = self._post(webhook, message)
            away = answered.away
            tried.append((message, answered))
        self._writer.run(lambda tx: outbox.note(tx, webhook_id, tried))
        return sum(answered is not None for _, answered in tried)

    def _post(self, webhook: Row, message: Row) -> posting.Answered:
        body, at = message["body"].encode(), int(time.time())
        known = [webhook["secret"]]
        if webhook["old_secret"] and webhook["old_secret_until"] > clock():
            known.append(webhook["old_secret"])
        proof = signing.headers(known, message["uuid"], at, body)
        told = {"Content-Type": "application/json", "User-Agent": USER_AGENT, **proof}
        answered = posting.post(webhook["url"], body, told, self._networks)
        if not answered.heard:
            log.info("webhook %s", json.dumps({"id": webhook["id"], "problem": answered.problem}))
        return answered
