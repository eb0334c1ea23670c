"""The door: every scan of every device comes in here, and nowhere else.

An event is journaled before it is interpreted; it is interpreted inside a savepoint, so that whatever goes wrong, even
by a bug, leaves the journal entry standing and the stock untouched.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from pickface.db import Tx, Work, Writer, gave_up
from pickface.errors import PickfaceError
from pickface.scans import journal, verdict
from pickface.scans.authors import Authors
from pickface.scans.envelope import Envelope
from pickface.scans.journal import Carrier
from pickface.scans.judge import Judge
from pickface.scans.verdict import SetAside, Verdict

log = logging.getLogger(__name__)


class StreamGap(PickfaceError):
    """A batch begins beyond the next number of its stream; nothing of it was journaled."""

    code = "stream_gap"
    status = 409


class Door:
    """One process's door, with what it needs to judge: the registry of workflows and the authors' keys."""

    def __init__(self, judge: Judge, authors: Authors) -> None:
        self.judge = judge
        self.authors = authors

    def deliver(
        self, writer: Writer, events: list[Envelope], carrier: Carrier
    ) -> list[dict[str, Any]]:
        """Take a batch in order and answer a verdict for each; raises :class:`StreamGap`."""
        gaps: list[dict[str, Any]] = []

        def one(tx: Tx, event: Envelope, author_problem: str) -> dict[str, Any]:
            # What comes behind a gap stays with the device: it sends all of it again, in order.
            answer = gaps[0] if gaps else self.receive(tx, event, author_problem, carrier)
            if "expected" in answer:
                gaps[:] = [answer]
            return answer

        works: list[Work[dict[str, Any]]] = [
            partial(one, event=event, author_problem=self.authors.problem(event))
            for event in events
        ]
        answers = [answer for answer in writer.run_each(works) if "expected" not in answer]
        if gaps and not answers:
            raise StreamGap("the batch begins beyond the stream's next number", **gaps[0])
        return answers

    def receive(
        self, tx: Tx, event: Envelope, author_problem: str, carrier: Carrier
    ) -> dict[str, Any]:
        """One scan: journal it, judge it in a savepoint, keep the verdict. The caller's commit makes it true."""
        entered = journal.enter(tx, event, carrier)
        if entered.gap:
            return {"stream": event.stream, "expected": entered.gap}
        if entered.repeat:
            return _answer(event, entered.id, verdict.stored(tx, entered.id), repeat=True)
        try:
            with tx.savepoint():
                given = self.judge.judge(tx, event, entered.problem or author_problem, carrier)
        except SetAside as reason:
            given = self.judge.set_aside(tx, event, entered.id, reason, carrier, not author_problem)
        except Exception as error:
            if not tx.alive or gave_up(error):
                raise  # The database gave up, not the interpretation: nothing of this group was kept.
            log.exception("interpreting %s failed", entered.id)
            failed = SetAside("interpret_failed", error=type(error).__name__)
            given = self.judge.set_aside(tx, event, entered.id, failed, carrier, not author_problem)
        verdict.give(tx, entered.id, carrier.site_id, given)
        return _answer(event, entered.id, given)


def _answer(event: Envelope, event_id: str, given: Verdict, repeat: bool = False) -> dict[str, Any]:
    return {
        "id": event.body.get("id", event_id),
        "verdict": given.verdict,
        "code": given.code,
        "params": given.params,
        "repeat": repeat,
        "stream": event.body.get("stream"),
        "seq": event.body.get("seq"),
        "version": given.version,
    }
